"""Taking one payout out of a batch that has not left; the others go on."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.payouts.events import PayoutTakenOut
from zabota.domain.payouts.models import (
    BATCH_NOT_LEFT,
    NOT_LEFT,
    PAYOUT_MOVES,
    Payout,
    PayoutStatus,
)
from zabota.domain.payouts.operations.attempts import drop_attempts
from zabota.domain.payouts.operations.releasing import release_items
from zabota.domain.payouts.operations.steps import cancel_batch
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.events.models import Event
from zabota.kit.states import move


def may_be_taken_out(payout: Payout) -> bool:
    """Whether neither the payout nor its batch has left."""
    return payout.status in NOT_LEFT and payout.batch.status in BATCH_NOT_LEFT


def take_out(payout: Payout, *, reason: str, at: datetime, by: str, held: bool = False) -> None:
    """Its rewards are due again; a batch that has nothing else in it is cancelled. Twice is once.

    What was said yes to stays so: the batch only became smaller. The caller holds the books
    alone, and with `held` the rewards as well.
    """
    if payout.status == PayoutStatus.CANCELLED:
        return
    batch = payout.batch
    if not may_be_taken_out(payout):
        raise Refusal(
            "This payout has left already, so it cannot be taken out of its batch.",
            code="already_left",
        )
    standing = batch.payouts.exclude(status=PayoutStatus.CANCELLED)
    if standing.exclude(pk=payout.pk).exists():
        move(payout, PayoutStatus.CANCELLED, allowed=PAYOUT_MOVES)
        drop_attempts([payout], reason=reason[:300], at=at)
        release_items([payout], at=at)
    else:
        cancel_batch(batch, at=at, by=by)
    publish(
        PayoutTakenOut(
            at=at, by=by, payout_id=payout.pk, partner_id=payout.partner_id, batch_id=batch.pk,
            reason=reason[:300], held=held,
        )
    )  # fmt: skip


def find_taking_out(payout: Payout) -> Event | None:
    """When, by whom and why it was taken out of its batch."""
    if payout.status != PayoutStatus.CANCELLED:
        return None
    about = [f"payout:{payout.pk}"]
    return Event.objects.filter(name=PayoutTakenOut.wire_name(), about__contains=about).first()
