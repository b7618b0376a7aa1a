"""Money was put on a gateway's balance of payouts, or taken from it: the books follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zabota.domain.payouts.models import BalanceMove
from zabota.domain.payouts.operations.balances import MoveFact, book_moves, undo_move
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, hold


@flow
def balance_moved(facts: Sequence[MoveFact], *, at: datetime, by: str = "") -> list[BalanceMove]:
    """The bank's lines or a person tell of it; the same line again is once."""
    hold(Lock.BOOKS)
    return book_moves(facts, at=at, by=by)


@flow
def balance_move_undone(move: BalanceMove, *, at: datetime, by: str) -> None:
    """It was booked by mistake."""
    hold(Lock.BOOKS)
    undo_move(move, at=at, by=by)
