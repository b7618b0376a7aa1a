"""The payments of a camt entry: what each moved, and what the bank kept of it.

An entry's amount is what was booked. A payment's own amount may be what was booked too, or what was
sent before charges; charges may stand at the payment, at the entry, at both, and say by ChrgInclInd
whether the booked amount knows of them. Only a reading that comes to the booked amount is believed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from zabota.connectors.bank.translate.amounts import AmountUnreadable, read_exact
from zabota.connectors.bank.translate.currencies import currency_named
from zabota.connectors.bank.translate.xml_tree import every, first, text_of

SIGNS = {"CRDT": 1, "CRED": 1, "DBIT": -1, "DEBT": -1}

# Where an amount may stand, in the order in which it is believed to be the booked one.
_STATED = (
    "Amt",
    "AmtDtls/TxAmt/Amt",
    "AmtDtls/CntrValAmt/Amt",
    "AmtDtls/InstdAmt/Amt",
    "AmtDtls/PrtryAmt/Amt",
)


@dataclass(frozen=True, slots=True)
class Share:
    """One payment of an entry: its element, what it moved with its sign, the charges within that.

    Charges were taken out of a credit, or put on top of a debit. `fee` is the bank's own share:
    charges of a whole bundle. `doubt` says why a person must look, as an oddity's code.
    """

    details: Element | None
    signed: int
    charges: int = 0
    fee: bool = False
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class _Charges:
    """What a place says of charges: for certain within the booked amount, and perhaps within it."""

    within: int
    likeliest: int
    perhaps: frozenset[int]


def single_share(details: Element | None, entry: Element, signed: int, currency: str) -> Share:
    """The only payment of an entry: it moved what was booked."""
    return Share(details, signed, _within([details, entry], signed, currency))


def bundled_shares(
    details: Sequence[Element], entry: Element, signed: int, currency: str
) -> list[Share] | None:
    """The payments of a bundle, each with its own sign; None when they do not come to the entry."""
    stated = [_stated_by(one, signed, currency) for one in details]
    if not all(stated):
        return None
    known = list(zip(details, stated, strict=True))
    apart = _charges_at(entry, currency).likeliest
    fee = [Share(None, -apart, fee=True)] if apart else []
    readings: tuple[Callable[[], list[Share]], ...] = (
        lambda: [Share(one, minor, _within([one], minor, currency)) for one, minor in known],
        lambda: _net(known, currency),
        lambda: [Share(one, minor) for one, minor in known] + fee,
        lambda: (net := _net(known, currency)) and net + fee,
    )
    for reading in readings:
        shares = reading()
        if shares and sum(share.signed for share in shares) == signed:
            return shares
    return None


def _net(known: Sequence[tuple[Element, int]], currency: str) -> list[Share]:
    """Payments whose own amounts are those before their own charges."""
    taken = [_charges_at(one, currency).likeliest for one, _minor in known]
    shares = [
        Share(one, minor - charges, charges)
        for (one, minor), charges in zip(known, taken, strict=True)
    ]
    turned = any(minor > 0 >= share.signed for (_, minor), share in zip(known, shares, strict=True))
    return [] if turned else shares


def _stated_by(details: Element, signed: int, currency: str) -> int:
    """The amount a payment says in the entry's currency, with its own sign; nought when none."""
    own = text_of(details, "CdtDbtInd").upper()
    sign = SIGNS.get(own, 0) if own else (1 if signed > 0 else -1)
    return sign * next(iter(_amounts(details, currency)), 0)


def _within(places: Sequence[Element | None], signed: int, currency: str) -> int:
    """Charges within a booked amount: said to be in it, or the step from what was sent to it."""
    found = [_charges_at(place, currency) for place in places]
    possible = {minor for one in found for minor in (one.within, *one.perhaps) if minor}
    possible |= {sum(one.likeliest for one in found)}
    sent = [minor for place in places for minor in _amounts(place, currency)]
    for minor in sent:
        taken = minor - abs(signed) if signed > 0 else abs(signed) - minor
        if taken > 0 and taken in possible:
            return taken
    if any(_in(place, "AmtDtls/InstdAmt/Amt", currency) for place in places):
        return 0  # what was sent is said, and charges do not lead from it to what was booked
    said = next((one.within for one in found if one.within), 0)
    return said if said > 0 and (signed > 0 or said < -signed) else 0


def _amounts(place: Element | None, currency: str) -> list[int]:
    return [minor for path in _STATED if (minor := _in(place, path, currency))]


def _in(place: Element | None, path: str, currency: str) -> int:
    """Minor units at a path when they are in this currency and can be read, else nought."""
    found = first(place, path)
    if found is None or currency_named(found.get("Ccy", currency)) != currency:
        return 0
    try:
        return max(read_exact("".join(found.itertext()), currency), 0)
    except AmountUnreadable:
        return 0


def _charges_at(place: Element | None, currency: str) -> _Charges:
    """Charges of a place by their indicators; the total counts where no record contradicts it.

    Totals and records say the same money twice. What is credited is charges given back.
    """
    within = unsaid = 0
    totals: list[int] = []
    outside = False
    for charges in every(place, "Chrgs") if place is not None else ():
        totals.append(_in(charges, "TtlChrgsAndTaxAmt", currency))
        for record in [*every(charges, "Rcrd"), charges]:
            minor = _in(record, "Amt", currency)
            minor *= -SIGNS.get(text_of(record, "CdtDbtInd").upper(), -1)
            included = text_of(record, "ChrgInclInd", "ChrgsInclInd").lower()
            if included in ("true", "1"):
                within += minor
            elif included in ("false", "0"):
                outside |= minor != 0
            else:
                unsaid += minor
    stated = set() if outside else {max(totals, default=0), sum(totals)}
    perhaps = {minor for minor in {within + unsaid, unsaid} | stated if minor > 0}
    likeliest = next((m for m in (within + unsaid, max(stated, default=0)) if m > 0), 0)
    return _Charges(max(within, 0), likeliest, frozenset(perhaps))
