"""What the leads announce."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.events.announcement import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadTaken(Announcement):
    """A company that looks for an integrator came to us."""

    subjects = ("lead",)

    lead_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadProposed(Announcement):
    """A lead was proposed to a partner, who has some hours to answer."""

    subjects = ("lead", "partner")

    lead_id: int
    partner_id: int
    proposal_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadAnswered(Announcement):
    """A partner took a lead, declined it, or let the time pass."""

    subjects = ("lead", "partner")

    lead_id: int
    partner_id: int
    answer: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadUnclaimed(Announcement):
    """Nobody fits or everybody declined: the lead waits for a person of ours."""

    subjects = ("lead",)

    lead_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadClosed(Announcement):
    """A lead pays, or came to nothing, and why."""

    subjects = ("lead", "partner", "client")

    lead_id: int
    partner_id: int | None
    client_id: int | None
    status: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChanged(Announcement):
    """A partner changed how clients see him."""

    subjects = ("partner",)

    partner_id: int
    published: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadRuleChanged(Announcement):
    """From now on leads are handed out so."""

    answer_hours: int
    window_days: int
    level_bonus: int
    needs_training: bool
