"""Whether two sources tell of one movement: an intraday report, a notification, a push, a statement.

Every source names movements in its own way, so that keys alone would count them twice. What must
agree is account, direction and amount; what both sources say besides must not contradict.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zabota.domain.invoices.rules import find_references, number_key

_NOT_LETTERS = re.compile(r"[\W_]+")
_SAME_REFERENCE = timedelta(days=7)
_NEXT_DAY = timedelta(days=1)
_RUSSIAN = frozenset({"1c", "tochka", "tbank"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A movement as one source tells it."""

    key: str
    origin: str
    account: str
    direction: str
    amount: int
    currency: str
    on: date
    number: str = ""
    reference: str = ""
    inn: str = ""
    other_account: str = ""
    purpose: str = ""

    @property
    def frame(self) -> tuple[str, str, int, str]:
        """What must agree in any case."""
        return self.account, self.direction, self.amount, self.currency


@dataclass(frozen=True, slots=True)
class Echo:
    """`new` is the movement that is known as `known`; `by` says how it was recognized."""

    new: Told
    known: Told
    by: str


def find_echoes(new: Sequence[Told], known: Sequence[Told]) -> list[Echo]:
    """Pairs of one movement; each movement is in one pair at most, the surest pairs come first.

    `known` are movements of other sources that this source has not told of yet.
    """
    by_frame: dict[object, list[Told]] = defaultdict(list)
    for movement in known:
        by_frame[movement.frame].append(movement)
    pairs = [
        (found[0], Echo(one, other, found[1]))
        for one in new
        for other in by_frame[one.frame]
        if (found := _likeness(one, other))
    ]
    pairs.sort(key=lambda pair: (-pair[0], pair[1].new.key, pair[1].known.key))
    taken: set[str] = set()
    echoes = []
    for _sureness, echo in pairs:
        if not {echo.new.key, echo.known.key} & taken:
            taken |= {echo.new.key, echo.known.key}
            echoes.append(echo)
    return echoes


def find_bundles(new: Sequence[Told], known: Sequence[Told]) -> list[Echo]:
    """Payments of one bundle, told one by one here and as a sum there, by the bundle's reference."""
    sums = [Echo(whole, part, "bundle") for whole, part in _bundled(new, known)]
    return sums + [Echo(part, whole, "bundle") for whole, part in _bundled(known, new)]


def _bundled(wholes: Sequence[Told], parts: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    """Payments that net to the sum: returns and the bank's charges among them go the other way."""
    by_reference: dict[object, list[Told]] = defaultdict(list)
    for part in parts:
        reference = part.reference.partition("/")[0]
        by_reference[part.account, part.currency, reference].append(part)
    for whole in wholes:
        key = (whole.account, whole.currency, whole.reference)
        inside = by_reference[key] if whole.reference else []
        if len(inside) > 1 and sum(_signed(part) for part in inside) == _signed(whole):
            yield from ((whole, part) for part in inside)


def _signed(movement: Told) -> int:
    return -movement.amount if movement.direction == "out" else movement.amount


def _likeness(one: Told, other: Told) -> tuple[int, str] | None:
    """How surely two are one, and by what; None when they are not."""
    apart = abs(one.on - other.on)
    if one.reference and one.reference == other.reference and apart <= _SAME_REFERENCE:
        return 100, "reference"
    if apart > _NEXT_DAY or _contradict(one, other):
        return None
    signs = _signs(one, other)
    # One payer pays the same sum on two days: it takes more than his name to make them one.
    if apart and not (signs > 1 and (_same_number(one, other) or _same_words(one, other))):
        return None
    return (50 if apart else 60) + signs, "signs" if signs else "day"


def _contradict(one: Told, other: Told) -> bool:
    """Whether both say something of a kind that can be compared, and say different things."""
    origins = {one.origin, other.origin}
    pairs = [(one.inn, other.inn), (one.other_account, other.other_account)]
    if origins <= _RUSSIAN:
        pairs.append((one.number.lstrip("0"), other.number.lstrip("0")))
    if all(origin.startswith("camt") for origin in origins):
        pairs += [(one.reference, other.reference), (one.number, other.number)]
    if any(first and second and first != second for first, second in pairs):
        return True
    ours, theirs = _invoices(one), _invoices(other)
    return bool(ours and theirs) and not ours & theirs


def _invoices(movement: Told) -> frozenset[str]:
    """Our invoices that the purpose names, by their check digits: no bank changes those."""
    return frozenset(number_key(found.number) for found in find_references(movement.purpose))


def _signs(one: Told, other: Told) -> int:
    """How many further things agree."""
    return sum(
        (
            _same_number(one, other),
            bool(one.inn) and one.inn == other.inn,
            bool(one.other_account) and one.other_account == other.other_account,
            _same_words(one, other),
        )
    )


def _same_number(one: Told, other: Told) -> bool:
    return bool(one.number) and one.number.lstrip("0") == other.number.lstrip("0")


def _same_words(one: Told, other: Told) -> bool:
    """Whether one purpose is the other, or its beginning."""
    shorter, longer = sorted((_folded(one.purpose), _folded(other.purpose)), key=len)
    return len(shorter) >= 8 and longer.startswith(shorter)


def _folded(text: str) -> str:
    return _NOT_LETTERS.sub("", text).casefold()
