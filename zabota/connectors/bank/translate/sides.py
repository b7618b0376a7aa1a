"""Payer and payee of a document, out of the fields that every bank fills differently."""

from __future__ import annotations

import re
from collections.abc import Mapping

from zabota.connectors.bank.facts import Side
from zabota.connectors.bank.translate.oddities import Oddities
from zabota.connectors.bank.translate.own import russian_number

PAYER = "Плательщик"
PAYEE = "Получатель"

_WORDED = re.compile(
    r"ИНН\s*[:№]?\s*(?P<inn>\d{12}|\d{10}|\d{5}|0)?(?:\s*[/\\,]?\s*(?:КПП\s*[:№]?\s*)?"
    r"(?P<kpp>\d{9}|0)(?!\d))?[\s,;.]*(?=\D|$)",
    re.IGNORECASE | re.ASCII,
)
_BARE = re.compile(
    r"(?P<inn>\d{12}|\d{10})(?:\s*[/\\]\s*(?P<kpp>\d{9}|0)(?!\d))?(?:\s*[,;]\s*|\s+(?=\D))",
    re.ASCII,
)
_LENGTHS = (0, 5, 10, 12)  # five for a foreign firm (КИО)


class Sides:
    """Makes sides of fields; equal ones are made once, our own stands in every document."""

    def __init__(self, oddities: Oddities) -> None:
        self._oddities = oddities
        self._known: dict[tuple[str, ...], Side] = {}

    def side_of(self, fields: Mapping[str, str], role: str, line: int) -> Side:
        """The side `role` (Плательщик or Получатель) of a document that begins at `line`."""
        given = tuple(fields.get(role + name, "") for name in _FIELDS)
        side = self._known.get(given)
        if side is None:
            side = self._known[given] = self._made(given, line)
        return side

    def _made(self, given: tuple[str, ...], line: int) -> Side:
        full, first, inn, kpp, account, real, bic, bank, city, corr_account = given
        number, number_kpp = _split_inn(inn)
        name, named_inn, named_kpp = _named(full, first, number)
        if named_inn and not inn:
            self._oddities.add(line, "inn_from_name", full or first, inn=named_inn)
            number = named_inn
        if len(number) not in _LENGTHS:
            self._oddities.add(line, "inn_odd", inn, inn=number)
        main, other = _account(account), _account(real)
        if not main or (main.startswith("301") and other):
            main, other = other, main  # settled through another bank: 301… is that bank's
        return Side(
            name=name,
            inn=number,
            kpp=_nought_is_none(_no_spaces(kpp) or number_kpp or (named_kpp if named_inn else "")),
            account=main,
            bic=_no_spaces(bic),
            bank=bank,
            corr_account=_no_spaces(corr_account),
            city=city,
            other_account=other if other != main else "",
        )


_FIELDS = ("", "1", "ИНН", "КПП", "Счет", "РасчСчет", "БИК", "Банк1", "Банк2", "Корсчет")


def _split_inn(value: str) -> tuple[str, str]:
    """ИНН and КПП of "3811185573/381101001"; an ИНН of noughts is none."""
    number, _, kpp = _no_spaces(value).replace("\\", "/").partition("/")
    return _nought_is_none(number), kpp


def _named(full: str, first: str, inn: str) -> tuple[str, str, str]:
    """Name, ИНН and КПП out of Плательщик and Плательщик1; the longer of two equal beginnings."""
    name, named_inn, named_kpp = _without_inn(full, inn)
    short, short_inn, short_kpp = _without_inn(first, inn)
    if short and not (name.startswith(short) and len(name) > len(short)):
        name = short
    return name, _nought_is_none(named_inn or short_inn), named_kpp or short_kpp


def _without_inn(text: str, inn: str) -> tuple[str, str, str]:
    match = _WORDED.match(text) or _BARE.match(text)
    if match is None or (match.re is _BARE and inn and match["inn"] != inn):
        return text, "", ""
    rest = text[match.end() :].strip()
    if not rest:
        return text, match["inn"] or "", match["kpp"] or ""
    return rest, match["inn"] or "", match["kpp"] or ""


def _nought_is_none(value: str) -> str:
    return value if value.strip("0") else ""


def _account(value: str) -> str:
    return russian_number(value) or _no_spaces(value)


def _no_spaces(value: str) -> str:
    return "".join(value.split())
