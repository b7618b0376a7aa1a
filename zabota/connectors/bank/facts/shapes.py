"""What a bank's statement file says, before anybody believes it. Amounts are in minor units.

Oddities carry codes, never sentences; the full list with severities is `ODDITIES`. Reasons why
something is no statement at all are `LOOKS`; faults in the figures, `FAULTS`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from zabota.connectors.bank.facts.codes import ODDITIES, Severity
from zabota.kit.money import DEFAULT_CURRENCY

Direction = Literal["in", "out", "internal", "unknown"]
DateSource = Literal["credited", "debited", "document", "receipt", "period"]


class NotAStatement(ValueError):
    """The bytes are no statement we read; `looks_like` is one of `LOOKS`."""

    def __init__(self, looks_like: str) -> None:
        super().__init__(looks_like)
        self.looks_like = looks_like


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something unusual at a line of the file (counted from 1; 0 is the file as a whole)."""

    line: int
    code: str
    text: str = ""
    params: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def severity(self) -> Severity:
        """How much it matters: note, warning or error."""
        return ODDITIES[self.code]


@dataclass(frozen=True, slots=True)
class Side:
    """A payer or a payee. `other_account` is a second account the bank named for him, if any."""

    name: str = ""
    inn: str = ""
    kpp: str = ""
    account: str = ""
    bic: str = ""
    bank: str = ""
    corr_account: str = ""
    city: str = ""
    other_account: str = ""

    def owns_one_of(self, accounts: Collection[str]) -> str:
        """The account of this side that is among `accounts`, or an empty string."""
        if self.account in accounts:
            return self.account
        return self.other_account if self.other_account in accounts else ""


@dataclass(frozen=True, slots=True)
class AccountSection:
    """Balances and totals of one account for one period, as the bank states them."""

    account: str
    from_on: date | None
    to_on: date | None
    opening: int | None
    incoming: int | None
    outgoing: int | None
    closing: int | None
    line: int
    part: int = 0
    currency: str = DEFAULT_CURRENCY


@dataclass(frozen=True, slots=True, kw_only=True)
class BankDocument:
    """One document of a statement; `raw` keeps every field in the file's order.

    `reference` is the bank's own name of the movement; `charges` were taken out of a credit on its
    way, or put on top of a debit; `reversal` takes back an earlier movement, `return_reason` says
    why in words for people; `doubt` is the oddity for which a person must look. Documents of one `edition` are all different; those of another
    edition of the same statement may be the same.
    """

    kind: str
    number: str
    on: date | None
    amount: int
    payer: Side
    payee: Side
    debited_on: date | None
    credited_on: date | None
    purpose: str
    purpose_code: str = ""
    code: str = ""
    priority: str = ""
    operation: str = ""
    receipt_on: date | None = None
    receipt_text: str = ""
    budget: bool = False
    raw: Mapping[str, str] = field(default_factory=dict, hash=False)
    line: int = 0
    part: int = 0
    edition: int = 0
    currency: str = DEFAULT_CURRENCY
    reference: str = ""
    charges: int = 0
    reversal: bool = False
    return_reason: str = ""
    doubt: str = ""
    key_on: date | None = None  # the day in the key, where the bank's own may still change

    def direction_for(self, own_accounts: Collection[str]) -> Direction:
        """Where the money went, seen from the owner of these accounts.

        Decided by the accounts; where neither is known (anonymised files), by which of the dates
        ДатаПоступило and ДатаСписано is filled.
        """
        paid = self.payer.owns_one_of(own_accounts)
        received = self.payee.owns_one_of(own_accounts)
        if paid and received:
            return "internal"
        if paid or received:
            return "out" if paid else "in"
        if (self.credited_on is None) == (self.debited_on is None):
            return "unknown"
        return "in" if self.credited_on else "out"


@dataclass(frozen=True, slots=True)
class UnreadableDocument:
    """A document that cannot become money by itself; `code` is an oddity of severity error."""

    kind: str
    code: str
    line: int
    text: str
    raw: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class BalanceFault:
    """Figures of a file that do not agree (`code` is one of `FAULTS`); minor units."""

    code: str
    account: str
    line: int
    expected: int | None = None
    found: int | None = None
    params: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFile:
    """A whole statement file; `complete` when its end marker was seen.

    `origin` tells its kind: 1c, camt.052, camt.053, camt.054, mt940. `faults` are those that only
    the reader of the format could see.
    """

    encoding: str
    declared_encoding: str
    version: str
    sender: str
    recipient: str
    created_on: date | None
    period_from: date | None
    period_to: date | None
    header_accounts: tuple[str, ...]
    accounts: tuple[AccountSection, ...]
    documents: tuple[BankDocument, ...]
    unreadable: tuple[UnreadableDocument, ...]
    oddities: tuple[Oddity, ...]
    complete: bool
    origin: str = "1c"
    faults: tuple[BalanceFault, ...] = ()

    @property
    def family(self) -> str:
        """The format without its kind: 1c, camt, mt940."""
        return self.origin.partition(".")[0]

    @property
    def own_accounts(self) -> frozenset[str]:
        """The accounts this file is a statement of."""
        named = {section.account for section in self.accounts} | set(self.header_accounts)
        return frozenset(named - {""})

    @property
    def is_order_file(self) -> bool:
        """Whether these are orders on their way to the bank and not a statement of what it did."""
        own = frozenset(self.header_accounts)
        return (
            self.origin == "1c"
            and bool(self.documents)
            and not self.accounts
            and all(
                document.debited_on is None
                and document.credited_on is None
                and document.payer.owns_one_of(own)
                for document in self.documents
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLineFact:
    """One movement on one of our accounts, told apart from all others by `external_key`.

    `former_key` is what it was known by when the rouble was still written RUR.
    """

    own_account: str
    direction: Direction
    on: date
    date_source: DateSource
    number: str
    amount: int
    counterparty: Side
    purpose: str
    purpose_code: str
    external_key: str
    line: int
    document_kind: str = ""
    operation: str = ""
    document_on: date | None = None
    budget: bool = False
    currency: str = DEFAULT_CURRENCY
    reference: str = ""
    charges: int = 0
    reversal: bool = False
    return_reason: str = ""
    doubt: str = ""
    former_key: str = ""

    @property
    def sent(self) -> int:
        """What was sent before charges: more than came in, or less than went out."""
        return self.amount - self.charges if self.direction == "out" else self.amount + self.charges

    @property
    def confirmed(self) -> bool:
        """Whether the bank itself gave the day of the movement."""
        return self.date_source in ("credited", "debited")
