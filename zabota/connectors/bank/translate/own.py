"""Our accounts under the names that banks call them by: IBAN, bank code and number, with currency."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from zabota.connectors.bank.facts import Oddity, StatementFile

_CURRENCY = re.compile(r"(?<=\d)[A-Z]{3}$")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_SHORTEST = 7


def account_named(text: str, own: Collection[str]) -> str:
    """Our account that a bank calls `text`, or an empty string.

    Spaces and a currency behind the number do not matter. "50880050/0194774600" and a bare number
    mean the only IBAN of ours that ends so; where two would fit, none is taken.
    """
    known = {"".join(account.split()).upper(): account for account in own}
    plain = "".join(text.split()).upper()
    bare = _CURRENCY.sub("", plain)
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
    return replace(
        file,
        header_accounts=tuple(names.get(one, one) for one in file.header_accounts),
        accounts=tuple(
            replace(section, account=names.get(section.account, section.account))
            for section in file.accounts
        ),
        documents=tuple(
            replace(
                document,
                payer=replace(
                    document.payer,
                    account=names.get(document.payer.account, document.payer.account),
                ),
                payee=replace(
                    document.payee,
                    account=names.get(document.payee.account, document.payee.account),
                ),
            )
            for document in file.documents
        ),
        oddities=(*file.oddities, *said),
    )
