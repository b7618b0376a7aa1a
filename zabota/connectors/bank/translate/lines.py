"""Movements on our accounts, each with a key that stays the same whenever the file comes again."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from zabota.connectors.bank.facts import (
    BankDocument,
    DateSource,
    Direction,
    Side,
    StatementFile,
    StatementLineFact,
)
from zabota.kit.money import DEFAULT_CURRENCY

_OLD_ROUBLE = "RUR"
_NOT_LETTERS = re.compile(r"[\W_]+")


def lines_of(
    file: StatementFile, own_accounts: Collection[str] = frozenset()
) -> list[StatementLineFact]:
    """The movements of a file; documents of nought make none.

    Own are the accounts of the file and those given. Two documents alike in everything remain two
    lines; the same document in a second part glued to the file, or in another file, is known by
    its key. Where no account tells the direction and neither do the dates, it is `unknown`.
    """
    of_file = file.own_accounts
    own = of_file | frozenset(own_accounts)
    last_days = _last_days(file)
    lines: list[StatementLineFact] = []
    met: Counter[tuple[int, str]] = Counter()
    known: set[str] = set()
    for document in file.documents:
        if document.amount == 0:
            continue
        direction = document.direction_for(own)
        account = _own_account(document, direction, of_file, own)
        stated, source = _date_of(document, direction)
        counterparty = document.payee if direction == "out" else document.payer
        if direction == "internal" and document.payer.owns_one_of({account}):
            counterparty = document.payee
        side = _seen_from(account, direction, document)
        day = document.key_on or stated
        print_ = _fingerprint(account, side, day, document, counterparty)
        met[document.edition, print_] += 1
        key = f"{file.family}-{print_}-{met[document.edition, print_]}"
        on = stated or last_days.get(account) or last_days[""]
        if on is None or key in known:
            continue
        known.add(key)
        lines.append(
            StatementLineFact(
                own_account=account,
                direction=direction,
                on=on,
                date_source=source,
                number=document.number,
                amount=document.amount,
                counterparty=counterparty,
                purpose=document.purpose,
                purpose_code=document.purpose_code,
                external_key=key,
                line=document.line,
                document_kind=document.kind,
                operation=document.operation,
                document_on=document.on,
                budget=document.budget,
                currency=document.currency,
                reference=document.reference,
                charges=document.charges,
                reversal=document.reversal,
                return_reason=document.return_reason,
                doubt=document.doubt,
                former_key=_former(key, print_, document, account, side, day, counterparty),
            )
        )
    return lines


def foreign_accounts(file: StatementFile, own_accounts: Collection[str]) -> tuple[str, ...]:
    """Accounts that the file is a statement of and that are not ours: somebody else's file."""
    return tuple(sorted(file.own_accounts - frozenset(own_accounts)))


def _own_account(
    document: BankDocument, direction: Direction, of_file: frozenset[str], own: frozenset[str]
) -> str:
    """Our account in a document; between two of ours, the one whose statement this is."""
    payer, payee = document.payer.owns_one_of(own), document.payee.owns_one_of(own)
    if direction == "internal":
        if payer in of_file and payee in of_file:
            return payee if document.credited_on and not document.debited_on else payer
        return payee if payee in of_file else payer
    if found := payer if direction == "out" else payee:
        return found
    return next(iter(of_file)) if len(of_file) == 1 else ""


def _date_of(document: BankDocument, direction: Direction) -> tuple[date | None, DateSource]:
    """The day of the movement as the document itself tells it."""
    credited: tuple[date | None, DateSource] = (document.credited_on, "credited")
    debited: tuple[date | None, DateSource] = (document.debited_on, "debited")
    first, second = (debited, credited) if direction == "out" else (credited, debited)
    receipt: tuple[date | None, DateSource] = (document.receipt_on, "receipt")
    for on, source in (first, second, (document.on, "document"), receipt):
        if on is not None:
            return on, source
    return None, "period"


def _last_days(file: StatementFile) -> dict[str, date | None]:
    """By account, the last day the file speaks of, for documents without any date.

    Under "" stands the last day of the file as a whole. It is no part of the key.
    """
    days: dict[str, date | None] = {}
    for section in file.accounts:
        if section.to_on is not None:
            days[section.account] = max(days.get(section.account) or date.min, section.to_on)
    latest = max((day for day in days.values() if day), default=None)
    days[""] = file.period_to or file.created_on or file.period_from or latest
    return days


def _seen_from(account: str, direction: Direction, document: BankDocument) -> str:
    """In or out for one account, whether or not the other account is ours as well."""
    if direction != "internal":
        return direction
    return "out" if document.payer.owns_one_of({account}) else "in"


def _fingerprint(
    account: str,
    direction: str,
    on: date | None,
    document: BankDocument,
    counterparty: Side,
) -> str:
    """What does not change between two exports of one movement, digested.

    Spaces, quotes and case of the purpose are left out: they differ between encodings. Where the
    bank names the movement itself, its words do not matter.
    """
    if document.reference:
        return _digest(
            account,
            direction,
            on.isoformat() if on else "",
            document.reference,
            str(document.amount),
            document.currency,
        )
    currency = () if document.currency == DEFAULT_CURRENCY else (document.currency,)
    return _digest(
        account,
        direction,
        on.isoformat() if on else "",
        document.number.lstrip("0"),
        str(document.amount),
        counterparty.account,
        _NOT_LETTERS.sub("", document.purpose).casefold(),
        *currency,
    )


def _former(
    key: str,
    print_: str,
    document: BankDocument,
    account: str,
    direction: str,
    on: date | None,
    counterparty: Side,
) -> str:
    """The key of a line that was imported when RUR was not yet read as RUB; 1C names no money."""
    if document.currency != DEFAULT_CURRENCY or key.startswith("1c-"):
        return ""
    old = replace(document, currency=_OLD_ROUBLE)
    return key.replace(print_, _fingerprint(account, direction, on, old, counterparty))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:40]
