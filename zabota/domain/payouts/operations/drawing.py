"""Drawing up payouts: one row a partner with his details, purpose and order number as they are now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from zabota.domain.ledger.operations import post_transfers
from zabota.domain.partners.models import BankDetails, Partner
from zabota.domain.partners.queries import list_vat
from zabota.domain.payouts.models import Batch, NpdCheck, OrderNumber, Payout, PayoutItem
from zabota.domain.payouts.operations.posting import step_of
from zabota.domain.payouts.queries import Due, Item
from zabota.domain.payouts.rules import next_order_number, purpose_code_for, purpose_for
from zabota.domain.programme.models import Acceptance
from zabota.domain.rewards.models import Reward
from zabota.kit.clock import local_date
from zabota.kit.money import Money
from zabota.kit.vat import regime_on


@dataclass(frozen=True, slots=True)
class Ready:
    """A partner who can be paid: what, where to, by which rail, under which offer."""

    due: Due
    partner: Partner
    details: BankDetails
    acceptance: Acceptance
    rail: str
    npd_check: NpdCheck | None = None


def draw_payouts(
    batch: Batch, ready: Sequence[Ready], items: Mapping[int, list[Item]], *, at: datetime
) -> list[Payout]:
    """The payouts of a batch with their items, reserved in the books."""
    payouts = _create_payouts(batch, ready, items, at=at)
    PayoutItem.objects.bulk_create(
        PayoutItem(
            payout=payout,
            reward_id=item.reward_id,
            reversal_id=item.reversal_id,
            advance_id=item.advance_id,
            amount_minor=item.amount_minor,
        )
        for payout in payouts
        for item in items[payout.partner_id]
    )
    _reserve(payouts, at=at)
    return payouts


def _create_payouts(
    batch: Batch, ready: Sequence[Ready], items: Mapping[int, list[Item]], *, at: datetime
) -> list[Payout]:
    numbers = _take_numbers(len(ready))
    periods = _periods([item.reward_id for one in ready for item in items[one.partner.pk]])
    regimes = list_vat([one.partner.pk for one in ready])
    today = local_date(at)
    payouts = []
    for number, one in zip(numbers, ready, strict=True):
        mine = items[one.partner.pk]
        moments = [periods[item.reward_id] for item in mine if item.reward_id in periods]
        moments = moments or [at]  # only what was put back
        minor = sum(item.amount_minor for item in mine)
        payouts.append(
            Payout(
                batch=batch,
                partner=one.partner,
                order_number=number,
                amount_minor=minor,
                currency=one.due.currency,
                due_at=one.due.due_at,
                formed_at=at,
                purpose=purpose_for(
                    legal_form=one.partner.legal_form,
                    offer_number=one.acceptance.offer.number or 0,
                    offer_on=local_date(one.acceptance.at),
                    from_on=local_date(min(moments)),
                    to_on=local_date(max(moments)),
                    total=Money(minor, one.due.currency),
                    regime=regime_on(regimes.get(one.partner.pk, ()), today),
                ),
                purpose_code=purpose_code_for(one.partner.legal_form),
                npd_check=one.npd_check,
                **_payee(one.partner, one.details),
            )
        )
    return Payout.objects.bulk_create(payouts)


def _payee(partner: Partner, details: BankDetails) -> dict[str, str]:
    return {
        "legal_form": partner.legal_form,
        "holder": details.holder,
        "inn": partner.inn,
        "kpp": partner.kpp,
        "details_kind": details.kind,
        "account": details.account,
        "bic": details.bic,
        "bank_name": details.bank_name,
        "corr_account": details.corr_account,
    }


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
    post_transfers([step_of(payout, "formed", at=at) for payout in payouts], at=at)
