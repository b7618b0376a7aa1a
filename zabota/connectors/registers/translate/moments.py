"""Moments as registers write them: with an offset, with the zone in the header, or with none."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

MOSCOW = timezone(timedelta(hours=3))
_FORMS = (
    "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M",
    "%Y-%m-%d", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%d.%m.%y %H:%M:%S",
    "%d.%m.%y %H:%M", "%d.%m.%y", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d-%m-%Y",
    "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y.%m.%d %H:%M:%S", "%Y.%m.%d",
)  # fmt: skip
_ZONED = re.compile(
    r"(?P<clock>[^:]*?\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*"
    r"(?:\(?(?P<word>Z|UTC|GMT|MSK|МСК)?\s*(?:(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?)?\)?)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(utc|gmt|msk|мск|моск\w*)\b\s*(?:([+-])\s*(\d{1,2}))?", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_PART_OF_DAY = re.compile(r"0?[.,]\d+")
_BEGIN = datetime(1899, 12, 30, tzinfo=UTC)  # as spreadsheets count days


def zone_of(header: str, processor: str) -> tzinfo:
    """The zone of a column's moments: as its header says, else as the processor keeps its days."""
    if found := _NAMED.search(header.replace("_", " ")):
        return _zone(found[1], found[2], found[3], None) or MOSCOW
    if processor == "cloudpayments" and header.strip().casefold().endswith("dateiso"):
        return UTC  # as its API writes them
    return UTC if processor == "stripe" else MOSCOW


def read_moment(text: str, zone: tzinfo, *, clock: str = "") -> datetime:
    """The moment in Moscow; `clock` is the column of the time, where day and time stand apart.

    Raises ValueError for what is no moment.
    """
    bare = " ".join(text.replace("\u00a0", " ").split())
    bare = re.sub(r"(?<=\d)T(?=\d)", " ", bare).replace(", ", " ")
    if ":" not in bare and clock.strip() and not ("." in bare and _SERIAL.fullmatch(bare)):
        bare = f"{bare} {_clock(clock.strip())}"
    if found := _ZONED.fullmatch(bare):
        bare = found["clock"]
        told = _zone(found["word"], found["sign"], found["hours"], found["minutes"])
        zone = told or zone
    return _written(bare).replace(tzinfo=zone).astimezone(MOSCOW)


def _zone(
    word: str | None, sign: str | None, hours: str | None, minutes: str | None
) -> tzinfo | None:
    if sign and hours:
        ahead = timedelta(hours=int(hours), minutes=int(minutes or 0))
        if ahead >= timedelta(hours=24):
            raise ValueError("no such zone")
        return timezone(ahead if sign == "+" else -ahead)
    if not word:
        return None
    return UTC if word.casefold() in ("z", "utc", "gmt") else MOSCOW


def _clock(text: str) -> str:
    """A time of day; spreadsheets may keep it as a part of the day."""
    if not _PART_OF_DAY.fullmatch(text):
        return text
    return (_BEGIN + timedelta(days=float(text.replace(",", ".")))).strftime("%H:%M:%S")


def _written(text: str) -> datetime:
    """What the clock of the writer showed; its zone is put in afterwards."""
    if _SERIAL.fullmatch(text):
        days = timedelta(days=float(text.replace(",", ".")))
        return _sane(_BEGIN + timedelta(seconds=round(days.total_seconds())))
    day, *rest = text.split(" ")
    if len(rest) == 1 and _SERIAL.fullmatch(day):
        text = f"{_written(day):%Y-%m-%d} {rest[0]}"
    for form in _FORMS:
        try:
            return _sane(datetime.strptime(text, form).replace(tzinfo=UTC))
        except ValueError:
            continue
    raise ValueError(f"not a moment: {text!r}")


def _sane(found: datetime) -> datetime:
    if not 2000 <= found.year <= 2100:
        raise ValueError(f"not a moment of ours: {found}")
    return found
