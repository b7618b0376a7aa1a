"""Reads a register of payments or refunds, CSV or XLSX, by the names of its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from zabota.connectors.registers.facts import Entry, NotARegister, RegisterFile, Total
from zabota.connectors.registers.translate.amounts import decimal_mark, is_negative, read_amount
from zabota.connectors.registers.translate.columns import columns_of, processor_named
from zabota.connectors.registers.translate.kinds import Kind, kind_at_stripe, kind_of
from zabota.connectors.registers.translate.moments import MOSCOW, read_moment, zone_of
from zabota.connectors.registers.translate.totals import held_against, is_total, stated_sum
from zabota.kit.money import DEFAULT_CURRENCY
from zabota.kit.tables import NotATable, read_sheets

__all__ = ["MOSCOW", "read_register"]

_HEAD = 30  # a title and the period may stand above the table
# Their refunds are operations of their own; with the others they bear the payment's number.
_OWN_NUMBERS = frozenset({"cloudpayments", "stripe"})
_SUMS = ("amount", "refund_amount", "fee", "net")
_CODES = {"": DEFAULT_CURRENCY, "643": "RUB", "810": "RUB", "RUR": "RUB", "РУБ": "RUB", "₽": "RUB",
          "РУБЛИ": "RUB", "978": "EUR", "840": "USD", "€": "EUR", "$": "USD"}  # fmt: skip

_AS_TEXT = re.compile(r"""^(?:="|')([^"]*)"?$""")  # as one keeps a spreadsheet from counting
Lines = Sequence[tuple[int, list[str]]]


class _RowRefused(ValueError):
    """A row that cannot be read; the words are the field."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where a table begins, what its columns are, and how it writes sums and moments."""

    place: int
    columns: Mapping[str, int]
    header: Sequence[str]
    source: str = ""
    mark: str = ""
    zones: Mapping[str, tzinfo] = field(default_factory=dict)


@dataclass(slots=True)
class _Found:
    """What has been read so far."""

    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)
    unreadable: list[tuple[int, str]] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    left_out: int = 0
    cancelled: int = 0
    summed: int = 0  # entries before the last total
    lowered: list[tuple[int, str, int]] = field(default_factory=list)  # line, payment, by how much


def read_register(raw: bytes, *, processor: str = "") -> RegisterFile:
    """The rows of a register; raises `NotARegister`. `processor` is what a person said it is of.

    Of a workbook every sheet that is a register is read.
    """
    try:
        sheets = read_sheets(raw)
    except NotATable as fault:
        raise NotARegister(str(fault)) from None
    tables = [(lines, layout) for lines in sheets if (layout := _layout(lines))]
    if not tables:
        raise NotARegister("columns")
    source = processor or _named(sheets, tables)
    if not source:
        raise NotARegister("processor")
    found = _Found()
    for lines, layout in tables:
        _read(lines[layout.place + 1 :], _habits(lines, layout, source), found)
    _lower(found)
    if not found.entries and not found.unreadable:
        raise NotARegister("nothing")
    return RegisterFile(
        source,
        tuple(found.entries.values()),
        tuple(found.unreadable),
        found.left_out,
        cancelled=found.cancelled,
        totals=tuple(found.totals),
    )


def _layout(lines: Lines) -> _Layout | None:
    for place, (_, cells) in enumerate(lines[:_HEAD]):
        columns = columns_of(cells)
        sums, moments = {"amount", "refund_amount"}, {"at", "refund_at", "clock"}
        if sums & set(columns) and moments & set(columns) and {"payment", "refund"} & set(columns):
            return _Layout(place, columns, cells)
    return None


def _named(sheets: Sequence[Lines], tables: Sequence[tuple[Lines, _Layout]]) -> str:
    titles = [cell for lines, layout in tables for _, cells in lines[: layout.place]
              for cell in cells]  # fmt: skip
    others = [cell for lines in sheets if not _layout(lines) for _, cells in lines[:_HEAD]
              for cell in cells]  # fmt: skip
    headers = [cell for _, layout in tables for cell in layout.header]
    return processor_named([*titles, *others], headers)


