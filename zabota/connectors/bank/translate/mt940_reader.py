"""Reads SWIFT statements (MT940 and MT942), field by field with the library mt-940.

The library takes a whole file or nothing and merges statements, so that each statement is cut out
here and each line given to it alone: one bad line does not take the others with it, and none is
lost without a word.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import mt940

from zabota.connectors.bank.facts import (
    AccountSection,
    BankDocument,
    NotAStatement,
    Side,
    StatementFile,
    UnreadableDocument,
)
from zabota.connectors.bank.translate.amounts import AmountUnreadable, read_exact
from zabota.connectors.bank.translate.camt_parties import said
from zabota.connectors.bank.translate.currencies import currency_named
from zabota.connectors.bank.translate.mt940_details import read_details
from zabota.connectors.bank.translate.mt940_fields import Line, Statement, cut_statements
from zabota.connectors.bank.translate.mt940_text import decode_swift
from zabota.connectors.bank.translate.oddities import Oddities
from zabota.kit.money import DEFAULT_CURRENCY

_NOT_MONEY = re.compile(r"\d{6}(?:\d{4})?E[CD]")
_LINE = re.compile(
    r"(?P<day>\d{6})(?P<entry>\d{4}|\s{4})?(?P<mark>R?[CD])(?P<funds>[A-Z]?)\s?"
    r"(?P<amount>\d[\d.]*(?:,\d*)?)(?=[A-Z]|\s|$)",
    re.IGNORECASE,
)
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_BALANCE = re.compile(r"([CD]\d{6})([A-Z]{3}|643|810)([\d,.]+)")
_ELSEWHERE = frozenset({"EREF", "PREF", "KREF", "MREF", "MARF", "CREF", "NREF"})
_OPTIONS = mt940.Options.all()
# It would write the lines it cannot read, and so other people's payments, into the log.
logging.getLogger("mt940").setLevel(logging.CRITICAL + 1)
_FAR = timedelta(days=400)


def read_mt940(raw: bytes) -> StatementFile:
    """What the file says; raises `NotAStatement` when no statement can be found in it."""
    oddities = Oddities()
    text, encoding = decode_swift(raw, oddities.add)
    statements = list(cut_statements(text))
    if not any(part.account for part in statements):
        raise NotAStatement("mt940_broken")
    return _Reader(oddities, encoding).read(statements)


class _Reader:
    def __init__(self, oddities: Oddities, encoding: str) -> None:
        self.oddities = oddities
        self.encoding = encoding
        self.documents: list[BankDocument] = []
        self.unreadable: list[UnreadableDocument] = []
        self.sections: list[AccountSection] = []
        self._editions: Counter[tuple[str, ...]] = Counter()
        self._parts: dict[tuple[str, str, int], int] = {}

    def read(self, statements: list[Statement]) -> StatementFile:
        for statement in statements:
            if statement.loose:
                self.oddities.add(statement.place, "stray_line", statement.loose[:60])
            if statement.account:
                self._statement(statement)
                continue
            for line in statement.lines:
                self._set_aside(line, "account_missing")
        begins = [section.from_on for section in self.sections if section.from_on]
        ends = [section.to_on for section in self.sections if section.to_on]
        return StatementFile(
            encoding=self.encoding,
            declared_encoding="",
            version="MT940",
            sender="",
            recipient="",
            created_on=None,
            period_from=min(begins, default=None),
            period_to=max(ends, default=None),
            header_accounts=(),
            accounts=tuple(self.sections),
            documents=tuple(self.documents),
            unreadable=tuple(sorted(self.unreadable, key=lambda one: one.line)),
            oddities=self.oddities.listed(),
            complete=all(statement.ended or statement.closing for statement in statements),
            origin="mt940",
        )

    def _statement(self, statement: Statement) -> None:
        opening, closing = self._balance(statement.opening), self._balance(statement.closing)
        currency = next(
            (found.currency for found in (opening, closing) if found),
            statement.currency or DEFAULT_CURRENCY,
        )
        identity = (statement.account, statement.number, statement.opening, statement.closing)
        edition = self._editions[identity] if statement.number and statement.closing else 0
        self._editions[identity] += 1
        key = (statement.account, currency, edition)
        part = self._parts.setdefault(key, len(self._parts))
        incoming = outgoing = 0
        days = []
        for line in statement.lines:
            document = self._line(line, statement.account, currency, part, edition)
            if document is None:
                continue
            self.documents.append(document)
            days.append(document.credited_on or document.debited_on)
            incoming += document.amount if document.credited_on else 0
            outgoing += document.amount if document.debited_on else 0
        known_days = [day for day in days if day]
        if closing is None or opening is None:
            account = statement.account
            self.oddities.add(statement.place, "balance_missing", account, account=account)
        self.sections.append(
            AccountSection(
                account=statement.account,
                from_on=min(known_days, default=None) or (closing.on if closing else None),
                to_on=(closing.on if closing else None) or max(known_days, default=None),
                opening=opening.signed if opening else None,
                incoming=incoming,
                outgoing=outgoing,
                closing=closing.signed if closing else None,
                line=statement.place,
                part=part,
                currency=currency,
            )
        )

    def _balance(self, text: str) -> _Balance | None:
        """A balance through the library; one that it cannot read is left out and said."""
        if not text:
            return None
        written = _BALANCE.match(text.upper())
        currency = currency_named(written[2]) if written else ""
        text = f"{written[1]}{currency}{written[3]}" if written else text
        found = _with_library(f":62F:{text}").get("final_closing_balance")
        if found is None or written is None:
            self.oddities.add(0, "figure_unreadable", text, key=":60:/:62:")
            return None
        try:
            minor = read_exact(written[3], currency)
        except AmountUnreadable:
            self.oddities.add(0, "figure_unreadable", text, key=":60:/:62:")
            return None
        return _Balance(-minor if text[0] in "Dd" else minor, currency, _day(found.date))

    def _line(
        self, line: Line, account: str, currency: str, part: int, edition: int
    ) -> BankDocument | None:
        if line.last:
            return self._set_aside(line, "document_cut_off")
        if _NOT_MONEY.match(line.text):
            self.oddities.add(line.place, "not_booked", line.text[:60], status="EXPECTED")
            return None
        written = _LINE.match(line.text)
        found = _with_library(f":20:0\n:25:0\n:60F:C200101{currency}0,\n:61:{line.text}")
        if written is not None and not found.get("date"):
            found = _by_hand(line.text, written)
        if written is None or not found.get("date"):
            return self._set_aside(line, "amount_unreadable")
        try:
            amount = read_exact(written["amount"], currency)
        except AmountUnreadable as refusal:
            return self._set_aside(line, refusal.code)
        on, value_on = _days(found)
        if on is None:
            return self._set_aside(line, "date_missing")
        if amount == 0:
            self.oddities.add(line.place, "amount_zero", line.text[:60])
        mark = written["mark"].upper()
        credit = mark in ("C", "RD")
        details = read_details("\n".join(line.details), credit=credit)
        beside = " ".join(str(found.get("extra_details") or "").split())
        if _IBAN.fullmatch(beside):  # Rabobank writes the other account behind the reference
            side = details.side
            details = replace(details, side=replace(side, account=side.account or beside))
            beside = ""
        ours = Side(account=account)
        reference = said(str(found.get("bank_reference") or "").strip())
        own = _own_reference(str(found.get("customer_reference") or "").strip())
        return BankDocument(
            kind="+".join(filter(None, (str(found.get("id") or ""), details.code))),
            number=details.end_to_end or own,
            on=value_on,
            amount=amount,
            payer=details.side if credit else ours,
            payee=ours if credit else details.side,
            debited_on=None if credit else on,
            credited_on=on if credit else None,
            purpose=details.purpose or beside,
            operation=str(found.get("id") or "")[1:].strip().upper(),
            line=line.place,
            part=part,
            edition=edition,
            currency=currency,
            reference=reference,
            reversal=mark.startswith("R") or details.returned,
        )

    def _set_aside(self, line: Line, code: str) -> BankDocument | None:
        """Keep a line that cannot become money, with the reason."""
        self.oddities.add(line.place, code, line.text[:60])
        self.unreadable.append(UnreadableDocument("", code, line.place, line.text[:200]))
        return None


@dataclass(frozen=True, slots=True)
class _Balance:
    signed: int
    currency: str
    on: date | None


def _with_library(text: str) -> dict[str, Any]:
    """The last line of a small message, or its balances; nothing where the library gives up."""
    try:
        found = mt940.models.Transactions(options=_OPTIONS)
        found.parse(text)
    except Exception:
        return {}
    return {**found.data, **(found.transactions[-1].data if found.transactions else {})}


def _by_hand(text: str, written: re.Match[str]) -> dict[str, Any]:
    """A line that only strays from the library's pattern: a longer reference, more words behind."""
    first, _newline, extra = text[written.end() :].partition("\n")
    own, _marks, theirs = first[4:].partition("//")
    value_on = _date_of(written["day"])
    booked_on = None
    if value_on and (written["entry"] or "").strip():
        years = (value_on.year, value_on.year + 1, value_on.year - 1)
        days = [_date_of(f"{year % 100:02d}{written['entry']}") for year in years]
        near = [day for day in days if day and abs(day - value_on) < _FAR / 2]
        booked_on = min(near, key=lambda day: abs(day - value_on), default=None)
    return {
        "date": value_on,
        "entry_date": booked_on,
        "id": first[:4],
        "customer_reference": own.strip(),
        "bank_reference": theirs.strip(),
        "extra_details": extra,
    }


def _own_reference(text: str) -> str:
    """The payer's reference, or nothing where only its place in field 86 is named."""
    return "" if text.upper() in _ELSEWHERE else said(text)


def _date_of(digits: str) -> date | None:
    try:
        return date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return None


def _days(found: dict[str, Any]) -> tuple[date | None, date | None]:
    """The day of booking and the value day; a day of booking far from the value is a mistake."""
    value_on, booked_on = _day(found.get("date")), _day(found.get("entry_date"))
    if booked_on and value_on and abs(booked_on - value_on) > _FAR:
        booked_on = None
    return booked_on or value_on, value_on


def _day(found: object) -> date | None:
    if not isinstance(found, date) or not 1990 <= found.year <= 2100:
        return None
    return date(found.year, found.month, found.day)
