"""Forming a batch: what is due becomes one payout per partner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zabota.domain.ledger.operations import post_transfers
from zabota.domain.partners.models import BankDetails, Partner, PartnerStatus
from zabota.domain.payouts.events import BatchFormed
from zabota.domain.payouts.models import Batch, OrderNumber, Payout, PayoutItem
from zabota.domain.payouts.postings import payout_line
from zabota.domain.payouts.queries import Due, Item, list_due, list_payable_items
from zabota.domain.payouts.rules import next_order_number, purpose_code_for, purpose_for
from zabota.domain.programme.models import Acceptance
from zabota.domain.rewards.models import Reward
from zabota.kit.clock import local_date
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish

CURRENCY = "RUB"


class NothingDue(Refusal):
    """There is nobody to pay by that moment."""

    code = "nothing_due"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A partner with money due whom the batch could not include, and why (a reason code)."""

    partner_id: int
    amount_minor: int
    reason: str


@dataclass(frozen=True, slots=True)
class Formed:
    """A batch and those it had to leave out."""

    batch: Batch
    left_out: list[LeftOut]


def form_batch(*, before: datetime, at: datetime, by: str) -> Formed:
    """One payout for every partner with a reward due before the moment, net of reversals.

    The caller holds the books alone. Raises NothingDue when nobody can be paid.
    """
    due = [row for row in list_due(before=before) if row.currency == CURRENCY]
    ready, left_out = split_ready(due)
    if not ready:
        raise NothingDue("Nobody can be paid by that day yet: there is nothing to form.")
    batch = Batch.objects.create(formed_at=at, formed_by=by, due_before=before)
    items: dict[int, list[Item]] = defaultdict(list)
    for item in list_payable_items([row.partner_id for row, *_ in ready]):
        if item.currency == CURRENCY:
            items[item.partner_id].append(item)
    payouts = _create_payouts(batch, ready, items, at=at)
    PayoutItem.objects.bulk_create(
        PayoutItem(
            payout=payout,
            reward_id=item.reward_id,
            reversal_id=item.reversal_id,
            amount_minor=item.amount_minor,
        )
        for payout in payouts
        for item in items[payout.partner_id]
    )
    _reserve(payouts, at=at)
    publish(BatchFormed(at=at, by=by, batch_id=batch.pk, payout_ids=tuple(p.pk for p in payouts)))
    return Formed(batch, left_out)


Ready = tuple[Due, Partner, BankDetails, Acceptance]


def split_ready(due: Sequence[Due]) -> tuple[list[Ready], list[LeftOut]]:
    """Who can be paid, with bank details and acceptance, and who cannot, with the reason."""
    ids = [row.partner_id for row in due]
    partners = Partner.objects.in_bulk(ids)
    details = {
        d.partner_id: d for d in BankDetails.objects.filter(partner__in=ids, replaced_at=None)
    }
    acceptances = {
        a.partner_id: a
        for a in Acceptance.objects.filter(partner__in=ids)
        .select_related("offer")
        .order_by("offer__number")
    }
    ready: list[Ready] = []
    left_out: list[LeftOut] = []
    for row in due:
        partner = partners[row.partner_id]
        reason = ""
        if partner.status == PartnerStatus.PAUSED:
            reason = "paused"
        elif partner.pk not in acceptances:
            reason = "offer_not_accepted"
        elif partner.pk not in details:
            reason = "no_bank_details"
        if reason:
            left_out.append(LeftOut(partner.pk, row.amount_minor, reason))
        else:
            ready.append((row, partner, details[partner.pk], acceptances[partner.pk]))
    return ready, left_out


def _create_payouts(
    batch: Batch, ready: Sequence[Ready], items: dict[int, list[Item]], *, at: datetime
) -> list[Payout]:
    numbers = _take_numbers(len(ready))
    periods = _periods([item.reward_id for row, *_ in ready for item in items[row.partner_id]])
    payouts = []
    for number, (row, partner, details, acceptance) in zip(numbers, ready, strict=True):
        moments = [periods[i.reward_id] for i in items[partner.pk] if i.reward_id in periods]
        moments = moments or [at]  # only what was put back
        payouts.append(
            Payout(
                batch=batch,
                partner=partner,
                order_number=number,
                amount_minor=sum(item.amount_minor for item in items[partner.pk]),
                currency=row.currency,
                due_at=row.due_at,
                formed_at=at,
                purpose=purpose_for(
                    legal_form=partner.legal_form,
                    offer_number=acceptance.offer.number,
                    offer_on=local_date(acceptance.at),
                    from_on=local_date(min(moments)),
                    to_on=local_date(max(moments)),
                ),
                purpose_code=purpose_code_for(partner.legal_form),
                holder=details.holder,
                inn=partner.inn,
                kpp=partner.kpp,
                account=details.account,
                bic=details.bic,
                bank_name=details.bank_name,
                corr_account=details.corr_account,
            )
        )
    return Payout.objects.bulk_create(payouts)


def _take_numbers(count: int) -> list[int]:
    """The next order numbers; the row lock is kept to the end of the transaction."""
    OrderNumber.objects.get_or_create(pk=1)
    counter = OrderNumber.objects.select_for_update().get(pk=1)
    numbers = []
    for _ in range(count):
        counter.last = next_order_number(counter.last)
        numbers.append(counter.last)
    counter.save(update_fields=["last"])
    return numbers


def _periods(reward_ids: Sequence[int | None]) -> dict[int | None, datetime]:
    """Reward id → moment of its payment."""
    rows = Reward.objects.filter(pk__in=[pk for pk in reward_ids if pk is not None])
    return dict(rows.values_list("pk", "payment__paid_at"))


def _reserve(payouts: Sequence[Payout], *, at: datetime) -> None:
    lines = [
        payout_line(
            "formed",
            payout_id=payout.pk,
            partner_id=payout.partner_id,
            amount_minor=payout.amount_minor,
            currency=payout.currency,
            at=at,
        )
        for payout in payouts
    ]
    post_transfers(lines, at=at)
