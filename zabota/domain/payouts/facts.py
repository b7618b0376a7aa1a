"""What the owner may set about payouts, and what the tax service answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from zabota.domain.settings.facts import Option
from zabota.kit.zone import ZONE

PROPOSE_AT = Option("payouts.propose_at", "time", "09:00")
CUT_OFF = Option("payouts.cut_off", "time", "13:00")
CUT_OFF_ZONE = Option("payouts.zone", "zone", str(ZONE))
FOUR_EYES = Option("payouts.four_eyes", "switch", False)
BATCH_LIMIT = Option("payouts.batch_limit", "roubles", 0)
DAY_LIMIT = Option("payouts.day_limit", "roubles", 0)
BATCH_LIMIT_EUR = Option("payouts.batch_limit_eur", "euros", 0)
DAY_LIMIT_EUR = Option("payouts.day_limit_eur", "euros", 0)
LIMITS = {"RUB": (BATCH_LIMIT, DAY_LIMIT), "EUR": (BATCH_LIMIT_EUR, DAY_LIMIT_EUR)}
FREEZE_HOURS = Option("payouts.freeze_hours", "whole", 48, most=240)
PAY_INDIVIDUALS = Option("payouts.individuals", "switch", False)
# What the law does not know yet of a coming year, 0: as it stands in rules/individuals.py.
CONTRIBUTIONS_LIMIT = Option("payouts.contributions_limit", "roubles", 0)
REDUCED_CONTRIBUTIONS = Option("payouts.reduced_contributions", "switch", False)
ASK_NPD = Option("payouts.ask_npd", "switch", True)

OPTIONS = (
    *(PROPOSE_AT, CUT_OFF, CUT_OFF_ZONE, FOUR_EYES, BATCH_LIMIT, DAY_LIMIT, FREEZE_HOURS),
    *(BATCH_LIMIT_EUR, DAY_LIMIT_EUR, ASK_NPD, PAY_INDIVIDUALS),
    *(CONTRIBUTIONS_LIMIT, REDUCED_CONTRIBUTIONS),
)

Standing = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NpdAnswer:
    """What the tax service said of an ИНН on a day; `unknown` is no answer, never a no."""

    inn: str
    on: date
    standing: Standing
    asked_at: datetime
    words: str = ""


Manner = Literal["file", "calls", "hand"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RailFile:
    """A file for the bank, and what was written in it otherwise than it stands with us."""

    name: str
    content: bytes
    media_type: str
    notes: tuple[str, ...] = ()


AttemptEnd = Literal["sent", "settled", "failed", "refused", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RailWord:
    """What a rail says of one attempt.

    `sent`: accepted, not yet paid. `settled` and `failed` are its last word. `refused`: nothing
    was made there, the payout may be tried again. `unknown`: it may or may not have been made.
    """

    end: AttemptEnd
    external_id: str = ""
    reason: str = ""
    at: datetime | None = None
