"""What the papers' room announces."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersMade(Announcement):
    """Papers were made: reports, acts or notices, of one partner."""

    subjects = ("partner",)

    partner_id: int
    paper_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersSent(Announcement):
    """Papers go to a partner, by letter and in the cabinet."""

    subjects = ("partner",)

    partner_id: int
    paper_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureAwaited(Announcement):
    """A partner is reminded of papers that he has not signed yet."""

    subjects = ("partner",)

    partner_id: int
    paper_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSigned(Announcement):
    """A paper is signed: its scan came in, or staff hold it signed by hand or by other means."""

    subjects = ("partner", "paper")

    partner_id: int
    paper_id: int
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureWithdrawn(Announcement):
    """Staff had noted a paper as signed by mistake: it waits for a signature again."""

    subjects = ("partner", "paper")

    partner_id: int
    paper_id: int
    number: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanReturned(Announcement):
    """Staff cannot take a scan: the partner is asked for another one."""

    subjects = ("partner", "paper")

    partner_id: int
    paper_id: int
    number: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperReplaced(Announcement):
    """A paper was made anew, and the former one no longer counts."""

    subjects = ("partner", "paper")

    partner_id: int
    paper_id: int
    number: str
    former: str
    reason: str
