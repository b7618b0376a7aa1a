"""Amounts and dates as banks write them. Plain Python; amounts are kopecks."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from zabota.kit.money import exponent

# More than any bank account holds, and well within a 64-bit column.
LARGEST = 10**15

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u2060'’`]+")
_MINUSES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------")
_CURRENCY = re.compile(r"(?:руб(?:лей|ля|ль|\.)?|р\.?|rub|rur|₽)$", re.IGNORECASE)
_PLAIN = re.compile(r"([+-]?)(\d*)(?:([.,=-])(\d*))?", re.ASCII)
_GROUPED = re.compile(
    r"([+-]?)(\d{1,3}(?:,\d{3})+\.\d{1,2}0*|\d{1,3}(?:\.\d{3})+,\d{1,2}0*)", re.ASCII
)

_EXACT = re.compile(r"([+-]?)(\d{0,30})(?:[.,](\d{0,30}))?", re.ASCII)

_DATES = (
    (re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})", re.ASCII), (3, 2, 1)),
    (re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})", re.ASCII), (1, 2, 3)),
    (re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII), (1, 2, 3)),
)
_TIME = re.compile(r"[\sT]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$", re.ASCII)


class AmountUnreadable(ValueError):
    """The text is no amount; `code` is amount_missing, amount_unreadable or amount_too_large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class DateUnreadable(ValueError):
    """The text is no date of these times."""


def read_amount(text: str) -> int:
    """Kopecks of "1234.50", "1 234,5", "840", "1234-50" or "1,234.50"; the sign is kept.

    Refuses what can be read in two ways: "1.234" is a thousand to one bank and three digits of
    kopecks to another.
    """
    compact = _CURRENCY.sub("", _SPACES.sub("", text).translate(_MINUSES))
    if not compact:
        raise AmountUnreadable("amount_missing")
    if grouped := _GROUPED.fullmatch(compact):
        compact = _regrouped(grouped)
    match = _PLAIN.fullmatch(compact)
    if match is None or not (match[2] or match[4]):
        raise AmountUnreadable("amount_unreadable")
    return _minor(match[1], match[2], match[3] or "", match[4] or "")


def read_exact(text: str, currency: str) -> int:
    """Minor units of a plain number of an international format: "1234.5", "1234,50", "300,".

    Digits finer than the currency has must be noughts: nothing is rounded.
    """
    bare = text.strip()
    if not bare:
        raise AmountUnreadable("amount_missing")
    match = _EXACT.fullmatch(bare)
    if match is None or not (match[2] or match[3]):
        raise AmountUnreadable("amount_unreadable")
    if len(match[2].lstrip("0")) > len(str(LARGEST)):
        raise AmountUnreadable("amount_too_large")
    try:
        minor = Decimal(f"{match[1]}{match[2] or 0}.{match[3] or 0}").scaleb(exponent(currency))
    except InvalidOperation:
        raise AmountUnreadable("amount_unreadable") from None
    if minor != minor.to_integral_value():
        raise AmountUnreadable("amount_unreadable")
    if abs(minor) > LARGEST:
        raise AmountUnreadable("amount_too_large")
    return int(minor)


def written_amount(minor: int) -> str:
    """Roubles with a point and two digits, as the format wants them: "1234.50"."""
    sign = "-" if minor < 0 else ""
    roubles, kopecks = divmod(abs(minor), 100)
    return f"{sign}{roubles}.{kopecks:02d}"


@lru_cache(maxsize=4096)
def read_date(text: str) -> date | None:
    """The day of "11.01.2016", "2016-01-11", "11.01.16" or "20160111"; None for an empty one."""
    bare = _TIME.sub("", text.strip())
    if not bare.strip("0./- "):
        return None
    for pattern, order in _DATES:
        match = pattern.fullmatch(bare)
        if match is None:
            continue
        year, month, day = (int(match[place]) for place in order)
        return _day(year + 2000 if year < 100 else year, month, day)
    raise DateUnreadable(text)


def _regrouped(match: re.Match[str]) -> str:
    roubles, kopecks = re.split(r"[.,](?=\d+$)", match[2])
    return f"{match[1]}{re.sub('[.,]', '', roubles)}.{kopecks}"


def _minor(sign: str, roubles: str, separator: str, kopecks: str) -> int:
    if separator == "-" and (not roubles or len(kopecks) not in (1, 2)):
        raise AmountUnreadable("amount_unreadable")  # "100-" may mean a debt
    if len(kopecks) > 2:
        thousands = len(kopecks) == 3 and 1 <= len(roubles) <= 3 and roubles[0] != "0"
        if kopecks[2:].strip("0") or thousands:
            raise AmountUnreadable("amount_unreadable")
    if len(roubles.lstrip("0")) > len(str(LARGEST)):
        raise AmountUnreadable("amount_too_large")
    minor = int(roubles or 0) * 100 + int(kopecks[:2].ljust(2, "0"))
    if minor > LARGEST:
        raise AmountUnreadable("amount_too_large")
    return -minor if sign == "-" else minor


def _day(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise DateUnreadable(f"{year}-{month}-{day}") from None
    if not 1990 <= found.year <= 2100:
        raise DateUnreadable(found.isoformat())
    return found
