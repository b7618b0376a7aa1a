"""What a register itself says it comes to, held against its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zabota.connectors.registers.facts import Entry, Total
from zabota.connectors.registers.translate.columns import folded

_TOTAL = re.compile(
    r"(итог|всего|total\b|grand total|subtotal|общая сумма|сумма (принятых|возвр|платежей|переводов"
    r"|операций)|(число|количество|комиссия|сумма комисси|сумма вознаграждени|остаток) |number of"
    r"|amount of|the (amount|number|balance)|balance)"
)
_NO_SUM = re.compile(r"числ|количеств|комисси|вознагражд|остаток|number|fees?\b|commission|balance")
_SUM_AT_END = re.compile(r":\s*([^:]*\d[^:]*?)\s*$")


def is_total(cells: Sequence[str]) -> bool:
    """A line that sums up others: its first word says so."""
    first = next((cell for cell in cells if cell.strip()), "")
    return _TOTAL.match(folded(first)) is not None


def stated_sum(cells: Sequence[str], amount: str) -> str:
    """The sum that such a line states, as text; "" for a count, a fee or a balance."""
    first = next((cell for cell in cells if cell.strip()), "")
    if _NO_SUM.search(folded(first)):
        return ""
    if found := _SUM_AT_END.search(first):
        return found[1]
    return amount


def held_against(stated: int, line: int, entries: Sequence[Entry], since: int) -> Total | None:
    """None when the rows since the last total, or all of them, come to the sum; else both."""
    sums = [*_sums(entries[since:]), *_sums(entries)]
    if abs(stated) in map(abs, sums) or len({entry.currency for entry in entries}) > 1:
        return None
    return Total(
        line=line, stated_minor=stated, counted_minor=sums[0], currency=entries[0].currency
    )


def _sums(entries: Sequence[Entry]) -> tuple[int, ...]:
    """Payments less refunds, and whatever else a processor may call a total of these rows."""
    taken = sum(entry.amount_minor for entry in entries if entry.what == "payment")
    back = sum(entry.amount_minor for entry in entries if entry.what == "refund")
    fees = sum(entry.fee_minor for entry in entries)
    return taken - back, taken, back, taken + back, taken - back - fees
