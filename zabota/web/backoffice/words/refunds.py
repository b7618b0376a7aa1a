"""Refunds in words: what one would take back, and from whom."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zabota.domain.payments.models import RefundKind
from zabota.domain.payouts.queries import list_paid_reward_ids
from zabota.domain.rewards.queries.floor import Change
from zabota.kit.money import Money
from zabota.ui.amounts import money_text


def consequence_of(change: Change | None) -> str:
    """What the refund means for the partner, in roubles; before it is done."""
    if change is None:
        return _("No reward stands on this payment: no partner is touched.")
    reward = change.reward
    words = {
        "partner": reward.partner,
        "taken": money_text(Money(change.taken_minor, reward.currency)),
        "left": money_text(Money(change.left_minor, reward.currency)),
    }
    if change.borne:
        return (
            _(
                "The refund comes later than the terms allow: it is at our expense, "
                "%(partner)s keeps %(left)s."
            )
            % words
        )
    told = (
        _("%(taken)s of the reward of %(partner)s are taken back, %(left)s are left of it.") % words
    )
    if list_paid_reward_ids([reward.pk]):
        return told + " " + _("It was paid already: the sum is netted from his next rewards.")
    return told + " " + _("It is not paid yet: just so much less will be paid.")


def back_again(change: Change | None) -> str:
    """What undoing a refund gives back."""
    if change is None or not change.taken_minor:
        return _("Nothing was taken of a reward, so nothing is put back.")
    words = {
        "partner": change.reward.partner,
        "sum": money_text(Money(-change.taken_minor, change.reward.currency)),
    }
    return (
        _("%(sum)s are put back to %(partner)s and paid within the days of the terms, from now.")
        % words
    )


def done_sentence(kind: str, amount: Money) -> str:
    """What was just recorded."""
    words = {"sum": money_text(amount)}
    if kind == RefundKind.CHARGEBACK:
        return _("The chargeback of %(sum)s is recorded. If we win it, it can be put back.") % words
    return _("The refund of %(sum)s is recorded.") % words
