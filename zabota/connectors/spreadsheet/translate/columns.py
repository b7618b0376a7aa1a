"""Which column is which field: names that people use, guessed and then confirmed by a person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zabota.connectors.spreadsheet.facts import Kind


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind of rows, the headings it goes by, and whether it must be there."""

    name: str
    headings: tuple[str, ...]
    required: bool = False


_ID = Field("external_id", ("id", "ид", "код записи", "внешний код", "идентификатор", "uid"))
_INN = Field("inn", ("инн", "inn", "tin"))
_EMAIL = ("email", "e-mail", "почта", "эл. почта", "электронная почта")
_PHONE = Field("phone", ("телефон", "phone", "тел", "тел."))
_PARTNER = ("партнёр", "партнер", "partner", "инн партнёра", "инн партнера", "интегратор")
_CLIENT = ("клиент", "client", "инн клиента", "плательщик", "компания клиента")
_PROMO = ("промокод", "promo", "promo code", "код", "код партнёра", "code")
_SINCE = ("с", "дата", "с даты", "дата закрепления", "since", "from", "начало", "дата регистрации")

FIELDS: Mapping[Kind, tuple[Field, ...]] = {
    Kind.PARTNERS: (
        _ID,
        Field("name", ("название", "наименование", "имя", "партнёр", "партнер", "name"), True),
        Field("email", _EMAIL, True),
        Field("legal_form", ("форма", "правовая форма", "тип", "legal form", "опф")),
        _INN,
        Field("kpp", ("кпп", "kpp")),
        Field("ogrn", ("огрн", "огрнип", "ogrn")),
        _PHONE,
        Field("city", ("город", "city")),
        Field("promo", _PROMO, True),
        Field("since", ("дата вступления", "с", "дата", "дата регистрации", "joined", "since")),
    ),
    Kind.CLIENTS: (
        _ID,
        Field("name", ("название", "наименование", "клиент", "компания", "name"), True),
        _INN,
        Field("email", _EMAIL),
        _PHONE,
        Field("promo", _PROMO),
        Field("partner", _PARTNER),
        Field("since", _SINCE),
    ),
    Kind.CODES: (
        Field("promo", _PROMO, True),
        Field("partner", _PARTNER, True),
    ),
    Kind.ATTRIBUTIONS: (
        Field("client", _CLIENT, True),
        Field("partner", _PARTNER, True),
        Field("since", _SINCE, True),
        Field("servicing", ("сопровождение", "уровень", "servicing", "level")),
    ),
    Kind.PAYMENTS: (
        Field(
            "external_id",
            (*_ID.headings, "номер", "№", "№ платежа", "номер платежа", "payment id"),
            True,
        ),
        Field("client", _CLIENT, True),
        Field("amount", ("сумма", "amount", "оплата", "сумма платежа", "оплачено"), True),
        Field("paid_at", ("дата", "дата оплаты", "оплачен", "paid at", "date", "когда"), True),
        Field("currency", ("валюта", "currency")),
        Field("product", ("продукт", "товар", "тариф", "product")),
        Field("purpose", ("назначение", "назначение платежа", "purpose", "комментарий")),
    ),
}


def guess_columns(header: Sequence[str], kind: Kind) -> dict[str, int]:
    """Field → position of the column that most likely is it; a column serves one field only."""
    headings = [_plain(heading) for heading in header]
    found: dict[str, int] = {}
    for matches in (_same, _begins):
        for field in FIELDS[kind]:
            if field.name in found:
                continue
            for position, heading in enumerate(headings):
                if position not in found.values() and matches(heading, field):
                    found[field.name] = position
                    break
    return found


def missing_fields(mapping: Mapping[str, int], kind: Kind) -> list[str]:
    """Names of required fields that have no column."""
    return [field.name for field in FIELDS[kind] if field.required and field.name not in mapping]


def _plain(heading: str) -> str:
    return re.sub(r"[\s_*:()]+", " ", heading.casefold()).strip()


def _same(heading: str, field: Field) -> bool:
    return heading in field.headings or heading == field.name.replace("_", " ")


def _begins(heading: str, field: Field) -> bool:
    return any(len(word) > 2 and heading.startswith(word) for word in field.headings)
