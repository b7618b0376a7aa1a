"""Cuts a SWIFT file into statements, and each into the fields of its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from zabota.connectors.bank.translate.currencies import currency_named

_TAG = re.compile(r"^:(?P<tag>\d{2}[A-Z]?|NS):", re.MULTILINE)
_FIRST = re.compile(r"^([ \t]+)(?=:\d{2}[A-Z]?:)|^:\d{2}[A-Z]?:", re.MULTILINE)
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_ENDS = re.compile(r"^-(?:\}.*|XXX)?[ \t]*$", re.MULTILINE)


@dataclass(slots=True)
class Line:
    """A field 61 and the fields 86 behind it."""

    text: str
    place: int
    details: list[str] = field(default_factory=list)
    last: bool = False


@dataclass(slots=True)
class Statement:
    """The fields of one statement, as text."""

    place: int
    reference: str = ""
    account: str = ""
    number: str = ""
    opening: str = ""
    closing: str = ""
    currency: str = ""
    ended: bool = False
    loose: str = ""  # a field 86 before any line: the line itself is lost
    lines: list[Line] = field(default_factory=list)

    def starts_anew(self, tag: str) -> bool:
        """Whether a field of this tag can only belong to the next statement."""
        if tag == "20":
            return bool(self.account or self.lines or self.reference)
        if tag[:2] == "25":
            return bool(self.account)
        return tag[:2] == "60" and bool(self.opening)


def cut_statements(text: str) -> Iterator[Statement]:
    """The statements of a text with plain line ends, one after the other."""
    text = _without_indent(text)
    marks = list(_TAG.finditer(text))
    if not marks:
        return
    current = Statement(1)
    place, counted = 1, 0
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        whole = text[mark.end() : after.start() if after else len(text)]
        tag, end = mark["tag"], _ENDS.search(whole)
        value = whole[: end.start()] if end else whole
        place += text.count("\n", counted, mark.start())
        counted = mark.start()
        if current.starts_anew(tag):
            yield current
            current = Statement(place)
        _take(current, tag, value.strip("\r\n"), place)
        current.ended = current.ended or end is not None
        if after is None and current.lines and not (current.closing or current.ended):
            current.lines[-1].last = True  # the file ends in the middle of the statement
    yield current


def _take(statement: Statement, tag: str, value: str, place: int) -> None:
    if tag == "20":
        statement.reference = value.strip()
    elif tag[:2] == "25":
        statement.account = _account(value)
    elif tag in ("28", "28C"):
        statement.number = value.strip()
    elif tag[:2] == "60":
        statement.opening = statement.opening or value.strip()
    elif tag[:2] == "62":
        statement.closing = value.strip()
    elif tag[:2] == "34":
        statement.currency = currency_named(value.strip()[:3])
    elif tag == "61":
        statement.lines.append(Line(value, place))
    elif tag == "86" and statement.lines and not statement.closing:
        statement.lines[-1].details.append(value)
    elif tag == "86" and not statement.closing:
        statement.loose = statement.loose or value


def _account(value: str) -> str:
    """The account of field 25; of 25P, without the bank's BIC in the line below."""
    lines = [line for line in value.upper().split("\n") if line.strip()]
    if len(lines) > 1 and _BIC.fullmatch(lines[-1].strip()):
        lines.pop()
    return "".join("".join(lines).split())


def _without_indent(text: str) -> str:
    """A whole file that was moved to the right, by a mail or an editor, put back to the margin."""
    first = _FIRST.search(text)
    if first is None or not first[1]:
        return text
    return re.sub(rf"^[ \t]{{1,{len(first[1])}}}", "", text, flags=re.MULTILINE)
