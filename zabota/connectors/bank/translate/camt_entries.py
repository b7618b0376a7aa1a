"""Entries of a camt statement as documents: one for each payment that an entry bundles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from zabota.connectors.bank.facts import BankDocument, Side, UnreadableDocument
from zabota.connectors.bank.translate.amounts import (
    AmountUnreadable,
    DateUnreadable,
    read_date,
    read_exact,
)
from zabota.connectors.bank.translate.camt_parties import counterparty_of, purpose_of, said
from zabota.connectors.bank.translate.camt_returns import is_reversal, our_key, return_reason
from zabota.connectors.bank.translate.camt_shares import (
    SIGNS,
    Share,
    bundled_shares,
    single_share,
)
from zabota.connectors.bank.translate.currencies import currency_named
from zabota.connectors.bank.translate.oddities import Oddities
from zabota.connectors.bank.translate.payout_keys import batch_named_in
from zabota.connectors.bank.translate.xml_tree import every, first, text_of

_MONEY = re.compile("[A-Z]{3}")
_BOOKED = frozenset({"BOOK", "BOOKED"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The statement an entry stands in."""

    account: str
    currency: str
    origin: str
    part: int
    edition: int
    on: date | None = None


class EntryRefused(Exception):
    """An entry that cannot become money by itself; `code` is an oddity of severity error."""

    def __init__(self, code: str, text: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.text = text


class Entries:
    """Reads entries one after another; `line` of a document is the entry's number in the file."""

    def __init__(self, oddities: Oddities) -> None:
        self.documents: list[BankDocument] = []
        self.unreadable: list[UnreadableDocument] = []
        self.currencies: set[str] = set()
        self._oddities = oddities
        self._count = 0

    def read(self, entry: Element, home: Home) -> tuple[int, bool] | None:
        """Take in an entry: its signed amount and whether it is booked; None when unreadable."""
        self._count += 1
        try:
            return self._taken(entry, home)
        except EntryRefused as refusal:
            self._oddities.add(self._count, refusal.code, refusal.text)
            words = text_of(entry, "AddtlNtryInf") or purpose_of(None, entry)
            self.unreadable.append(
                UnreadableDocument("", refusal.code, self._count, refusal.text or words[:200])
            )
            return None

    def _taken(self, entry: Element, home: Home) -> tuple[int, bool]:
        amount = first(entry, "Amt")
        currency = currency_named(amount.get("Ccy", "") if amount is not None else "")
        currency = currency or home.currency
        if not _MONEY.fullmatch(currency):
            raise EntryRefused("amount_unreadable", currency[:20])
        signed = amount_in(entry, "Amt", currency) * sign_of(entry)
        if not self._is_booked(entry, home):
            return signed, False
        if currency != home.currency:
            self.currencies.add(currency)
        on = day_of(entry, "BookgDt", "ValDt") or self._day_beside(entry, home)
        shares = [share for share in self._shares(entry, signed, currency) if share.signed]
        if not shares:
            self._oddities.add(self._count, "amount_zero")
        for share in shares:
            made = self._fee if share.fee else self._document
            self.documents.append(made(entry, share, home, currency, on))
        return signed, True

    def _day_beside(self, entry: Element, home: Home) -> date:
        """A day that the entry itself does not tell: of its payments, else of the message; said."""
        details = first(entry, "NtryDtls/TxDtls", "TxDtls")
        on = day_of(details, "RltdDts/IntrBkSttlmDt", "RltdDts/AccptncDtTm", "RltdDts/TxDtTm")
        on = on or home.on
        if on is None:
            raise EntryRefused("date_missing")
        self._oddities.add(self._count, "date_beside", on.isoformat())
        return on

    def _is_booked(self, entry: Element, home: Home) -> bool:
        status = text_of(entry, "Sts/Cd", "Sts/Prtry", "Sts").upper()
        if not status:
            if home.origin != "camt.053":
                raise EntryRefused("amount_unreadable", "Sts")
            self._oddities.add(self._count, "status_missing")
        elif status not in _BOOKED:
            self._oddities.add(self._count, "not_booked", status, status=status)
            return False
        return True

    def _shares(self, entry: Element, signed: int, currency: str) -> list[Share]:
        """The payments of an entry; the entry as a whole when they do not add up to it."""
        batches = every(entry, "NtryDtls")
        details = [one for batch in batches for one in every(batch, "TxDtls")]
        details += every(entry, "TxDtls")
        lacking = self._lacks(entry, batches, len(details))
        if len(details) < 2 and not lacking:
            only = details[0] if details else None
            return [single_share(only, entry, signed, currency)]
        shares = bundled_shares(details, entry, signed, currency)
        if shares:
            return shares
        if not lacking:
            self._oddities.add(self._count, "details_differ", text_of(entry, "AddtlNtryInf"))
        return [Share(None, signed, doubt="details_differ")]

    def _lacks(self, entry: Element, batches: list[Element], listed: int) -> bool:
        """Whether a bundle lists payments, and fewer or more of them than it says it has."""
        stated = [text_of(batch, "Btch/NbOfTxs") for batch in batches]
        stated += [text_of(entry, "Btch/NbOfTxs")]
        counts = [int(count[:9]) for count in stated if count.isdecimal()]
        if not counts or not listed or sum(counts) == listed:
            return False
        self._oddities.add(
            self._count, "batch_count", "", listed=str(listed), stated=str(sum(counts))
        )
        return True

    def _document(
        self, entry: Element, share: Share, home: Home, currency: str, on: date
    ) -> BankDocument:
        credit = share.signed > 0
        details = share.details
        whole = details is not None or not every(entry, "NtryDtls/TxDtls")
        ours = Side(account=home.account)
        reversal = is_reversal(details, entry)
        why = return_reason(details) if reversal else ""
        purpose = purpose_of(details, entry) if whole else _all_purposes(entry)
        theirs = counterparty_of(details, entry, credit=credit, reversal=reversal, own=home.account)
        return BankDocument(
            kind=text_of(entry, "BkTxCd/Prtry/Cd"),
            number=our_key(details, entry, credit=credit) or number_of(details, entry),
            on=day_of(entry, "ValDt") or on,
            amount=abs(share.signed),
            payer=theirs if credit else ours,
            payee=ours if credit else theirs,
            debited_on=None if credit else on,
            credited_on=on if credit else None,
            purpose=f"{purpose} Возврат: {why}".strip() if why else purpose,
            operation=_operation(details) or _operation(entry),
            line=self._count,
            part=home.part,
            edition=home.edition,
            currency=currency,
            reference=reference_of(details, entry),
            charges=share.charges,
            reversal=reversal,
            return_reason=why,
            doubt=share.doubt,
        )

    def _fee(
        self, entry: Element, share: Share, home: Home, currency: str, on: date
    ) -> BankDocument:
        """What the bank kept of a bundle as a whole: no payment's, and nobody else's."""
        ours = Side(account=home.account)
        back = share.signed > 0
        return BankDocument(
            kind=text_of(entry, "BkTxCd/Prtry/Cd"),
            number="",
            on=day_of(entry, "ValDt") or on,
            amount=abs(share.signed),
            payer=Side() if back else ours,
            payee=ours if back else Side(),
            debited_on=None if back else on,
            credited_on=on if back else None,
            purpose=text_of(entry, "AddtlNtryInf"),
            operation="CHRG",
            line=self._count,
            part=home.part,
            edition=home.edition,
            currency=currency,
            reference=reference_of(None, entry),
        )


def amount_in(element: Element | None, path: str, currency: str) -> int:
    """Minor units at a path; refused when unreadable, finer than the currency or below nought."""
    written = text_of(element, path)
    try:
        minor = read_exact(written, currency)
    except AmountUnreadable as refusal:
        raise EntryRefused(refusal.code, written) from None
    if minor < 0:
        raise EntryRefused("amount_negative", written)
    return minor


def sign_of(element: Element | None) -> int:
    """1 for a credit, −1 for a debit; a reversal already carries its own direction."""
    mark = text_of(element, "CdtDbtInd").upper()
    if mark not in SIGNS:
        raise EntryRefused("amount_unreadable", f"CdtDbtInd {mark}".strip())
    return SIGNS[mark]


def day_of(element: Element | None, *paths: str) -> date | None:
    """The day of a Dt or DtTm, as the bank itself writes it, whatever the time zone."""
    for path in paths:
        written = text_of(element, f"{path}/Dt", f"{path}/DtTm", path)[:10]
        try:
            if found := read_date(written):
                return found
        except DateUnreadable:
            continue
    return None


def number_of(details: Element | None, entry: Element) -> str:
    """The number the payer or the payer's bank gave the order."""
    found = (
        said(text_of(details, path))
        for path in ("Refs/EndToEndId", "Refs/InstrId", "Refs/PmtInfId", "Refs/ChqNb")
    )
    return next(filter(None, found), "") or _our_batch(entry) or said(text_of(entry, "NtryRef"))


def _our_batch(entry: Element) -> str:
    """The name under which a batch of ours left, where the bank booked it as one sum."""
    named = text_of(entry, "NtryDtls/Btch/PmtInfId"), text_of(entry, "NtryDtls/Btch/MsgId")
    return next((text for text in named if batch_named_in(text)), "")


def reference_of(details: Element | None, entry: Element) -> str:
    """The bank's own name of the movement; of a bundle's payment, with what tells it from others."""
    own = said(text_of(details, "Refs/AcctSvcrRef"))
    shared = said(text_of(entry, "AcctSvcrRef"))
    if len(every(entry, "NtryDtls/TxDtls")) < 2 or details is None:
        return own or shared
    theirs = said(text_of(details, "Refs/TxId", "Refs/EndToEndId", "Refs/InstrId"))
    return "/".join(dict.fromkeys(filter(None, (shared, own, theirs))))


def _operation(place: Element | None) -> str:
    return text_of(place, "BkTxCd/Domn/Fmly/SubFmlyCd").upper()


def _all_purposes(entry: Element) -> str:
    found: Iterator[str] = (purpose_of(one, entry) for one in every(entry, "NtryDtls/TxDtls"))
    return " ".join(dict.fromkeys(filter(None, found)))[:2000]
