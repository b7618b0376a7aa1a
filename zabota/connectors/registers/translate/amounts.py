"""Sums as processors and their spreadsheets write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zabota.kit.money import divide_half_up, exponent

_CURRENCY = r"(?:руб(?:лей|ля|ль)?\.?|р\.|rub|rur|usd|eur|kzt|byn|[₽$€₸])"
_BEFORE = re.compile(rf"^([+-]?)\s*{_CURRENCY}\s*", re.IGNORECASE)
_BEHIND = re.compile(rf"\s*{_CURRENCY}\s*$", re.IGNORECASE)
_MINUSES = str.maketrans(dict.fromkeys("\u2212\u2012\u2013\u2014\u2010\u2011\ufe63\uff0d", "-"))
_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_NUMBER = re.compile(r"([+-]?)(\d[\d.,]*)(-?)")


def decimal_mark(texts: Iterable[str]) -> str:
    """What stands before the kopecks in this column, "" where the sums do not tell it."""
    marks = set()
    for text in texts:
        body = _bare(text)
        last = max(body.rfind("."), body.rfind(","))
        if last < 0 or not _NUMBER.fullmatch(body):
            continue
        other = "." if body[last] == "," else ","
        if other in body or (body.count(body[last]) == 1 and 0 < len(body) - last - 1 < 3):
            marks.add(body[last])
    return marks.pop() if len(marks) == 1 else ""


def read_amount(text: str, currency: str, *, mark: str = "", rounded: bool = False) -> int:
    """Minor units of "1 234,50", "1,234.50", "1.234,50", "(12.00)", "−12,00" or "12.00-".

    Raises ValueError for what is no sum, for a lone "1,234" that could be either (unless `mark`
    tells), and for anything finer than a minor unit (unless `rounded`).
    """
    body = _bare(text)
    found = _NUMBER.fullmatch(body)
    if found is None:
        raise ValueError(f"not an amount: {text!r}")
    whole, fraction = _split(found[2], mark, exponent(currency))
    digits = exponent(currency)
    exact = fraction.rstrip("0") if len(fraction) > digits else fraction
    if len(exact) > digits and not rounded:
        raise ValueError(f"finer than a minor unit: {text!r}")
    longest = max(digits, len(exact))
    minor = divide_half_up(int(whole + exact.ljust(longest, "0")), 10 ** (longest - digits))
    return -minor if "-" in (found[1], found[3]) else minor


def is_negative(text: str) -> bool:
    """Whether a sum is below zero, however that is written."""
    body = _bare(text)
    return body.startswith("-") or body.endswith("-")


def _bare(text: str) -> str:
    """Digits, marks and a sign before them; brackets are a sign as well."""
    body = text.strip().translate(_MINUSES)
    if body.startswith("(") and body.endswith(")"):
        body = f"-{body[1:-1].strip()}"
    return _BLANKS.sub("", _BEHIND.sub("", _BEFORE.sub(r"\1", body)))


def _split(body: str, mark: str, digits: int) -> tuple[str, str]:
    last = max(body.rfind("."), body.rfind(","))
    if last < 0:
        return body, ""
    sign = body[last]
    other = "." if sign == "," else ","
    alone = body.count(sign) == 1
    if other in body:
        if not alone:
            raise ValueError(f"not an amount: {body!r}")
        return _ungrouped(body[:last], other), body[last + 1 :]
    if not alone or (mark and sign != mark) or (not digits and not body.endswith(f"{sign}00")):
        return _ungrouped(body, sign), ""
    if not mark and len(body) - last - 1 == 3 and digits != 3:
        raise ValueError(f"thousands or a fraction: {body!r}")
    return body[:last], body[last + 1 :]


def _ungrouped(whole: str, sign: str) -> str:
    if not re.fullmatch(rf"\d{{1,3}}(?:[{sign}]\d{{3}})*", whole):
        raise ValueError(f"not an amount: {whole!r}")
    return whole.replace(sign, "")
