"""Telling partners what they have earned: gathered beside the road of payments, which tells nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.dateparse import parse_datetime

from zabota.domain.invoices.events import InvoicesPaid
from zabota.domain.invoices.models import InvoiceStatus
from zabota.domain.payments.models import Payment
from zabota.domain.rewards.events import RewardsGathered
from zabota.domain.rewards.models import Reward
from zabota.kit.events.announce import publish_all
from zabota.kit.events.models import Event

BACK = timedelta(days=1)  # further back nobody is told: a history that was loaded is no news
SETTLED = timedelta(minutes=1)  # a payment younger than this may still be in its transaction


@transaction.atomic
def gather_earned(*, at: datetime) -> int:
    """Announce, for every partner with new rewards, which they are; how many partners."""
    until = at - SETTLED
    since = max(_told_until() or at - BACK, at - BACK)
    payments = _paid_between(since, until)
    rewards = Reward.objects.filter(payment__in=payments, cancelled_at=None).order_by("pk")
    earned: dict[int, list[int]] = {}
    for pk, partner_id in rewards.values_list("pk", "partner_id"):
        earned.setdefault(partner_id, []).append(pk)
    publish_all(
        [
            *(
                RewardsGathered(at=at, partner_id=partner_id, reward_ids=tuple(ids), until=until)
                for partner_id, ids in earned.items()
            ),
            *_invoices_paid(payments, at=at),
        ]
    )
    return len(earned)


def _told_until() -> datetime | None:
    last = Event.objects.filter(name=RewardsGathered.wire_name()).order_by("-at", "-pk").first()
    return parse_datetime(last.payload["until"]) if last else None


def _paid_between(since: datetime, until: datetime) -> list[int]:
    """Payments that were received or tied to a client in this time."""
    events = Event.objects.filter(at__gte=since, at__lt=until)
    came = events.filter(name="payments.received").values_list("payload", flat=True)
    tied = events.filter(name="payment.matched").values_list("payload", flat=True)
    return [pk for one in came for pk in one["payment_ids"]] + [one["payment_id"] for one in tied]


def _invoices_paid(payments: Sequence[int], *, at: datetime) -> list[InvoicesPaid]:
    rows = Payment.objects.filter(pk__in=payments, invoice__status=InvoiceStatus.PAID)
    found: dict[int, set[int]] = {}
    for partner_id, pk in rows.values_list("invoice__partner", "invoice"):
        if partner_id is not None:
            found.setdefault(partner_id, set()).add(pk)
    return [
        InvoicesPaid(at=at, partner_id=partner_id, invoice_ids=tuple(sorted(ids)))
        for partner_id, ids in found.items()
    ]
