"""Whether the figures of a statement agree with each other and with its documents.

Three sums are held against what the bank states: opening + received − spent = closing for every
section; sections of an account follow each other; credited and debited documents add up to the
totals. What a file does not state is not checked; a file in which a check fails must not be
imported without a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from zabota.connectors.bank.facts import AccountSection, BalanceFault, BankDocument, StatementFile

ROUBLES = ("810", "643")

_DAY = timedelta(days=1)
_ACCOUNT = re.compile(r"[1-9][0-9]{19}")
_ABROAD = re.compile(r"[A-Z]{2}[0-9]{2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Movement:
    """One document seen from one account; not counted when its other copy is."""

    account: str
    incoming: int
    outgoing: int
    on: date | None
    counted: bool = True


def check_balances(file: StatementFile) -> list[BalanceFault]:
    """Everything that does not agree, with the figures; an empty list when nothing is wrong."""
    if file.is_order_file:
        return [BalanceFault("order_file", file.header_accounts[0], 0)]
    sections = _once(file.accounts) if file.origin == "1c" else list(file.accounts)
    faults = [*file.faults, *_currency_faults(file)]
    faults += [fault for section in sections if (fault := _closing_fault(section))]
    documents: dict[int, list[BankDocument]] = defaultdict(list)
    for document in file.documents:
        documents[document.part].append(document)
    parts: dict[int, list[AccountSection]] = defaultdict(list)
    for section in sections:
        parts[section.part].append(section)
    for part, of_part in sorted(parts.items()):
        by_account = _by_account(of_part)
        for follow in by_account.values():
            faults += _chain_faults(_without_wide(follow))
        faults += _total_faults(by_account, documents[part])
    return faults


def is_explained(fault: BalanceFault, file: StatementFile) -> bool:
    """Whether lines that could not be read are what a sum lacks: the others are good all the same.

    Not in a file that was cut off, nor where the bank's own figures contradict each other.
    """
    codes = {document.code for document in file.unreadable}
    if not codes or not file.complete or "document_cut_off" in codes:
        return False
    if fault.code in ("incoming", "outgoing"):
        return (fault.found or 0) < (fault.expected or 0)
    return fault.code == "movement" or (fault.code == "closing" and file.origin != "1c")


def _currency_faults(file: StatementFile) -> list[BalanceFault]:
    """Accounts in other money than roubles: their amounts must not pass for kopecks.

    Only the 1C format does not say what money its amounts are in. It is written in Kazakhstan and
    Belarus as well, where an account is an IBAN that says nothing of its money.
    """
    if file.origin != "1c":
        return []
    faults = []
    for account in sorted(file.own_accounts):
        if _ACCOUNT.fullmatch(account) and account[5:8] not in ROUBLES:
            digits = {"currency": account[5:8]}
            faults.append(BalanceFault("foreign_currency", account, 0, params=digits))
        elif _ABROAD.match(account):
            faults.append(BalanceFault("foreign_account", account, 0))
    return faults


def _once(sections: Iterable[AccountSection]) -> list[AccountSection]:
    """Sections without exact repetitions, in the order of the file."""
    found: dict[AccountSection, AccountSection] = {}
    for section in sections:
        found.setdefault(replace(section, line=0), section)
    return list(found.values())


def _by_account(sections: Iterable[AccountSection]) -> dict[str, list[AccountSection]]:
    found: dict[str, list[AccountSection]] = defaultdict(list)
    for section in sections:
        found[section.account].append(section)
    for follow in found.values():
        follow.sort(key=lambda section: (section.from_on or date.min, section.to_on or date.min))
    return found


def _closing_fault(section: AccountSection) -> BalanceFault | None:
    if (
        section.opening is None
        or section.incoming is None
        or section.outgoing is None
        or section.closing is None
    ):
        return None
    expected = section.opening + section.incoming - section.outgoing
    if expected == section.closing:
        return None
    return BalanceFault("closing", section.account, section.line, expected, section.closing)


def _chain_faults(sections: Sequence[AccountSection]) -> list[BalanceFault]:
    """Neighbouring days must hand the balance on; over a gap of days nothing is known."""
    return [
        BalanceFault("chain", later.account, later.line, earlier.closing, later.opening)
        for earlier, later in pairwise(sections)
        if earlier.closing is not None
        and later.opening is not None
        and earlier.closing != later.opening
        and earlier.to_on
        and later.from_on
        and later.from_on <= earlier.to_on + _DAY
    ]


def _without_wide(sections: list[AccountSection]) -> list[AccountSection]:
    """Without a section for the whole period that stands beside those of its days."""
    wide = _wide(sections)
    return [section for section in sections if section is not wide]


def _wide(sections: Sequence[AccountSection]) -> AccountSection | None:
    if len(sections) < 3 or not all(section.from_on and section.to_on for section in sections):
        return None
    first = min(section.from_on for section in sections if section.from_on)
    last = max(section.to_on for section in sections if section.to_on)
    whole = [part for part in sections if (part.from_on, part.to_on) == (first, last)]
    return whole[0] if len(whole) == 1 and first != last else None


def _total_faults(
    by_account: dict[str, list[AccountSection]], documents: Sequence[BankDocument]
) -> list[BalanceFault]:
    movements, homeless = _movements(documents, frozenset(by_account))
    if homeless:
        # Anonymised files of several accounts: only the sum over all of them can be held.
        everything = [section for follow in by_account.values() for section in _stated(follow)]
        return _compared(everything, movements, account="")
    own: dict[str, list[_Movement]] = defaultdict(list)
    for movement in movements:
        own[movement.account].append(movement)
    faults: list[BalanceFault] = []
    for account, follow in by_account.items():
        faults += _compared(_stated(follow), own[account], account=account)
    return faults


def _stated(sections: list[AccountSection]) -> list[AccountSection]:
    wide = _wide(sections)
    return [wide] if wide else sections


def _movements(
    documents: Iterable[BankDocument], accounts: frozenset[str]
) -> tuple[list[_Movement], bool]:
    """What each document did to the accounts; and whether some could not be given to any."""
    found: list[_Movement] = []
    homeless = False
    only = next(iter(accounts)) if len(accounts) == 1 else ""
    for document in documents:
        direction = document.direction_for(accounts)
        payer = document.payer.owns_one_of(accounts)
        payee = document.payee.owns_one_of(accounts)
        if direction in ("out", "internal"):
            counted = direction == "out" or document.debited_on is not None or _dateless(document)
            on = document.debited_on or document.on
            found.append(_Movement(payer or only, 0, document.amount, on, counted))
            homeless |= not (payer or only)
        if direction in ("in", "internal"):
            counted = direction == "in" or document.credited_on is not None or _dateless(document)
            on = document.credited_on or document.on
            found.append(_Movement(payee or only, document.amount, 0, on, counted))
            homeless |= not (payee or only)
    return found, homeless


def _dateless(document: BankDocument) -> bool:
    return document.debited_on is None and document.credited_on is None


def _compared(
    sections: Sequence[AccountSection], movements: Sequence[_Movement], *, account: str
) -> list[BalanceFault]:
    """Faults of the likeliest reading, unless another reading of the same file agrees."""
    first: list[BalanceFault] | None = None
    for reading in _readings(sections, movements):
        faults = _faults_in(sections, reading, account=account)
        if not faults:
            return []
        first = first if first is not None else faults
    return first or []


def _readings(
    sections: Sequence[AccountSection], movements: Sequence[_Movement]
) -> Iterable[list[_Movement]]:
    """Ways to read the same documents.

    A transfer between two accounts of the file is listed once for both by some banks and once for
    each by others; documents of days that no section covers are not in its totals.
    """
    counted = [movement for movement in movements if movement.counted]
    yield counted
    yield list(movements)
    covered = [(part.from_on, part.to_on) for part in sections if part.from_on and part.to_on]
    yield [
        movement
        for movement in counted
        if movement.on is None
        or any(begin <= movement.on <= end for begin, end in covered if begin and end)
    ]


def _faults_in(
    sections: Sequence[AccountSection], movements: Sequence[_Movement], *, account: str
) -> list[BalanceFault]:
    line = sections[0].line
    incoming = sum(movement.incoming for movement in movements)
    outgoing = sum(movement.outgoing for movement in movements)
    stated_in = _sum(section.incoming for section in sections)
    stated_out = _sum(section.outgoing for section in sections)
    faults = []
    if stated_in is not None and stated_in != incoming:
        faults.append(BalanceFault("incoming", account, line, stated_in, incoming))
    if stated_out is not None and stated_out != outgoing:
        faults.append(BalanceFault("outgoing", account, line, stated_out, outgoing))
    if stated_in is None or stated_out is None:
        opening, closing = sections[0].opening, sections[-1].closing
        if account and opening is not None and closing is not None:
            expected = opening + incoming - outgoing
            if expected != closing:
                faults.append(BalanceFault("movement", account, line, expected, closing))
    return faults


def _sum(figures: Iterable[int | None]) -> int | None:
    total = 0
    for figure in figures:
        if figure is None:
            return None
        total += figure
    return total
