"""Days of our accounts: which no statement covers, and where its totals are not what we hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet, Sum

from zabota.connectors.bank.models import LineKind, Statement, StatementLine, StatementStatus
from zabota.connectors.bank.operations.importing import own_accounts
from zabota.kit.workdays import is_workday

PUSHES = ("tochka", "tbank")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MissingDays:
    """Working days of an account that no statement speaks of."""

    account: str
    first: date
    last: date
    days: int


@dataclass(frozen=True, slots=True)
class DayDiffers:
    """What the bank says moved in these days, and what we hold; minor units.

    `unread` lines of the statement could not be read: they are what is missing.
    """

    account: str
    first: date
    last: date
    direction: str
    stated: int
    held: int
    currency: str
    event_id: int
    unread: int = 0


def list_settlements(since: date, till: date) -> QuerySet[StatementLine]:
    """Lumps of processors that arrived between two days."""
    rows = StatementLine.objects.filter(
        kind=LineKind.PROCESSOR_SETTLEMENT, direction="in", on__gte=since, on__lte=till
    )
    return rows.select_related("statement").order_by("on", "pk")


def find_missing_days(since: date, till: date) -> list[MissingDays]:
    """Runs of working days without a statement, per account since its very first one."""
    covered = _covered(since, till)
    begun: dict[str, date] = {}
    for statement in list_files().only("accounts", "period_from", "period_to"):
        for section in statement.accounts:
            first, _last = _days_of(section, statement)
            if first:
                account = str(section["account"])
                begun[account] = min(begun.get(account, first), first)
    found: list[MissingDays] = []
    for account in sorted(own_accounts() & set(begun)):
        found += _runs(account, covered[account], max(since, begun[account]), till)
    return found


def find_days_that_differ(since: date, till: date) -> list[DayDiffers]:
    """Periods of statements whose totals are not the sum of the lines we hold of those days."""
    found: list[DayDiffers] = []
    latest: dict[tuple[str, date, date], tuple[dict[str, object], Statement]] = {}
    for statement in list_files().order_by("read_at"):
        for section in statement.accounts:
            first, last = _days_of(section, statement)
            if first and last and first >= since and last <= till:
                key = (str(section["account"]), first, last)
                latest[key] = (section, statement)
    for (account, begin, end), (section, statement) in latest.items():
        found += _compared(account, begin, end, section, statement)
    return found


def _compared(
    account: str, begin: date, end: date, section: dict[str, object], told_by: Statement
) -> Iterator[DayDiffers]:
    rows = StatementLine.objects.filter(account=account, on__gte=begin, on__lte=end)
    if rows.filter(direction__in=("internal", "unknown")).exists():
        return  # seen from both sides at once: the sides cannot be told apart
    sums = dict(rows.order_by().values_list("direction").annotate(total=Sum("amount_minor")))
    for direction, name in (("in", "incoming"), ("out", "outgoing")):
        stated, held = section.get(name), sums.get(direction, 0)
        if isinstance(stated, int) and stated != held:
            currency = str(section.get("currency") or "RUB")
            yield DayDiffers(
                account, begin, end, direction, stated, held, currency, told_by.event_id,
                len(told_by.unreadable),
            )  # fmt: skip


def list_files() -> QuerySet[Statement]:
    """Statements that were imported; what a bank pushes is no statement of a day."""
    return Statement.objects.filter(status=StatementStatus.IMPORTED).exclude(origin__in=PUSHES)


def _covered(since: date, till: date) -> dict[str, set[date]]:
    covered: dict[str, set[date]] = defaultdict(set)
    for statement in list_files().filter(period_from__lte=till, period_to__gte=since):
        for section in statement.accounts:
            first, last = _days_of(section, statement)
            day = max(first or since, since)
            while last and day <= min(last, till):
                covered[str(section["account"])].add(day)
                day += _DAY
    return covered


def _days_of(section: dict[str, object], statement: Statement) -> tuple[date | None, date | None]:
    first, last = section.get("from_on"), section.get("to_on")
    return (
        date.fromisoformat(first) if isinstance(first, str) else statement.period_from,
        date.fromisoformat(last) if isinstance(last, str) else statement.period_to,
    )


def _runs(account: str, covered: set[date], since: date, till: date) -> Iterator[MissingDays]:
    run: list[date] = []
    day = since
    while day <= till:
        if day in covered:
            if run:
                yield MissingDays(account, run[0], run[-1], len(run))
            run = []
        elif is_workday(day):
            run.append(day)
        day += _DAY
    if run:
        yield MissingDays(account, run[0], run[-1], len(run))
