"""Money that goes back and sometimes returns: refunds by what is new of them, and disputes."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Sum

from zabota.connectors.stripe.translate import SOURCE, moment
from zabota.domain.payments.facts import PaymentFact, RefundFact
from zabota.domain.payments.models import Payment, Refund
from zabota.domain.rewards.models import Hold, Reward
from zabota.domain.rewards.operations import hold_reward, release_reward
from zabota.flows.payments_refunded import refund_undone
from zabota.kit.errors import Refusal

BY = "Stripe"


def refunded_so_far(*, charge: str, invoice: str, total: int, created: int) -> RefundFact | None:
    """What is new of `total` refunded of a charge; None when all of it is recorded.

    The key says what was recorded before: of two events read at one moment only one is taken, and
    the other is read again.
    """
    recorded = _sum_of(charge)
    new = total - (_sum_of(charge, counted=True) - _returned(charge))
    if new <= 0:
        return None
    return RefundFact(
        source=SOURCE,
        external_id=f"{charge}:{recorded}",
        payment_source=SOURCE,
        payment_external_id=invoice,
        amount_minor=new,
        refunded_at=moment(created),
        reason="Stripe refund",
    )


def refund_failed(
    payment: Payment, *, refund: str, charge: str, amount: int, created: int
) -> PaymentFact | None:
    """A refund that did not arrive: what it took back is put back.

    Where the running total had taken several refunds for one, the money is a payment once more.
    """
    of_charge = Refund.objects.filter(source=SOURCE, external_id__startswith=f"{charge}:")
    reason = f"Stripe {refund} failed"
    if of_charge.filter(undone_reason=reason).exists():
        return None
    exact = of_charge.filter(amount_minor=amount, undone_at=None).order_by("pk").last()
    if exact is not None:
        _put_back(exact, reason=reason, at=moment(created))
        return None
    if _sum_of(charge, counted=True) - _returned(charge) < amount:
        return None
    return _again(payment, key=f"{charge}:{refund}:failed", amount=amount, created=created)


def _put_back(refund: Refund, *, reason: str, at: datetime) -> None:
    try:
        refund_undone(refund, reason=reason, at=at, by=BY)
    except Refusal:
        return  # somebody was faster


def dispute_opened(payment: Payment, *, dispute: str, created: int) -> None:
    """Hold the payment's reward until it is decided; one that is held stays as it is."""
    if Refund.objects.filter(source=SOURCE, external_id=dispute).exists():
        return  # the events came in another order: it is decided already
    reward = _reward_of(payment)
    if reward is not None and reward.hold == Hold.NONE:
        try:
            hold_reward(reward, reason=_reason(dispute), at=moment(created), by=BY)
        except Refusal:
            return  # somebody was faster


def dispute_lost(payment: Payment, *, dispute: str, amount: int, created: int) -> RefundFact:
    """The bank took the money back: a refund that the client forced. It takes the hold's place."""
    release_dispute(payment, dispute=dispute, at=moment(created))
    return RefundFact(
        source=SOURCE,
        external_id=dispute,
        payment_source=payment.source,
        payment_external_id=payment.external_id,
        amount_minor=amount,
        refunded_at=moment(created),
        reason=_reason(dispute),
        kind="chargeback",
    )


def dispute_won(payment: Payment, *, dispute: str, created: int) -> None:
    """Decided for us: the hold ends, and what was taken meanwhile is put back."""
    release_dispute(payment, dispute=dispute, at=moment(created))
    taken = Refund.objects.filter(source=SOURCE, external_id=dispute, undone_at=None).first()
    if taken is not None:
        _put_back(taken, reason=f"{_reason(dispute)} won", at=moment(created))


def release_dispute(payment: Payment, *, dispute: str, at: datetime) -> None:
    """Let the reward go that this dispute held, and no other."""
    reward = _reward_of(payment)
    if reward is not None and reward.hold_note == _reason(dispute) and reward.hold == Hold.BY_HAND:
        try:
            release_reward(reward, reason=_reason(dispute), at=at, by=BY)
        except Refusal:
            return


def _again(payment: Payment, *, key: str, amount: int, created: int) -> PaymentFact:
    """Money of a known payment that came in once more, with its client and its words."""
    return PaymentFact(
        source=SOURCE,
        external_id=key,
        amount_minor=amount,
        currency=payment.currency,
        paid_at=moment(created),
        client_id=payment.client_id,
        payer_inn=payment.payer_inn,
        payer_name=payment.payer_name,
        purpose=payment.purpose,
        product=payment.product,
    )


def _reward_of(payment: Payment) -> Reward | None:
    return Reward.objects.filter(payment=payment, cancelled_at=None).first()


def _sum_of(charge: str, *, counted: bool = False) -> int:
    """What was recorded as refunded of a charge; `counted`: without what was put back since."""
    rows = Refund.objects.filter(source=SOURCE, external_id__startswith=f"{charge}:")
    rows = rows.filter(undone_at=None) if counted else rows
    return int(rows.aggregate(total=Sum("amount_minor"))["total"] or 0)


def _returned(charge: str) -> int:
    rows = Payment.objects.filter(source=SOURCE, external_id__startswith=f"{charge}:")
    return int(rows.aggregate(total=Sum("amount_minor"))["total"] or 0)


def _reason(dispute: str) -> str:
    return f"Stripe dispute {dispute}"
