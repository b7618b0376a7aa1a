"""Reads ISO 20022 statements: camt.053, and camt.052 and camt.054 of any version and namespace.

Only booked entries are money. A statement's own balances, and the totals it states, are held
against its entries; what does not agree is a fault, and nothing of such a file is imported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from xml.etree.ElementTree import Element

from zabota.connectors.bank.facts import (
    AccountSection,
    BalanceFault,
    BankDocument,
    StatementFile,
)
from zabota.connectors.bank.translate.amounts import AmountUnreadable, read_exact
from zabota.connectors.bank.translate.camt_entries import Entries, Home, day_of, sign_of
from zabota.connectors.bank.translate.camt_entries import EntryRefused as NoSign
from zabota.connectors.bank.translate.camt_messages import Message, open_messages
from zabota.connectors.bank.translate.camt_parties import account_of
from zabota.connectors.bank.translate.currencies import currency_named
from zabota.connectors.bank.translate.oddities import Oddities
from zabota.connectors.bank.translate.xml_tree import every, first, name_of, text_of
from zabota.kit.money import DEFAULT_CURRENCY

_OPENING = ("OPBD", "PRCD")
_CLOSING = ("CLBD",)


def read_camt(raw: bytes) -> StatementFile:
    """What the file says, all its messages together; raises `NotAStatement` for anything else.

    Messages may be glued together or stand in an envelope of the bank. Statements and notices in
    one file are refused: they tell of the same movements.
    """
    found = open_messages(raw)
    reader = _Reader(found.messages[0].origin, found.encoding)
    if found.words_beside:
        reader.oddities.add(0, "words_beside")
    for name in found.unread:
        reader.oddities.add(0, "message_unread", name, name=name)
    return reader.read(found.messages)


@dataclass(frozen=True, slots=True)
class _Balance:
    code: str
    signed: int
    currency: str
    on: date | None


class _Reader:
    def __init__(self, origin: str, encoding: str) -> None:
        self.origin = origin
        self.encoding = encoding
        self.oddities = Oddities()
        self.entries = Entries(self.oddities)
        self.sections: list[AccountSection] = []
        self.faults: list[BalanceFault] = []
        self._created_on: date | None = None
        self._editions: Counter[tuple[str, ...]] = Counter()
        self._reports: dict[tuple[str, ...], int] = {}
        self._parts: dict[tuple[str, str, int], int] = {}

    def read(self, messages: Sequence[Message]) -> StatementFile:
        for message in messages:
            self._created_on = day_of(message.element, "GrpHdr/CreDtTm")
            for record in message.records:
                self._record(record)
        if not self.sections:
            self.oddities.add(0, "nothing_told")
        first_one = messages[0].element
        records = [record for message in messages for record in message.records]
        created = [day for one in messages if (day := day_of(one.element, "GrpHdr/CreDtTm"))]
        begins = [day for part in self.sections if (day := part.from_on)]
        ends = [day for part in self.sections if (day := part.to_on)]
        return StatementFile(
            encoding=self.encoding,
            declared_encoding=self.encoding,
            version=name_of(first_one),
            sender=text_of(records[0], "Acct/Svcr/FinInstnId/Nm") if records else "",
            recipient=text_of(first_one, "GrpHdr/MsgRcpt/Nm", "GrpHdr/MsgRcpt/Pty/Nm"),
            created_on=max(created, default=None),
            period_from=min(begins, default=None),
            period_to=max(ends, default=None),
            header_accounts=(),
            accounts=tuple(self.sections),
            documents=tuple(self.entries.documents),
            unreadable=tuple(self.entries.unreadable),
            oddities=self.oddities.listed(),
            complete=True,
            origin=self.origin,
            faults=tuple(self.faults),
        )

    def _record(self, record: Element) -> None:
        account = account_of(first(record, "Acct"))
        balances = [found for bal in every(record, "Bal") if (found := self._balance(bal))]
        currency = _currency(record, balances)
        home = self._home(record, account, currency)
        known = len(self.entries.documents)
        self.entries.currencies.clear()
        told = [self.entries.read(entry, home) for entry in every(record, "Ntry")]
        booked = [entry[0] for entry in told if entry and entry[1]]
        section = _section(record, home, balances, self.entries.documents[known:])
        self.sections.append(replace(section, line=len(self.sections) + 1))
        self._check_money(section, balances)
        self._check_summary(record, section, booked, [entry[0] for entry in told if entry])
        if section.closing is None or section.opening is None:
            self._check_count(record, section)
        if self.origin == "camt.053" and None in (section.opening, section.closing):
            self.oddities.add(0, "balance_missing", account, account=account)

    def _home(self, record: Element, account: str, currency: str) -> Home:
        """Pages of a statement are one whole; the same page once more is another edition of it.

        Reports of one day repeat what the former told, so that each of them is an edition.
        """
        identity = (
            account,
            currency,
            *(text_of(record, path) for path in ("Id", "ElctrncSeqNb", "LglSeqNb")),
            text_of(record, "StmtPgntn/PgNb", "RptPgntn/PgNb", "NtfctnPgntn/PgNb"),
        )
        edition = self._editions[identity]
        self._editions[identity] += 1
        if self.origin == "camt.052":
            edition = self._reports.setdefault((*identity[:-1], str(edition)), len(self._reports))
        elif not any(identity[2:]):
            edition = 0
        part = self._parts.setdefault((account, currency, edition), len(self._parts))
        return Home(
            account=account,
            currency=currency,
            origin=self.origin,
            part=part,
            edition=edition,
            on=day_of(record, "CreDtTm") or self._created_on,
        )

    def _balance(self, balance: Element) -> _Balance | None:
        code = text_of(balance, "Tp/CdOrPrtry/Cd", "Tp/Cd", "Tp/CdOrPrtry/Prtry").upper()
        amount = first(balance, "Amt")
        currency = currency_named(amount.get("Ccy", "") if amount is not None else "")
        written = text_of(balance, "Amt")
        try:
            signed = read_exact(written, currency) * sign_of(balance)
        except (AmountUnreadable, NoSign):
            self.oddities.add(0, "figure_unreadable", written, key=code)
            return None
        return _Balance(code, signed, currency, day_of(balance, "Dt"))

    def _check_money(self, section: AccountSection, balances: Sequence[_Balance]) -> None:
        """Booked balances and entries must be in the money of the account."""
        booked = [b for b in balances if b.code in (*_OPENING, *_CLOSING, "ITBD")]
        others = {b.currency for b in booked if b.currency} | self.entries.currencies
        for currency in sorted(others - {section.currency}):
            self.faults.append(
                BalanceFault("mixed_currency", section.account, 0, params={"currency": currency})
            )

    def _check_count(self, record: Element, section: AccountSection) -> None:
        """Where no balances prove it: as many entries, or payments, as the statement says it has."""
        stated = text_of(record, "TxsSummry/TtlNtries/NbOfNtries")
        entries = every(record, "Ntry")
        payments = sum(max(len(every(one, "NtryDtls/TxDtls")), 1) for one in entries)
        if stated.isdecimal() and int(stated[:9]) not in (len(entries), payments):
            params = {"stated": stated[:9], "listed": str(len(entries))}
            self.faults.append(BalanceFault("count", section.account, 0, params=params))

    def _check_summary(
        self,
        record: Element,
        section: AccountSection,
        booked: Sequence[int],
        everything: Sequence[int],
    ) -> None:
        """The totals a statement states, held against booked entries, then against all of them."""
        for code, path, sign in (
            ("incoming", "TxsSummry/TtlCdtNtries/Sum", 1),
            ("outgoing", "TxsSummry/TtlDbtNtries/Sum", -1),
        ):
            written = text_of(record, path)
            if not written:
                continue
            try:
                stated = read_exact(written, section.currency)
            except AmountUnreadable:
                self.oddities.add(0, "figure_unreadable", written, key=path.split("/")[1])
                continue
            sums = [sum(e for e in of if e * sign > 0) * sign for of in (booked, everything)]
            if stated not in sums:
                self.faults.append(BalanceFault(code, section.account, 0, stated, sums[0]))


def _currency(record: Element, balances: Sequence[_Balance]) -> str:
    """The account's money: as it says, else its opening balance, else its first entry."""
    stated = currency_named(text_of(record, "Acct/Ccy"))[:3]
    opening = (b.currency for b in balances if b.code in (*_OPENING, *_CLOSING, "ITBD"))
    entry = first(record, "Ntry/Amt")
    of_entry = currency_named(entry.get("Ccy", "")) if entry is not None else ""
    return stated or next(filter(None, opening), "") or of_entry or DEFAULT_CURRENCY


