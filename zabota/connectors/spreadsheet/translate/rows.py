"""Cells → a good row, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone

from zabota.connectors.spreadsheet.facts import Fault, Kind, Row
from zabota.connectors.spreadsheet.translate.columns import FIELDS
from zabota.kit.money import Money
from zabota.kit.requisites import check_inn, squeezed

MOSCOW = timezone(timedelta(hours=3))  # a day without an hour is noon there: the same day anywhere
_DAYS = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y", "%d/%m/%Y", "%Y/%m/%d")
_HOURS = ("", " %H:%M:%S", " %H:%M", "T%H:%M:%S")
_LEGAL_FORMS = {
    "ooo": ("ооо", "ао", "зао", "пао", "юрлицо", "организация", "ooo", "company"),
    "ip": ("ип", "предприниматель", "ip", "индивидуальный предприниматель"),
    "npd": ("нпд", "самозанятый", "самозанятая", "смз", "npd"),
    "person": ("физлицо", "физическое лицо", "person"),
    "foreign": ("иностранная", "нерезидент", "foreign"),
}
_FORM_OF = {word: form for form, words in _LEGAL_FORMS.items() for word in words}
_SERVICING = {"": "full", "full": "full", "полное": "full", "да": "full", "brought": "brought",
              "привёл": "brought", "привел": "brought", "только привёл": "brought"}  # fmt: skip


def read_row(
    number: int, cells: Sequence[str], *, kind: Kind, mapping: Mapping[str, int]
) -> Row | list[Fault]:
    """The row as we understand it, or every fault in it."""
    texts = {
        name: cells[position].replace("\x00", "").strip()
        for name, position in mapping.items()
        if position < len(cells)
    }
    faults = [
        Fault(field.name, "empty")
        for field in FIELDS[kind]
        if field.required and not texts.get(field.name)
    ]
    amount, at = 0, None
    for name, text in list(texts.items()):
        if not text:
            continue
        try:
            if name == "amount":
                amount = _amount(text, texts.get("currency") or "RUB")
            elif name in ("since", "paid_at"):
                at = read_moment(text)
            else:
                texts[name] = _cleaned(name, text)
        except ValueError as wrong:
            faults.append(Fault(name, str(wrong)))
    if faults:
        return faults
    if kind is Kind.ATTRIBUTIONS:
        texts["servicing"] = texts.get("servicing") or "full"
    return Row(number, _key(kind, texts), texts, amount, at)


def _key(kind: Kind, texts: Mapping[str, str]) -> str:
    """The identity of a row: the id of the other system, else what is unique about it."""
    if texts.get("external_id"):
        return texts["external_id"][:120]
    names = {
        Kind.PARTNERS: ("inn", "email"),
        Kind.CLIENTS: ("inn", "email", "name"),
        Kind.CODES: ("promo",),
        Kind.PAYMENTS: ("external_id",),
    }
    if kind is Kind.ATTRIBUTIONS:
        return f"{texts['client']}→{texts['partner']}"[:120]
    return next((texts[name] for name in names[kind] if texts.get(name)), "")[:120].casefold()


def _cleaned(name: str, text: str) -> str:
    if name == "inn":
        text = squeezed(text)
        if fault := check_inn(text):
            raise ValueError(f"inn_{fault}")
    elif name == "email":
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
            raise ValueError("email")
        text = text.lower()
    elif name == "legal_form":
        text = _FORM_OF.get(text.casefold().strip(" ."), "")
        if not text:
            raise ValueError("legal_form")
    elif name == "servicing":
        text = _SERVICING.get(text.casefold(), "")
        if not text:
            raise ValueError("servicing")
    elif name == "currency":
        text = {"РУБ": "RUB", "РУБ.": "RUB", "₽": "RUB", "RUR": "RUB"}.get(
            text.upper(), text.upper()
        )
        if not re.fullmatch(r"[A-Z]{3}", text):
            raise ValueError("currency")
    elif name in ("kpp", "ogrn"):
        text = squeezed(text)
    return text


def _amount(text: str, currency: str) -> int:
    bare = re.sub(r"[₽€$]|руб\.?|rub", "", text, flags=re.IGNORECASE).strip()
    try:
        minor = Money.parse(bare, _cleaned("currency", currency)).minor
    except ValueError as wrong:
        raise ValueError("amount") from wrong
    if minor <= 0:
        raise ValueError("amount_not_above_zero")
    return minor


def read_moment(text: str) -> datetime:
    """A day (noon in Moscow) or a moment (Moscow's, unless it names its zone)."""
    for day in _DAYS:
        for hour in _HOURS:
            try:
                read = datetime.strptime(text, day + hour)  # noqa: DTZ007
            except ValueError:
                continue
            if not hour:
                read = read.replace(hour=12)
            return _plausible(read.replace(tzinfo=MOSCOW))
    try:
        read = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise ValueError("date") from wrong
    return _plausible(read if read.tzinfo else read.replace(tzinfo=MOSCOW))


def _plausible(moment: datetime) -> datetime:
    if not 2000 <= moment.year <= 2100:
        raise ValueError("date")
    return moment.astimezone(UTC)
