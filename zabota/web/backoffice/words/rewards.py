"""Rewards in words: how one was counted, and where it stands."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from zabota.domain.partners.models import Partner
from zabota.domain.payments.models import RefundKind
from zabota.domain.payouts.models import PayoutStatus
from zabota.domain.rewards.models import Hold, Reversal, Reward
from zabota.domain.rewards.operations import Foreseen
from zabota.kit.money import Money
from zabota.ui.amounts import money_text
from zabota.ui.parts import Line
from zabota.ui.templatetags.ui import moment_words, rate
from zabota.web.wording.clauses import (
    bound_words,
    chosen_because,
    clause_sentence,
    terms_called,
)


def explained(reward: Reward) -> str:
    """How a reward was counted, in one sentence; needs clause, its terms and payment at hand."""
    return _("%(terms)s, in force when the client paid: %(clause)s.") % {
        "terms": terms_called(reward.clause),
        "clause": clause_sentence(reward.clause),
    }


def arithmetic(reward: Reward) -> list[Line]:
    """The same as sums, down to what reversals have left; needs the reversals at hand."""
    paid = Money(reward.payment.amount_minor, reward.currency)
    base = Money(reward.base_minor, reward.currency)
    amount = Money(reward.amount_minor, reward.currency)
    lines = [Line(_("The client paid"), paid)]
    if base != paid:
        lines.append(Line(_("Counted from"), base))
    if reward.rate_bp is not None:
        lines.append(Line(_("Rate"), rate(reward.rate_bp)))
    if why := chosen_because(reward.clause):
        lines.append(Line(_("Why by these terms"), why))
    if reward.bound_by:
        lines.append(Line(_("Bounded"), bound_words(reward.bound_by)))
    lines.append(Line(_("Reward"), amount, "total"))
    taken = list(reward.reversals.all())
    for part in taken:
        label = taken_for(part)
        lines.append(Line(label, -Money(part.amount_minor, reward.currency)))
    if taken:
        lines.append(Line(_("What is left"), left_of(reward), "total"))
    return lines


def taken_for(part: Reversal) -> str:
    """Why a part was taken back, or put back."""
    if part.amount_minor < 0:
        return _("Put back")
    if part.refund is None:
        return _("Correction")
    if part.refund.kind == RefundKind.CHARGEBACK:
        return _("The client's bank took it back")
    return _("Refund to the client")


def left_of(reward: Reward) -> Money:
    """What reversals have left of a reward."""
    taken = sum(part.amount_minor for part in reward.reversals.all())
    return Money(reward.amount_minor - taken, reward.currency)


def standing(reward: Reward) -> tuple[str, str, str]:
    """Where a reward stands: word, tone, shape; needs reversals and live payout items at hand."""
    if reward.borne_by_vendor and reward.cancelled_at:
        return _("corrected, stays paid at our expense"), "quiet", "dash"
    if reward.cancelled_at:
        return _("taken back by a correction"), "quiet", "cross"
    if not left_of(reward).minor:
        return _("taken back by refunds"), "quiet", "cross"
    if reward.hold != Hold.NONE:
        return _("held: %(why)s") % {"why": reward.get_hold_display()}, "wait", "pause"
    payout = next((item.payout for item in reward.payout_items.all() if item.live), None)
    if payout is None:
        return _("to be paid"), "info", ""
    if payout.status == PayoutStatus.SETTLED:
        return _("paid out"), "good", ""
    return _("in a batch"), "info", "arrow"


def foreseen_sentence(
    foreseen: Foreseen | None, partner: Partner | None, *, known: bool, now: datetime
) -> str:
    """What tying a payment would bring, in one sentence; `known` is a payer not to be doubted."""
    if foreseen is None:
        return _("Nobody is rewarded: the client was no partner's at that moment.")
    told = _("%(partner)s gets %(sum)s by %(day)s.") % {
        "partner": partner,
        "sum": money_text(Money(foreseen.amount_minor, foreseen.currency)),
        "day": moment_words(foreseen.due_at, now),
    }
    if foreseen.hold and not known:
        why = dict(Hold.choices)[foreseen.hold]
        told += " " + _("It will wait for your look: %(why)s.") % {"why": why}
    return told
