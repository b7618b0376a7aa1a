"""Rails in words: what one does with an approved batch, and the next step of a payout."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from zabota.domain.payouts.models import AttemptStatus, PayoutAttempt, PayoutStatus, Rail


class RailWords(NamedTuple):
    """The sentences of one manner of sending."""

    approved: str
    sent: str
    step: str
    settled: str


def rail_words(rail: str) -> RailWords:
    """How a batch of this rail leaves, and who says that it was paid."""
    return {
        Rail.PAIN: RailWords(
            _("The batch is approved. Download the file and load it into the bank."),
            _("Load the file into the bank and sign it. The next statement settles the payouts by "
              "itself."),
            _("File at the bank"),
            _("Settled by the statement"),
        ),
        Rail.YOOKASSA: RailWords(
            _("The batch is approved. Send it to YooKassa."),
            _("YooKassa is paying. We ask it every minute what became of each payout."),
            _("Sent to YooKassa"),
            _("Paid by YooKassa"),
        ),
        Rail.MANUAL: RailWords(
            _("The batch is approved. Pay each of it by hand and give the proof on its page."),
            _("Give the proof of each payout on its page; that settles it."),
            _("Paid by hand"),
            _("Settled by proof"),
        ),
    }.get(
        Rail(rail),
        RailWords(
            _("The batch is approved. Download the orders and load them into the bank."),
            _("Load the file into the client bank and sign the orders. The next statement settles "
              "the payouts by itself."),
            _("Orders at the bank"),
            _("Settled by the statement"),
        ),
    )  # fmt: skip


def next_step(payout_status: str, rail: str, last: PayoutAttempt | None, *, proof: bool) -> str:
    """What to do about a payout that does not go on by itself; empty when it does."""
    if proof:
        return _("A proof lies here. Another person looks at it and confirms.")
    if payout_status == PayoutStatus.UNKNOWN:
        return _(
            "Nobody knows whether it was made. We ask again by ourselves, under the same key, so it "
            "cannot be paid twice. Do not pay it another way before you have seen in YooKassa that "
            "it is not there."
        )
    if payout_status == PayoutStatus.APPROVED and last and last.status == AttemptStatus.REFUSED:
        return _(
            "The rail refused it, and nothing was paid. Put right what it says and send it again, "
            "or mark it as returned: its rewards are due again."
        )
    if payout_status == PayoutStatus.FAILED and last and last.status == AttemptStatus.GIVEN_UP:
        return _(
            "It was given up. We ask about it for a month: if it was paid after all, you are told."
        )
    if rail == Rail.MANUAL and payout_status in (PayoutStatus.APPROVED, PayoutStatus.SENT):
        return _("Pay it by hand, then give the proof here.")
    return ""
