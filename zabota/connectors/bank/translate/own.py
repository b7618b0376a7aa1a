"""Our accounts under the names that banks call them by: IBAN, bank code and number, with currency."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from zabota.connectors.bank.facts import Oddity, Side, StatementFile
from zabota.connectors.bank.translate.currencies import currency_named

_CURRENCY = re.compile(r"(?<=\d)[A-Z]{3}$")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_SHORTEST = 7
# 044525225/40702.810.9.00000000123 RUR: the bank's БИК before or behind, the currency last.
_RUSSIAN = re.compile(
    r"(?:[РP]/?[СC]:?)?(?:[0-9]{9}/?)?(?P<number>[0-9]{5}[0-9ABCEHKMPTX][0-9]{14})"
    r"(?:/[0-9]{9})?(?:[/(]?(?P<currency>[A-ZА-Я]{3}|643|810)\)?)?"
)
_PUNCTUATION = re.compile(r"[\s.\-\u2010-\u2015\u00a0]+")


def russian_number(text: str) -> str:
    """The twenty digits of a Russian account, or an empty string; a contradicting currency is none."""
    match = _RUSSIAN.fullmatch(_PUNCTUATION.sub("", text).upper())
    if match is None:
        return ""
    number, currency = match["number"], match["currency"]
    if currency and currency_named(currency) != currency_named(number[5:8]):
        return ""
    return number


def account_named(text: str, own: Collection[str]) -> str:
    """Our account that a bank calls `text`, or an empty string.

    Spaces, dots, the bank's БИК and a currency beside the number do not matter.
    "50880050/0194774600" and a bare number mean the only IBAN of ours that ends so; where two would
    fit, none is taken.
    """
    known = {_spelled(account): account for account in own}
    if (russian := russian_number(text)) in known:
        return known[russian]
    plain = "".join(text.split()).upper()
    # Behind a Russian number a currency has been looked at already.
    bare = plain if plain[:20].isdecimal() else _CURRENCY.sub("", plain)
    for spelled in (plain, bare):
        if spelled in known:
            return known[spelled]
    bank, slash, number = bare.rpartition("/")
    digits = number.lstrip("0")
    if len(digits) < _SHORTEST or not bare.replace("/", "").isalnum() or _IBAN.fullmatch(bare):
        return ""
    fitting = [
        account
        for spelled, account in known.items()
        if _IBAN.fullmatch(spelled)
        and spelled[4:].endswith(digits)
        and (not slash or bank in spelled)
        and not spelled[4 : -len(digits)].removeprefix(bank or spelled[4 : -len(digits)]).strip("0")
    ]
    return fitting[0] if len(fitting) == 1 else ""


def with_our_names(file: StatementFile, own: Collection[str]) -> StatementFile:
    """The same file with our accounts written as we write them; each change is said."""
    names = {
        account: ours
        for account in file.own_accounts
        if (ours := account_named(account, own)) and ours != account
    }
    if not names:
        return file
    said = tuple(
        Oddity(0, "account_short", account, {"account": account, "ours": ours})
        for account, ours in sorted(names.items())
    )

    def renamed(side: Side) -> Side:
        account, other = side.account, side.other_account
        if account not in names and other not in names:
            return side
        return replace(
            side, account=names.get(account, account), other_account=names.get(other, other)
        )

    return replace(
        file,
        header_accounts=tuple(names.get(one, one) for one in file.header_accounts),
        accounts=tuple(
            replace(section, account=names.get(section.account, section.account))
            for section in file.accounts
        ),
        documents=tuple(
            replace(document, payer=renamed(document.payer), payee=renamed(document.payee))
            for document in file.documents
        ),
        oddities=(*file.oddities, *said),
    )


def _spelled(account: str) -> str:
    return russian_number(account) or "".join(account.split()).upper()
