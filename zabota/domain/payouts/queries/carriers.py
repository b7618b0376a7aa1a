"""Who carries the money of a rail: each carrier describes itself, config/rails.py lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from zabota.domain.payouts.facts import Manner, RailFile, RailWord
from zabota.domain.payouts.models import Batch, PayoutAttempt, Rail
from zabota.kit.money import Money


def always_open() -> bool:
    """Nothing has to be set up first."""
    return True


def handed_over(attempt: PayoutAttempt, at: datetime) -> RailWord:
    """A person carries it to the bank; what becomes of it, the statement or a person says."""
    return RailWord(end="sent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """How one rail takes money out.

    `prepare` makes and checks whatever leaves, and changes nothing: the file of a batch (in one of
    `formats`, the usual first), or None; a Refusal says what does not fit. `submit` sends one
    attempt under its key: the same key again never makes a second payout there. `status` asks what
    became of it. Both may take seconds and are called outside of any transaction.

    `balance` asks how much is left there, where payouts leave from a balance of the rail's own.

    `manner`: a person loads a file into the bank, we call them, or a person pays by hand.
    """

    rail: str
    manner: Manner
    prepare: Callable[[Batch, datetime, str], RailFile | None]
    submit: Callable[[PayoutAttempt, datetime], RailWord] = handed_over
    status: Callable[[PayoutAttempt, datetime], RailWord] = handed_over
    is_open: Callable[[], bool] = always_open
    formats: tuple[str, ...] = ()
    balance: Callable[[], Money] | None = None


def nothing_to_prepare(batch: Batch, at: datetime, form: str) -> RailFile | None:
    """A person pays; there is no file."""
    return None


BY_HAND = Carrier(rail=Rail.MANUAL, manner="hand", prepare=nothing_to_prepare)

_carriers: dict[str, Carrier] = {}


def tell_carriers(carriers: Iterable[Carrier]) -> None:
    """Set who carries; called once, by config/rails.py."""
    _carriers.clear()
    _carriers.update({carrier.rail: carrier for carrier in carriers})


def get_carrier(rail: str) -> Carrier:
    """The carrier of a rail; KeyError where nobody carries."""
    return _carriers[rail]


def is_open(rail: str) -> bool:
    """Whether somebody carries on this rail now."""
    carrier = _carriers.get(rail)
    return carrier is not None and carrier.is_open()


def list_called_rails() -> list[str]:
    """Rails whose carrier is called, not carried to by a person."""
    return [rail for rail, carrier in _carriers.items() if carrier.manner == "calls"]


def list_carriers() -> list[Carrier]:
    """Everybody who carries."""
    return list(_carriers.values())
