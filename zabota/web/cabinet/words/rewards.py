"""A reward explained: one sentence, then the arithmetic; and where it stands."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from zabota.domain.payments.models import RefundKind
from zabota.domain.payouts.models import Payout, PayoutStatus
from zabota.domain.programme.models import ClauseBase, Servicing
from zabota.domain.rewards.models import Reversal, Reward
from zabota.kit.money import Money
from zabota.ui.amounts import money_text
from zabota.ui.parts import Line
from zabota.ui.templatetags.ui import moment_words, rate
from zabota.web.wording.clauses import bound_words, chosen_because, terms_called


class Standing(NamedTuple):
    """Where a reward stands: a word, its tone and shape, and when it was paid (or None)."""

    word: str
    tone: str
    shape: str = ""


def sentence_of(reward: Reward) -> str:
    """Why it is just this much, in one sentence."""
    paid = Money(reward.payment.amount_minor, reward.currency)
    figures = {
        "paid": money_text(paid),
        "day": moment_words(reward.payment.paid_at),
        "amount": money_text(Money(reward.amount_minor, reward.currency)),
        "version": terms_called(reward.clause),
        "rate": rate(reward.rate_bp) if reward.rate_bp is not None else "",
    }
    if reward.rate_bp is None:
        return (
            _("The client paid %(paid)s, %(day)s; %(version)s: %(amount)s for the payment.")
            % figures
        )
    return (
        _("The client paid %(paid)s, %(day)s; %(version)s: %(rate)s of it, %(amount)s.") % figures
    )


def lines_of(reward: Reward, reversed_minor: int = 0) -> list[Line]:
    """The arithmetic: payment, base, rate, rounding, what was taken back."""
    payment, clause = reward.payment, reward.clause
    lines = [
        Line(_("The client's payment"), Money(payment.amount_minor, reward.currency)),
        Line(_("Terms"), f"{terms_called(clause)}, § {clause.position}"),
    ]
    if why := chosen_because(clause):
        lines.append(Line(_("Why by these terms"), why))
    if clause.base == ClauseBase.NET_OF_VAT:
        lines.append(Line(_("less VAT"), Money(-payment.vat_minor, reward.currency)))
    if clause.base == ClauseBase.NET_OF_FEE:
        lines.append(
            Line(_("less the processor's fee"), Money(-payment.fee_minor, reward.currency))
        )
    if reward.base_minor != payment.amount_minor:
        lines.append(Line(_("Base"), Money(reward.base_minor, reward.currency)))
    if reward.servicing == Servicing.BROUGHT:
        lines.append(Line(_("Servicing level"), str(Servicing.BROUGHT.label)))
    if reward.rate_bp is not None:
        lines.append(Line(_("Rate, rounded to the kopeck"), rate(reward.rate_bp)))
    if reward.bound_by:
        lines.append(Line(_("Bounded"), bound_words(reward.bound_by)))
    lines.append(Line(_("Reward"), Money(reward.amount_minor, reward.currency), "total"))
    if reversed_minor:
        lines.append(Line(_("Taken back"), Money(-reversed_minor, reward.currency)))
        left = Money(reward.amount_minor - reversed_minor, reward.currency)
        lines.append(Line(_("Left"), left, "total"))
    return lines


def standing_of(reward: Reward, payout: Payout | None, reversed_minor: int = 0) -> Standing:
    """Where the reward stands, for a badge."""
    if reward.cancelled_at is not None and not reward.borne_by_vendor:
        return Standing(_("moved to another partner"), "quiet", "cross")
    if payout is not None and payout.status == PayoutStatus.SETTLED:
        return Standing(_("paid out"), "good")
    if reversed_minor >= reward.amount_minor:
        return Standing(_("taken back: the client was refunded"), "quiet", "cross")
    if payout is not None:
        return Standing(_("on the way"), "info", "arrow")
    if reward.hold:
        return Standing(_("being checked"), "wait", "pause")
    return Standing(_("to be paid"), "info")


def taken_for(reversal: Reversal) -> tuple[str, str, str]:
    """Why a part was taken back or put back: words, the reason, the tone."""
    refund = reversal.refund
    if refund is None:
        if reversal.correction is not None and reversal.correction.servicing:
            return _("The servicing level was changed"), reversal.correction.reason, "wait"
        return _("The client was put to another partner"), "", "wait"
    if reversal.amount_minor < 0:
        return _("The money is with us again: it is yours as before"), refund.undone_reason, "good"
    if refund.kind == RefundKind.CHARGEBACK:
        return _("The client's bank took the payment back"), refund.reason, "wait"
    return _("The client was refunded"), refund.reason, "wait"
