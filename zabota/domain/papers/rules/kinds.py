"""Which papers go with a legal form, how they are numbered, what a month comes to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

AGENT_REPORT = "agent_report"
AGENCY_ACT = "agency_act"
SERVICES_ACT = "services_act"
PAYOUT_NOTICE = "payout_notice"

# A self-employed person may not be an agent: an agency contract would cost him his status.
AGENTS = frozenset({"ooo", "ip"})
FOREIGN = "foreign"
ACTS = frozenset({AGENCY_ACT, SERVICES_ACT})
SIGNED_KINDS = frozenset({AGENT_REPORT, AGENCY_ACT, SERVICES_ACT})

_PREFIXES = {AGENT_REPORT: "ОА", AGENCY_ACT: "АА", SERVICES_ACT: "АУ", PAYOUT_NOTICE: "УВ"}


def kinds_of(legal_form: str) -> frozenset[str]:
    """The papers that a month of this form may have."""
    return frozenset({AGENT_REPORT, AGENCY_ACT} if legal_form in AGENTS else {SERVICES_ACT})


def monthly_kinds(legal_form: str, *, amount_minor: int) -> tuple[str, ...]:
    """The papers of a month: agents report and get an act, others get an act of services.

    Where nothing is due for the month (refunds took it all) there is no act, only the report.
    """
    if legal_form in AGENTS:
        return (AGENT_REPORT, AGENCY_ACT) if amount_minor > 0 else (AGENT_REPORT,)
    return (SERVICES_ACT,) if amount_minor > 0 else ()


def paper_number(kind: str, *, year: int, last: int) -> str:
    """The number of a paper in its series: "ОА-2026-17"."""
    return f"{_PREFIXES[kind]}-{year}-{last}"


def is_whole_month(first_on: date, last_on: date) -> bool:
    """Whether these days are a calendar month and not a part of one."""
    return first_on.day == 1 and (last_on + timedelta(days=1)).day == 1


def language_of(legal_form: str) -> str:
    """Papers of foreign companies are in English, all others in Russian."""
    return "en" if legal_form == FOREIGN else "ru"


def carried_after(nets: Sequence[int]) -> int:
    """What the months before carry into the next one: zero, or a debt below zero. Minor units.

    A month whose refunds were larger than its rewards is paid for by those that follow.
    """
    carried = 0
    for net in nets:
        carried = min(0, carried + net)
    return carried


def amount_of(*, earned: int, taken: int, carried: int) -> int:
    """What a month comes to on its act: never below zero. Minor units."""
    return max(0, earned - taken + carried)
