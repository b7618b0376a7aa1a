"""A rail has been called: what it says is brought to the payout, or the payout is sent anew."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.payouts.facts import RailWord
from zabota.domain.payouts.models import Payout, PayoutAttempt
from zabota.domain.payouts.operations.attempts import hear_word, repeat_payout
from zabota.domain.payouts.operations.late import book_late
from zabota.domain.payouts.queries.stuck import list_late
from zabota.kit.errors import Refusal
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, hold


@flow
def attempt_told(attempt: PayoutAttempt, word: RailWord, *, at: datetime, by: str = "") -> None:
    """Settled, failed, refused, on its way or not known: the attempt and its payout follow."""
    hold(Lock.BOOKS)
    hear_word(attempt, word, at=at, by=by)


@flow
def payout_repeated(payout: Payout, *, at: datetime, by: str) -> PayoutAttempt:
    """A person sends a refused payout anew, under a new key."""
    hold(Lock.BOOKS)
    payout.refresh_from_db()
    return repeat_payout(payout, at=at, by=by)


@flow
def payout_paid_after_all(payout: Payout, *, at: datetime, by: str) -> None:
    """A person books what its rail had paid although it was given up: as paid, or as an advance."""
    hold(Lock.BOOKS)
    payout.refresh_from_db()
    late = list_late().filter(payout=payout).order_by("number")
    if not late:
        raise Refusal("The rail has not said that it paid this one.", code="not_paid_after_all")
    for attempt in late:
        book_late(attempt, at=at, by=by)