def _habits(lines: Lines, layout: _Layout, source: str) -> _Layout:
    """How this table writes sums and moments, from its header and its own rows."""
    places = [layout.columns[name] for name in _SUMS if name in layout.columns]
    sums = (cells[place] for _, cells in lines[layout.place + 1 :] for place in places
            if place < len(cells))  # fmt: skip
    zones = {
        name: zone_of(layout.header[layout.columns[name]], source)
        for name in ("at", "refund_at", "clock")
        if name in layout.columns
    }
    return _Layout(layout.place, layout.columns, layout.header, source, decimal_mark(sums), zones)


def _read(lines: Lines, layout: _Layout, found: _Found) -> None:
    for number, cells in lines:
        row = _Row(cells, number, layout)
        if is_total(cells) and not row.is_whole():
            _hold_against_total(row, found)
            found.left_out += 1
            continue
        try:
            entry = _entry(row, found)
        except _RowRefused as fault:
            found.unreadable.append((number, str(fault)))
            continue
        if entry is None:
            found.left_out += 1
            continue
        known = found.entries.setdefault((entry.what, entry.external_id), entry)
        if (known.amount_minor, known.currency) != (entry.amount_minor, entry.currency):
            found.unreadable.append((number, f"twice: {entry.external_id}"[:80]))


class _Row:
    """A line of the table by the names of its columns."""

    def __init__(self, cells: Sequence[str], number: int, layout: _Layout) -> None:
        self.cells, self.number, self.layout = cells, number, layout

    def cell(self, name: str) -> str:
        """The text of a column, "" where there is none."""
        place = self.layout.columns.get(name)
        text = self.cells[place].strip() if place is not None and place < len(self.cells) else ""
        return _AS_TEXT.sub(r"\1", text)

    def is_whole(self) -> bool:
        """Whether a number, a sum and a moment are all there: then it is a row, whatever it says."""
        return all(
            any(self.cell(name) for name in names)
            for names in (("payment", "refund"), ("amount", "refund_amount"), ("at", "refund_at"))
        )

    def minor(self, name: str, currency: str, *, rounded: bool = False) -> int:
        """The sum of a column, minor units."""
        return self.sum_in(self.cell(name), name, currency, rounded=rounded)

    def sum_in(self, text: str, name: str, currency: str, *, rounded: bool = False) -> int:
        """A sum as this table writes it."""
        try:
            return read_amount(text, currency, mark=self.layout.mark, rounded=rounded)
        except ValueError:
            raise _RowRefused(f"{name}: {text}"[:80]) from None

    def currency(self) -> str:
        """The code of the currency; roubles where nothing is said."""
        text = self.cell("currency")
        code = text.upper().strip(". ")
        found = _CODES.get(code, code)
        if not re.fullmatch("[A-Z]{3}", found):
            raise _RowRefused(f"currency: {text}"[:80])
        return found

    def moment(self, names: Sequence[str]) -> datetime:
        """The moment of the first of the columns that is filled."""
        name = next((one for one in names if self.cell(one)), names[0])
        text = self.cell(name)
        zone = self.layout.zones.get(name, MOSCOW)
        try:
            return read_moment(text, zone, clock="" if name == "clock" else self.cell("clock"))
        except ValueError:
            raise _RowRefused(f"date: {text}"[:80]) from None


def _hold_against_total(row: _Row, found: _Found) -> None:
    """A line of totals is no entry; where it does not agree with the rows, both are noted."""
    entries = list(found.entries.values())
    text = stated_sum(row.cells, row.cell("amount") or row.cell("refund_amount"))
    if text and entries:
        try:
            stated = row.sum_in(text, "total", entries[0].currency)
        except _RowRefused:
            return
        if differs := held_against(stated, row.number, entries, found.summed):
            found.totals.append(differs)
        found.summed = len(entries)


