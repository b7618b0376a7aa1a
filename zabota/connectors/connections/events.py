"""What staff did with connections. Keys themselves are never announced."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionAdded(Announcement):
    """One outside system more may call, and be asked."""

    connection_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionChanged(Announcement):
    """A connection was changed: `what` is settings, keys, on, off or address."""

    connection_id: int
    name: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipAsked(Announcement):
    """Staff return money through the processor, or close an advance: `what` is refund or closing."""

    subjects = ("payment",)

    payment_id: int
    what: str
    amount_minor: int
    currency: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipSettled(Announcement):
    """A person looked at the processor's cabinet and said whether it was taken there."""

    subjects = ("payment",)

    payment_id: int
    what: str
    taken: bool
    reason: str
