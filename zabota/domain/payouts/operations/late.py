"""What was given up here and paid by the rail after all: booked so that the books tell the truth.

Where its rewards are still free, the payout is simply paid. Where another payout has taken them, the
money is an advance of the partner, netted from what he is paid next: never is a reward paid twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from zabota.domain.ledger.operations import post_transfers
from zabota.domain.payouts.events import AdvanceBooked, PayoutPaidAfterAll, PayoutsSettled
from zabota.domain.payouts.facts import RailWord
from zabota.domain.payouts.models import (
    NOT_LEFT,
    OPEN_ATTEMPTS,
    PAYOUT_MOVES,
    Advance,
    AttemptStatus,
    Payout,
    PayoutAttempt,
    PayoutItem,
    PayoutStatus,
)
from zabota.domain.payouts.operations.posting import step_of
from zabota.domain.payouts.operations.settling import settle_payout
from zabota.domain.payouts.postings import advance_line
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.states import Moves, move

ENDED = (AttemptStatus.GIVEN_UP, AttemptStatus.FAILED, AttemptStatus.REFUSED)
_PAYOUT_AFTER_ALL: Moves = {PayoutStatus.FAILED: frozenset({PayoutStatus.SETTLED})}
_ATTEMPT_AFTER_ALL: Moves = {one: frozenset({AttemptStatus.SETTLED}) for one in ENDED}


class AnotherTry(Refusal):
    """Whether the payout is paid once or twice shows when its other attempt has ended."""

    code = "another_try"


class AnotherPayoutHasIt(Refusal):
    """The rewards of a payout stand in another one that has not left."""

    code = "another_payout_has_it"


def proof_of(attempt: PayoutAttempt) -> str:
    """How a rail's own word is named as the proof of a payout."""
    return f"{attempt.rail}:{attempt.external_id or attempt.key}"


def hear_late(attempt: PayoutAttempt, word: RailWord, *, at: datetime) -> None:
    """The rail paid an attempt that had ended here: booked at once where nothing is in question.

    Otherwise it waits for a person. An old word about what was paid and then came back changes
    nothing.
    """
    attempt.external_id = word.external_id or attempt.external_id
    payout = Payout.objects.get(pk=attempt.payout_id)
    if payout.proof == proof_of(attempt):
        return
    move(
        attempt,
        AttemptStatus.SETTLED,
        allowed=_ATTEMPT_AFTER_ALL,
        external_id=attempt.external_id,
        late_at=word.at or at,
        ended_at=at,
        next_ask_at=None,
    )
    _stop_another(payout, at=at)
    plain = not _is_waiting(payout) and (
        _was_refused(payout) or (payout.status == PayoutStatus.FAILED and not find_rivals(payout))
    )
    publish(
        PayoutPaidAfterAll(at=at, payout_id=payout.pk, partner_id=payout.partner_id, booked=plain)
    )
    if plain:
        book_late(attempt, at=at, by="")


def find_rivals(payout: Payout) -> list[Payout]:
    """Live payouts that took what a failed one had given back, by number."""
    mine = payout.items.all()
    took = Q()
    for thing in ("reward", "reversal", "advance"):
        took |= Q(**{f"{thing}__in": mine.exclude(**{thing: None}).values(thing)})
    taken = PayoutItem.objects.filter(took, live=True).exclude(payout=payout)
    return list(Payout.objects.filter(items__in=taken).distinct().order_by("order_number"))


def becomes_advance(payout: Payout, rivals: Sequence[Payout]) -> bool:
    """Whether what was paid late pays for nothing that is still unpaid."""
    if payout.status == PayoutStatus.FAILED:
        return any(one.status not in NOT_LEFT for one in rivals)
    return payout.status == PayoutStatus.SETTLED


def _was_refused(payout: Payout) -> bool:
    return payout.status == PayoutStatus.APPROVED


def _stop_another(payout: Payout, *, at: datetime) -> None:
    """Another attempt that nobody has called about yet never leaves."""
    rows = payout.attempts.filter(status=AttemptStatus.PREPARED, sent_at=None)
    if rows.update(status=AttemptStatus.REFUSED, ended_at=at, next_ask_at=None):
        move(payout, PayoutStatus.APPROVED, allowed=PAYOUT_MOVES)


def _is_waiting(payout: Payout) -> bool:
    """Whether another attempt of the same payout may still be paid."""
    return payout.attempts.filter(status__in=OPEN_ATTEMPTS).exists()


def book_late(attempt: PayoutAttempt, *, at: datetime, by: str) -> None:
    """Bring what the rail paid after all into the books. Twice is once; the caller holds the books.

    Refused while another attempt of the payout is under way, or while its rewards are in a payout
    that has not left: that one is cancelled, and this one is paid.
    """
    attempt.refresh_from_db()
    if attempt.late_at is None or attempt.late_booked_at is not None:
        return
    payout = Payout.objects.select_related("batch").get(pk=attempt.payout_id)
    if _is_waiting(payout):
        raise AnotherTry(
            "Another attempt of this payout is on its way. Book this one when that has ended."
        )
    rivals = find_rivals(payout) if payout.status == PayoutStatus.FAILED else []
    waiting = [one for one in rivals if one.status in NOT_LEFT]
    if waiting:
        raise AnotherPayoutHasIt(
            "Its rewards are in another payout that has not left: %(numbers)s. Cancel that batch, then "
            "book this one as paid.",
            numbers=", ".join(f"№ {one.order_number}" for one in waiting),
        )
    PayoutAttempt.objects.filter(pk=attempt.pk).update(late_booked_at=at, late_booked_by=by)
    if _was_refused(payout):
        settle_payout(payout, settled_at=attempt.late_at, proof=proof_of(attempt), at=at, by=by)
    elif becomes_advance(payout, rivals):
        _advance(payout, attempt, at=at, by=by)
    else:
        _revive(payout, attempt, at=at, by=by)


def _revive(payout: Payout, attempt: PayoutAttempt, *, at: datetime, by: str) -> None:
    move(
        payout,
        PayoutStatus.SETTLED,
        allowed=_PAYOUT_AFTER_ALL,
        settled_at=attempt.late_at,
        proof=proof_of(attempt),
        failed_at=None,
        failure="",
    )
    payout.items.update(live=True)
    post_transfers([step_of(payout, "after_all", at=at, rail=payout.batch.rail)], at=at)
    publish(PayoutsSettled(at=at, by=by, payout_ids=(payout.pk,)))


def _advance(payout: Payout, attempt: PayoutAttempt, *, at: datetime, by: str) -> None:
    assert attempt.late_at is not None
    if payout.status == PayoutStatus.FAILED:  # a receipt is owed from this day on
        Payout.objects.filter(pk=payout.pk).update(settled_at=attempt.late_at)
    advance = Advance.objects.create(
        payout=payout,
        amount_minor=payout.amount_minor,
        currency=payout.currency,
        paid_at=attempt.late_at,
        proof=proof_of(attempt),
        booked_at=at,
        booked_by=by,
    )
    line = advance_line(
        advance_id=advance.pk,
        payout_id=payout.pk,
        partner_id=payout.partner_id,
        amount_minor=payout.amount_minor,
        currency=payout.currency,
        at=at,
        rail=payout.batch.rail,
    )
    post_transfers([line], at=at)
    publish(
        AdvanceBooked(
            at=at,
            by=by,
            payout_id=payout.pk,
            partner_id=payout.partner_id,
            amount_minor=payout.amount_minor,
            currency=payout.currency,
        )
    )