def _lower(found: _Found) -> None:
    """A payment is what was captured of it; a part let go stands in a row of its own, anywhere."""
    for line, number, part in found.lowered:
        whole = found.entries.get(("payment", number))
        if whole is None or part >= whole.amount_minor:
            found.unreadable.append((line, f"not captured: {number}"[:80]))
            continue
        rest = replace(whole, amount_minor=whole.amount_minor - part)
        found.entries["payment", number] = rest


def _entry(row: _Row, found: _Found) -> Entry | None:
    """A payment or refund that took place; None for what did not, or is neither."""
    payment, refund = _numbers(row)
    given = "refund_amount" if refund or not row.cell("amount") else "amount"
    name = given if row.cell(given) else "amount"
    if not (payment or refund) or not row.cell(name):
        return None
    currency = row.currency()
    negative = is_negative(row.cell(name))
    kind = _kind(row, negative=negative, names_refund=bool(refund) or name == "refund_amount")
    if kind in ("cancelled", "other"):
        found.cancelled += kind == "cancelled"
        return None
    amount = abs(row.minor(name, currency))
    if amount == 0:
        return None
    if kind == "lowered":
        found.lowered.append((row.number, payment, amount))
        return None
    if kind in ("refund", "returned"):
        back = _refund(row, payment, refund, amount, currency)
        if kind == "refund":
            return back
        return replace(back, what="returned", order=row.cell("stripe_charge")[:120])
    return Entry(
        what="payment",
        external_id=payment[:120],
        amount_minor=amount,
        fee_minor=_fee(row, amount, currency),
        currency=currency,
        at=row.moment(("at", "clock")),
        order=row.cell("order")[:120],
        line=row.number,
    )


def _numbers(row: _Row) -> tuple[str, str]:
    """The payment's number and the refund's; Stripe's payment is its invoice where it has one."""
    if row.layout.source == "stripe":
        named = _first(row, "stripe_invoice", "stripe_intent", "stripe_charge", "payment")
        alone = row.cell("stripe_source")  # a charge of old that has no intent
        return named or (alone if alone.startswith(("ch_", "py_")) else ""), ""
    return row.cell("payment"), row.cell("refund")


def _first(row: _Row, *names: str) -> str:
    return next((row.cell(name) for name in names if row.cell(name)), "")


def _kind(row: _Row, *, negative: bool, names_refund: bool) -> Kind:
    if row.layout.source == "stripe":
        return kind_at_stripe(
            category=row.cell("type"), status=row.cell("status"), negative=negative
        )
    return kind_of(
        type_=row.cell("type"),
        status=row.cell("status"),
        negative=negative,
        names_refund=names_refund,
    )


def _refund(row: _Row, payment: str, refund: str, amount: int, currency: str) -> Entry:
    at = row.moment(("refund_at", "at", "clock"))
    of = _payment_of(row, payment, refund)
    if row.layout.source == "stripe" and "dispute" in row.cell("type").casefold():
        refund = row.cell("stripe_source")
    if not refund and of and of == payment:
        # Without a number of its own a refund is known by its payment, moment and sum.
        refund = f"{payment}:{at:%Y%m%d%H%M%S}:{amount}"
    return Entry(
        what="refund",
        external_id=(refund or payment)[:120],
        payment_external_id=of[:120],
        amount_minor=amount,
        fee_minor=_fee(row, amount, currency),
        currency=currency,
        at=at,
        order=row.cell("order")[:120],
        line=row.number,
    )


def _payment_of(row: _Row, payment: str, refund: str) -> str:
    if row.layout.source == "stripe":
        return _first(row, "stripe_invoice", "stripe_intent", "stripe_charge")
    own = row.layout.source in _OWN_NUMBERS and not refund
    return row.cell("of") or ("" if own else payment)


def _fee(row: _Row, amount: int, currency: str) -> int:
    """As stated, else what the amount to be credited lacks; of parts of a kopeck the nearest."""
    if row.cell("fee"):
        return abs(row.minor("fee", currency, rounded=True))
    if row.cell("net"):
        return max(amount - abs(row.minor("net", currency, rounded=True)), 0)
    return 0
