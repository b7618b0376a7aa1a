"""Reads a register of payments or refunds, CSV or XLSX, by the names of its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone

from zabota.connectors.registers.facts import Entry, NotARegister, RegisterFile
from zabota.connectors.registers.translate.columns import columns_of, processor_named
from zabota.kit.money import DEFAULT_CURRENCY, Money
from zabota.kit.tables import NotATable, read_lines

MOSCOW = timezone(timedelta(hours=3))
_HEAD = 30  # a title and the period may stand above the table
_FAILED = re.compile(
    r"отмен|отклон|ошибк|неусп|не\s?оплач|не\s?успеш|ожида|в обработк|авториз|cancel|declin|reject|fail"
    r"|pending|authoriz|waiting|expired",
    re.IGNORECASE,
)
_REFUND = re.compile(r"возврат|refund|chargeback|reversal|отмена платежа", re.IGNORECASE)
# Their refunds are operations of their own; with the others they bear the payment's number.
_OWN_NUMBERS = frozenset({"cloudpayments", "stripe"})
_MOMENTS = (
    "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M",
    "%Y-%m-%d", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y", "%d.%m.%y %H:%M:%S", "%d.%m.%y",
)  # fmt: skip
_CODES = {"": DEFAULT_CURRENCY, "643": "RUB", "810": "RUB", "RUR": "RUB", "РУБ": "RUB", "₽": "RUB"}


class _RowRefused(ValueError):
    """A row that cannot be read; the words are the field."""


def read_register(raw: bytes, *, processor: str = "") -> RegisterFile:
    """The rows of a register; raises `NotARegister`. `processor` is what a person said it is of."""
    try:
        lines = read_lines(raw)
    except NotATable as fault:
        raise NotARegister(str(fault)) from None
    place, columns = _header(lines)
    above = [cell for _, cells in lines[:place] for cell in cells]
    source = processor or processor_named(above, lines[place][1])
    if not source:
        raise NotARegister("processor")
    entries: dict[tuple[str, str], Entry] = {}
    unreadable: list[tuple[int, str]] = []
    left_out = 0
    for number, cells in lines[place + 1 :]:
        try:
            entry = _entry(cells, columns, number, source)
        except _RowRefused as fault:
            unreadable.append((number, str(fault)))
            continue
        if entry is None:
            left_out += 1
        else:
            entries.setdefault((entry.what, entry.external_id), entry)
    if not entries and not unreadable:
        raise NotARegister("nothing")
    return RegisterFile(source, tuple(entries.values()), tuple(unreadable), left_out)


def _header(lines: Sequence[tuple[int, list[str]]]) -> tuple[int, dict[str, int]]:
    for place, (_, cells) in enumerate(lines[:_HEAD]):
        columns = columns_of(cells)
        if "amount" in columns and "at" in columns and {"payment", "refund"} & set(columns):
            return place, columns
    raise NotARegister("columns")


def _entry(
    cells: Sequence[str], columns: Mapping[str, int], number: int, source: str
) -> Entry | None:
    """A successful payment or refund; None for a total, or for what did not succeed."""

    def cell(field: str) -> str:
        place = columns.get(field)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    payment, refund = cell("payment"), cell("refund")
    if not (payment or refund) or not cell("amount"):
        return None
    words = f"{cell('status')} {cell('type')}"
    if _FAILED.search(words) and not _REFUND.search(words):
        return None
    currency = _currency(cell("currency"))
    amount = _minor(cell("amount"), currency, "amount")
    if amount == 0:
        return None
    is_refund = bool(refund) or amount < 0 or bool(_REFUND.search(words))
    at = _moment(cell("at"))
    of = cell("of") or ("" if source in _OWN_NUMBERS and not refund else payment)
    if is_refund and not refund and of == payment:
        # Without a number of its own a refund is known by its payment, moment and sum.
        refund = f"{payment}:{at:%Y%m%d%H%M%S}:{abs(amount)}"
    return Entry(
        what="refund" if is_refund else "payment",
        external_id=((refund or payment) if is_refund else payment)[:120],
        payment_external_id=of[:120] if is_refund else "",
        amount_minor=abs(amount),
        fee_minor=_fee(cell("fee"), cell("net"), abs(amount), currency),
        currency=currency,
        at=at,
        order=cell("order")[:120],
        line=number,
    )


def _fee(fee: str, net: str, amount: int, currency: str) -> int:
    """As stated, else what the amount to be credited lacks."""
    if fee:
        return abs(_minor(fee, currency, "fee"))
    if net:
        return max(amount - abs(_minor(net, currency, "net")), 0)
    return 0


def _minor(text: str, currency: str, field: str) -> int:
    bare = re.sub(r"(?:руб\.?|₽|rub|р\.)\s*$", "", text.strip(), flags=re.IGNORECASE).strip()
    try:
        return Money.parse(bare, currency).minor
    except ValueError:
        raise _RowRefused(f"{field}: {text}"[:80]) from None


def _currency(text: str) -> str:
    code = text.upper().strip(". ")
    found = _CODES.get(code, code)
    if not re.fullmatch("[A-Z]{3}", found):
        raise _RowRefused(f"currency: {text}"[:80])
    return found


def _moment(text: str) -> datetime:
    bare = re.sub(r"(?:[+-]\d{2}:?\d{2}|Z|\s*(?:MSK|МСК))$", "", text.strip().replace("T", " "))
    bare = re.sub(r"(\d{2}:\d{2}:\d{2})\.\d+$", r"\1", bare)
    for form in _MOMENTS:
        try:
            found = datetime.strptime(bare, form).replace(tzinfo=MOSCOW)
        except ValueError:
            continue
        if 2000 <= found.year <= 2100:
            return found
    raise _RowRefused(f"date: {text}"[:80])