def _section(
    record: Element,
    home: Home,
    balances: Sequence[_Balance],
    documents: Sequence[BankDocument],
) -> AccountSection:
    """Balances as stated; what came and went as the payments tell, so that the sum can be proved."""
    opening = _outermost(balances, _OPENING, last=False)
    closing = _outermost(balances, _CLOSING, last=True)
    interim = [b for b in balances if b.code == "ITBD"]
    if home.origin == "camt.053" and interim:  # pages hand an interim balance on
        closing = closing or (interim[-1] if opening or len(interim) > 1 else None)
        opening = opening or interim[0]
    days = [day for document in documents if (day := document.credited_on or document.debited_on)]
    begin = day_of(record, "FrToDt/FrDtTm", "FrToDt/FrDt")
    end = day_of(record, "FrToDt/ToDtTm", "FrToDt/ToDt")
    return AccountSection(
        account=home.account,
        from_on=begin or min(days, default=None) or (closing.on if closing else None),
        to_on=end or (closing.on if closing else None) or max(days, default=None),
        opening=opening.signed if opening else None,
        incoming=sum(document.amount for document in documents if document.credited_on),
        outgoing=sum(document.amount for document in documents if document.debited_on),
        closing=closing.signed if closing else None,
        line=0,
        part=home.part,
        currency=home.currency,
    )


def _outermost(
    balances: Sequence[_Balance], codes: Sequence[str], *, last: bool
) -> _Balance | None:
    """The balance of the first code that stands there: of several days, that of the first or last."""
    for code in codes:
        found = [balance for balance in balances if balance.code == code]
        if found:
            days = [one.on or (date.min if last else date.max) for one in found]
            return found[days.index(max(days) if last else min(days))]
    return None
