"""Questions about receipts of the self-employed and what they were paid in a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, Sum

from zabota.domain.partners.models import LegalForm
from zabota.domain.payouts.models import LIVE, Advance, Payout, PayoutStatus, Receipt, ReceiptStatus
from zabota.domain.payouts.rules.npd import receipt_due_on
from zabota.kit.clock import local_date, start_of_day


@dataclass(frozen=True, slots=True)
class Awaited:
    """A paid payout whose receipt is not here, and by when it is owed."""

    payout: Payout
    due_on: date


def is_received() -> Q:
    """The money is with the partner, by the payout itself or as an advance: the condition on payouts."""
    return Q(status=PayoutStatus.SETTLED) | Q(pk__in=Advance.objects.values("payout"))


def list_unreceipted(partner_ids: Sequence[int] | None = None) -> list[Awaited]:
    """Paid payouts of the self-employed without a receipt, the oldest first."""
    live = Receipt.objects.filter(payout=OuterRef("pk")).exclude(status=ReceiptStatus.RETURNED)
    rows = Payout.objects.filter(is_received(), ~Exists(live), legal_form=LegalForm.NPD)
    if partner_ids is not None:
        rows = rows.filter(partner__in=partner_ids)
    return [
        Awaited(payout, receipt_due_on(local_date(payout.settled_at)))
        for payout in rows.select_related("partner").order_by("settled_at", "pk")
        if payout.settled_at is not None
    ]


def list_annulled(partner_ids: Sequence[int]) -> list[Awaited]:
    """Paid payouts whose receipt was annulled in the tax service, and no other one has come since."""
    gone = set(
        Receipt.objects.filter(payout__partner__in=partner_ids, annulled=True).values_list(
            "payout", flat=True
        )
    )
    awaited = list_unreceipted(partner_ids) if gone else []
    return [one for one in awaited if one.payout.pk in gone]


def sum_before(payout: Payout) -> int:
    """What a partner was paid in roubles in the same legal form earlier in the payout's year; kopecks."""
    first = start_of_day(local_date(payout.formed_at).replace(month=1, day=1))
    rows = Payout.objects.filter(
        partner=payout.partner_id, legal_form=payout.legal_form, currency="RUB", status__in=LIVE,
        formed_at__gte=first, pk__lt=payout.pk,
    )  # fmt: skip
    return rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0


def sum_of_year(partner_ids: Sequence[int], *, year: int) -> dict[int, int]:
    """Partner → what we paid him as self-employed in a calendar year, or have on its way; kopecks."""
    rows = Payout.objects.filter(
        partner__in=partner_ids,
        legal_form=LegalForm.NPD,
        currency="RUB",
        status__in=LIVE,
        formed_at__gte=start_of_day(date(year, 1, 1)),
        formed_at__lt=start_of_day(date(year + 1, 1, 1)),
    )
    sums = rows.order_by().values_list("partner").annotate(sum=Sum("amount_minor"))
    found = dict(sums)
    ahead = Advance.objects.filter(
        payout__partner__in=partner_ids,
        payout__legal_form=LegalForm.NPD,
        currency="RUB",
        paid_at__gte=start_of_day(date(year, 1, 1)),
        paid_at__lt=start_of_day(date(year + 1, 1, 1)),
    )
    for partner_id, minor in ahead.values_list("payout__partner", "amount_minor"):
        found[partner_id] = found.get(partner_id, 0) + minor
    return found
