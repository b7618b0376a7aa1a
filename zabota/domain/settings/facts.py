"""What can be set: a room states its options beside its rules, the owner gives them values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Literal
from zoneinfo import available_timezones

Kind = Literal["switch", "whole", "roubles", "euros", "time", "zone"]
Value = bool | int | str
_SUM = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing the owner may set; sums are kept in minor units, times as HH:MM."""

    name: str
    kind: Kind
    default: Value
    least: int = 0
    most: int = 1_000_000_000_00

    def read(self, text: str) -> Value:
        """The value in what a person typed; ValueError with a reason code when it is none."""
        return _READERS[self.kind](self, text.strip())


def _switch(option: Option, text: str) -> Value:
    return text in ("on", "1", "true", "True")


def _whole(option: Option, text: str) -> Value:
    if not (text.isascii() and text.isdigit()) or len(text) > 12:
        raise ValueError("whole")
    return _within(option, int(text))


def _sum(option: Option, text: str) -> Value:
    plain = "".join(text.split()).replace(",", ".") or "0"
    if not _SUM.fullmatch(plain):
        raise ValueError("sum")
    return _within(option, int(Decimal(plain) * 100))


def _within(option: Option, number: int) -> int:
    if not option.least <= number <= option.most:
        raise ValueError("range")
    return number


def _time(option: Option, text: str) -> Value:
    try:
        return time.fromisoformat(text).strftime("%H:%M")
    except ValueError:
        raise ValueError("time") from None


def _zone(option: Option, text: str) -> Value:
    if text not in available_timezones():
        raise ValueError("zone")
    return text


_READERS = {
    "switch": _switch,
    "whole": _whole,
    "roubles": _sum,
    "euros": _sum,
    "time": _time,
    "zone": _zone,
}
