"""Reads a bank's 1CClientBankExchange file (versions 1.01 to 1.03) into facts.

Source of the field list: v8.1c.ru/edi/edi_stnd/100/101.htm. Whatever is broken in the file is
mended or set aside, and said; nothing of it is lost and nothing raises but `NotAStatement`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from zabota.connectors.bank.facts import (
    AccountSection,
    BankDocument,
    NotAStatement,
    StatementFile,
    UnreadableDocument,
)
from zabota.connectors.bank.translate import keys
from zabota.connectors.bank.translate.amounts import (
    AmountUnreadable,
    DateUnreadable,
    read_amount,
    read_date,
)
from zabota.connectors.bank.translate.encoding import decode
from zabota.connectors.bank.translate.looks import looks_of_bytes, looks_of_text
from zabota.connectors.bank.translate.oddities import Oddities
from zabota.connectors.bank.translate.own import russian_number
from zabota.connectors.bank.translate.sections import Block, Sections
from zabota.connectors.bank.translate.sides import PAYEE, PAYER, Sides

_SPACES = re.compile(r"\s+")
_BUDGET = ("СтатусСоставителя", "ПоказательКБК")


def read_one_c(raw: bytes) -> StatementFile:
    """What the file says; raises `NotAStatement` naming what it looks like when it is none."""
    if looks := looks_of_bytes(raw):
        raise NotAStatement(looks)
    return _Reader().read(raw)


class _Reader:
    def __init__(self) -> None:
        self.oddities = Oddities()
        self.sides = Sides(self.oddities)
        self.documents: list[BankDocument] = []
        self.unreadable: list[UnreadableDocument] = []

    def read(self, raw: bytes) -> StatementFile:
        decoded = decode(raw, self.oddities.add)
        sections = Sections(self.oddities, self._take)
        sections.read(decoded.text)
        if not sections.found_anything:
            raise NotAStatement(looks_of_text(decoded.text, raw))
        if sections.looks_garbled:
            raise NotAStatement("1c_garbled")
        if not sections.headed:
            self.oddities.add(1, "header_missing", decoded.text.lstrip()[:60].split("\n")[0])
        if not sections.complete:
            self.oddities.add(0, "end_missing")
        header = sections.headers[0]
        created_on = self._date(header, "ДатаСоздания")
        period = self._period(sections.headers)
        header_accounts = _once(map(_account, sections.header_accounts))
        accounts = self._accounts(sections.accounts, header_accounts)
        if not any((created_on, *period, *(part.to_on for part in accounts))):
            self._set_aside_dateless()
        return StatementFile(
            encoding=decoded.encoding,
            declared_encoding=decoded.declared,
            version=header.fields.get("ВерсияФормата", ""),
            sender=header.fields.get("Отправитель", ""),
            recipient=header.fields.get("Получатель", ""),
            created_on=created_on,
            period_from=period[0],
            period_to=period[1],
            header_accounts=header_accounts,
            accounts=accounts,
            documents=tuple(self.documents),
            unreadable=tuple(sorted(self.unreadable, key=lambda document: document.line)),
            oddities=self.oddities.listed(),
            complete=sections.complete,
        )

    def _take(self, block: Block) -> None:
        """Turn a block into a document, or set it aside with the reason."""
        if block.cut_off:
            self._set_aside(block, "document_cut_off", block.line, "")
            return
        written = block.fields.get("Сумма", "")
        try:
            amount = read_amount(written)
        except AmountUnreadable as refusal:
            self._set_aside(block, refusal.code, block.place_of("Сумма"), written)
            return
        if amount < 0:
            self._set_aside(block, "amount_negative", block.place_of("Сумма"), written)
            return
        if amount == 0:
            self.oddities.add(block.place_of("Сумма"), "amount_zero", written)
        if block.begun and not block.title:
            self.oddities.add(block.line, "kind_missing")
        self.documents.append(self._document(block, amount))

    def _document(self, block: Block, amount: int) -> BankDocument:
        fields = block.fields
        return BankDocument(
            kind=block.title,
            number=fields.get("Номер", ""),
            on=self._date(block, "Дата"),
            amount=amount,
            payer=self.sides.side_of(fields, PAYER, block.line),
            payee=self.sides.side_of(fields, PAYEE, block.line),
            debited_on=self._date(block, "ДатаСписано"),
            credited_on=self._date(block, "ДатаПоступило"),
            purpose=_purpose(fields),
            purpose_code=fields.get("КодНазПлатежа", ""),
            code=fields.get("Код", ""),
            priority=fields.get("Очередность", ""),
            operation=fields.get("ВидОплаты", ""),
            receipt_on=self._date(block, "КвитанцияДата"),
            receipt_text=fields.get("КвитанцияСодержание", ""),
            budget=any(fields.get(key, "").strip("0") for key in _BUDGET),
            raw=fields,
            line=block.line,
            part=block.part,
            edition=block.part,
        )

    def _set_aside(self, block: Block, code: str, line: int, text: str) -> None:
        self.oddities.add(line, code, text)
        self.unreadable.append(
            UnreadableDocument(block.title, code, block.line, text[:200], block.fields)
        )

    def _set_aside_dateless(self) -> None:
        """In a file without any date, a document without one cannot be put on a day."""
        dated = []
        for document in self.documents:
            known = (document.credited_on, document.debited_on, document.on, document.receipt_on)
            if any(known):
                dated.append(document)
                continue
            self.oddities.add(document.line, "date_missing")
            self.unreadable.append(
                UnreadableDocument(document.kind, "date_missing", document.line, "", document.raw)
            )
        self.documents = dated

    def _date(self, block: Block, key: str) -> date | None:
        value = block.fields.get(key)
        if not value:
            return None
        try:
            return read_date(value)
        except DateUnreadable:
            self.oddities.add(block.place_of(key), "date_unreadable", value, key=key)
            return None

    def _figure(self, block: Block, key: str) -> int | None:
        value = block.fields.get(key)
        if not value:
            return None
        try:
            return read_amount(value)
        except AmountUnreadable:
            self.oddities.add(block.place_of(key), "figure_unreadable", value, key=key)
            return None

    def _period(self, headers: list[Block]) -> tuple[date | None, date | None]:
        begins = [day for part in headers if (day := self._date(part, "ДатаНачала"))]
        ends = [day for part in headers if (day := self._date(part, "ДатаКонца"))]
        return min(begins, default=None), max(ends, default=None)

    def _accounts(self, blocks: list[Block], named: tuple[str, ...]) -> tuple[AccountSection, ...]:
        """The sections; one that does not name its account has the header's only one."""
        only = named[0] if len(named) == 1 else ""
        return tuple(
            AccountSection(
                account=_account(block.fields.get("РасчСчет", "")) or only,
                from_on=self._date(block, "ДатаНачала"),
                to_on=self._date(block, "ДатаКонца"),
                opening=self._figure(block, "НачальныйОстаток"),
                incoming=self._figure(block, "ВсегоПоступило"),
                outgoing=self._figure(block, "ВсегоСписано"),
                closing=self._figure(block, "КонечныйОстаток"),
                line=block.line,
                part=block.part,
            )
            for block in blocks
        )


def _purpose(fields: dict[str, str]) -> str:
    """НазначениеПлатежа, or its six pieces together when they say more."""
    whole = _SPACES.sub(" ", fields.get(keys.PURPOSE, ""))
    pieces = [fields[key] for key in keys.PURPOSE_PARTS if fields.get(key)]
    joined = _SPACES.sub(" ", " ".join(pieces)) if pieces else ""
    return joined if len(joined.replace(" ", "")) > len(whole.replace(" ", "")) else whole


def _account(value: str) -> str:
    return russian_number(value) or "".join(value.split())


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
