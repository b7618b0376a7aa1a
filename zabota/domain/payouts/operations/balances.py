"""A gateway's balance in the books: moves of it, and its own word beside ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex

from zabota.domain.ledger.facts import Line
from zabota.domain.ledger.operations import post_transfers
from zabota.domain.payouts.events import BalanceMoved, BalanceMoveUndone
from zabota.domain.payouts.models import BalanceMove, BalanceWord
from zabota.domain.payouts.postings import move_line
from zabota.domain.payouts.queries.balances import get_books_balance, get_under_way
from zabota.kit.clock import local_date
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.money import Money


class MoveRefused(Refusal):
    """The move cannot be booked as it was written."""

    code = "move_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveFact:
    """One change of a balance as somebody tells it; a proof is booked once, minor units."""

    rail: str
    kind: str
    amount_minor: int
    currency: str
    on: date
    proof: str = ""
    note: str = ""


def book_moves(facts: Sequence[MoveFact], *, at: datetime, by: str) -> list[BalanceMove]:
    """Book what is new; the same proof again changes nothing. By hand there is no proof."""
    booked = []
    for fact in facts:
        if fact.amount_minor <= 0:
            raise MoveRefused("The sum must be above zero.")
        if fact.on > local_date(at):
            raise MoveRefused("This day has not come yet.")
        move, new = BalanceMove.objects.get_or_create(
            proof=fact.proof or f"hand:{token_hex(8)}",
            defaults={
                "rail": fact.rail,
                "kind": fact.kind,
                "amount_minor": fact.amount_minor,
                "currency": fact.currency,
                "on": fact.on,
                "note": fact.note[:200],
                "booked_at": at,
                "booked_by": by,
            },
        )
        if new:
            booked.append(move)
    post_transfers([_line(move, at=at) for move in booked], at=at)
    for move in booked:
        publish(
            BalanceMoved(
                at=at,
                by=by,
                balance_move_id=move.pk,
                rail=move.rail,
                kind=move.kind,
                amount_minor=move.amount_minor,
            )
        )
    return booked


def undo_move(move: BalanceMove, *, at: datetime, by: str) -> None:
    """It was booked by mistake: the books get the opposite line. Undoing twice is once."""
    rows = BalanceMove.objects.filter(pk=move.pk, undone_at=None)
    if not rows.update(undone_at=at, undone_by=by):
        return
    post_transfers([_line(move, at=at, undone=True)], at=at)
    publish(BalanceMoveUndone(at=at, by=by, balance_move_id=move.pk))


def _line(move: BalanceMove, *, at: datetime, undone: bool = False) -> Line:
    return move_line(
        move_id=move.pk,
        rail=move.rail,
        kind=move.kind,
        amount_minor=move.amount_minor,
        currency=move.currency,
        at=at,
        undone=undone,
    )


def note_balance(rail: str, said: Money, *, at: datetime) -> BalanceWord:
    """Keep what a gateway says of its balance beside what the books say at this moment."""
    word, _new = BalanceWord.objects.update_or_create(
        rail=rail,
        defaults={
            "said_minor": said.minor,
            "currency": said.currency,
            "books_minor": get_books_balance(rail, currency=said.currency),
            "under_way_minor": get_under_way(rail, currency=said.currency),
            "at": at,
        },
    )
    return word
