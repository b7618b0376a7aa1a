"""What a line of a statement is: a client's payment or one of the many things that are not.

The rules are held in the order of certainty. Where the words speak for one thing and the accounts
for another, the line stays a possible client's payment and is marked doubtful: a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from zabota.connectors.bank.facts import StatementLineFact
from zabota.connectors.bank.translate import wording
from zabota.connectors.bank.translate.bank_codes import CLOSINGS, FEES, INTEREST, RETURNS, codes_of
from zabota.connectors.bank.translate.payout_keys import batch_named_in, payout_key_in
from zabota.connectors.bank.translate.processors import (
    PROCESSORS,
    STRONG,
    WEAK,
    Processor,
    processor_of,
)
from zabota.connectors.bank.translate.readings import Kind, LineReading
from zabota.connectors.bank.translate.returns import (
    begins_with_return,
    is_return,
    mentions_return,
    pays,
    returned,
)
from zabota.kit.money import DEFAULT_CURRENCY

__all__ = ["Kind", "LineReading", "kind_of"]

# Accounts of a bank itself: settlements with others, its income and expense, fees, transit.
_BANK_ACCOUNT = re.compile(r"30[1-4]|40911|47|6(?:03|12|13)|70[67]|91")
_TRANSIT_ACCOUNT = re.compile(r"30[1-4]|40911|474(?:16|22|23)")
_LOAN_ACCOUNT = re.compile(r"45[2-9]|44[1-9]|478|474(?:26|27)|42[0-3]|410|411")
_CLIENT_ACCOUNT = re.compile(r"40[5-8]")
_TREASURY_ACCOUNT = re.compile(r"03|40101|40102|40116|40105")
# Gateways whose balance payouts leave from; a wallet there is somebody else's money.
_PAYING_OUT = frozenset({"yookassa"})
_ORDER_OPERATIONS = frozenset({"17", "09", "16", "9"})


@dataclass(frozen=True, slots=True)
class _Seen:
    """A line as the rules look at it: `account` is empty where its beginning means nothing."""

    line: StatementLineFact
    words: str
    account: str
    own_inn: str
    processors: tuple[Processor, ...]

    @property
    def is_of_client(self) -> bool:
        """Whether the other account can be a client's: a Russian one by its number, any foreign one."""
        foreign = bool(self.line.counterparty.account) and not self.account
        return foreign or _CLIENT_ACCOUNT.match(self.account) is not None

    @property
    def is_order_of_bank(self) -> bool:
        """Банковский, мемориальный or платёжный ордер: made by the bank, not by the payer."""
        by_name = wording.ORDER_OF_BANK.search(self.line.document_kind) is not None
        return by_name or self.line.operation in _ORDER_OPERATIONS

    @property
    def is_banks_own(self) -> bool:
        """Whether nobody stands at the other end, or only the bank."""
        other = self.line.counterparty
        named = bool(other.name) and wording.BANK_NAME.search(other.name) is None
        return not (other.account or other.inn or named)


def kind_of(
    line: StatementLineFact,
    *,
    own_accounts: Collection[str],
    own_inn: str = "",
    processors: tuple[Processor, ...] = PROCESSORS,
) -> LineReading:
    """What a line is; `own_inn` is the vendor's, `processors` the table to recognize them by."""
    reading = _reading_of(line, own_accounts, own_inn, processors)
    if line.doubt and not reading.doubtful:
        return replace(reading, doubtful=True, reason=line.doubt)
    return reading


def _reading_of(
    line: StatementLineFact,
    own_accounts: Collection[str],
    own_inn: str,
    processors: tuple[Processor, ...],
) -> LineReading:
    if line.direction == "unknown":
        return LineReading(Kind.OTHER_IN, "direction_unknown", doubtful=True)
    if line.direction == "internal" or line.counterparty.owns_one_of(own_accounts):
        return LineReading(Kind.OWN_TRANSFER, "own_account")
    words = wording.words_of(line.purpose)
    key = payout_key_in(line.number, line.reference, line.purpose)
    if key and line.direction == "in":
        return LineReading(Kind.RETURNED_ORDER, "our_key", order_key=key)
    codes = codes_of(line)
    if line.reversal or codes & RETURNS:
        return _reversed(line, words)
    if by_code := _by_code(line, codes, ours=bool(key)):
        return by_code
    if key:
        return LineReading(Kind.OUTGOING_ORDER, "our_key", order_key=key)
    batch = batch_named_in(line.number, line.reference, line.purpose)
    if batch and line.direction == "out":
        return LineReading(Kind.OUTGOING_ORDER, "our_batch", batch=batch)
    seen = _Seen(line, words, _russian_account(line), own_inn, processors)
    return _outgoing(seen) if line.direction == "out" else _incoming(seen)


def _reversed(line: StatementLineFact, words: str) -> LineReading:
    """The bank takes an earlier movement back: a client's payment, or an order of ours."""
    if line.direction == "out":
        return LineReading(Kind.CLIENT_REFUND, "reversal", doubtful=True)
    if line.number.isdecimal() and len(line.number) < 7:
        number = line.number.lstrip("0")
        return LineReading(Kind.RETURNED_ORDER, "reversal", order_number=number)
    return replace(returned(words), reason="reversal")


def _by_code(line: StatementLineFact, codes: frozenset[str], *, ours: bool) -> LineReading | None:
    """The bank's own fee or interest, as its code says; an order of ours to somebody is none."""
    out = line.direction == "out"
    if codes & INTEREST or (codes & CLOSINGS and not out):
        return LineReading(Kind.OTHER_OUT if out else Kind.OTHER_IN, "interest")
    if codes & (FEES | CLOSINGS) and not (ours and line.counterparty.account):
        return LineReading(Kind.BANK_FEE if out else Kind.OTHER_IN, "fee_operation")
    return None


def _russian_account(line: StatementLineFact) -> str:
    """Beginnings of an account mean something only where the account is a Russian one."""
    number = line.counterparty.account
    if line.currency == DEFAULT_CURRENCY and (not number or number[0].isdecimal()):
        return number
    return number if len(number) == 20 and number.isdecimal() else ""


def _incoming(seen: _Seen) -> LineReading:
    line, words, account = seen.line, seen.words, seen.account
    if settled := _settlement(seen):
        return settled
    invoiced = wording.INVOICED.search(words) is not None
    if wording.LOAN.search(words) and not invoiced:
        return LineReading(Kind.OTHER_IN, "loan")
    if is_return(words):
        if pays(words) and seen.is_of_client:
            return LineReading(Kind.CLIENT_PAYMENT, "mentions_return", doubtful=True)
        return returned(words)
    if seen.own_inn and line.counterparty.inn == seen.own_inn:
        return LineReading(Kind.OWN_TRANSFER, "own_inn")
    if _is_interest(seen, invoiced=invoiced):
        return LineReading(Kind.OTHER_IN, "interest")
    if _LOAN_ACCOUNT.match(account):
        return LineReading(Kind.OTHER_IN, "loan")
    if _TREASURY_ACCOUNT.match(account):
        return LineReading(Kind.OTHER_IN, "treasury")
    if wording.LOAN_CONTRACT.search(words) and not invoiced:
        return LineReading(Kind.CLIENT_PAYMENT, "loan", doubtful=True)
    if mentions_return(words):
        return LineReading(Kind.CLIENT_PAYMENT, "mentions_return", doubtful=True)
    if STRONG.search(words) or (WEAK.search(words) and not invoiced):
        return LineReading(Kind.CLIENT_PAYMENT, "mentions_processor", doubtful=True)
    if _TRANSIT_ACCOUNT.match(account):
        return LineReading(Kind.CLIENT_PAYMENT, "through_bank", doubtful=True)
    if _BANK_ACCOUNT.match(account):
        return LineReading(Kind.OTHER_IN, "bank_account")
    if seen.is_order_of_bank and _CLIENT_ACCOUNT.match(account) is None:
        return LineReading(Kind.CLIENT_PAYMENT, "bank_order", doubtful=True)
    if seen.is_banks_own and not invoiced and wording.begins(wording.FEE_FIRST, words):
        return LineReading(Kind.CLIENT_PAYMENT, "mentions_fee", doubtful=True)
    return LineReading(Kind.CLIENT_PAYMENT, "ordinary")


def _is_interest(seen: _Seen, *, invoiced: bool) -> bool:
    if wording.INTEREST.search(seen.words) and not seen.is_of_client:
        return True
    return seen.is_banks_own and not invoiced and wording.begins(wording.INTEREST_FIRST, seen.words)


def _settlement(seen: _Seen) -> LineReading | None:
    """A processor's lump, when its ИНН is beyond doubt or its name and words confirm each other."""
    payer, words = seen.line.counterparty, seen.words
    if begins_with_return(words):
        return None
    processor = processor_of(payer.inn, payer.name, seen.processors)
    if processor and processor.certain and payer.inn in processor.inns:
        return LineReading(Kind.PROCESSOR_SETTLEMENT, "processor_inn", processor=processor.code)
    worded = STRONG.search(words) is not None
    if not worded and is_return(words):
        return None
    if processor is None:
        if worded and _TRANSIT_ACCOUNT.match(seen.account):
            return LineReading(Kind.PROCESSOR_SETTLEMENT, "processor_wording")
        return None
    if processor.certain and (worded or not payer.inn):
        return LineReading(Kind.PROCESSOR_SETTLEMENT, "processor_name", processor=processor.code)
    if worded or (WEAK.search(words) and not wording.INVOICED.search(words)):
        return LineReading(Kind.PROCESSOR_SETTLEMENT, "processor_wording", processor=processor.code)
    return None


def _outgoing(seen: _Seen) -> LineReading:
    line, words, account = seen.line, seen.words, seen.account
    if topped_up := _top_up(seen):
        return topped_up
    lent = wording.LOAN.search(words) or wording.LOAN_CONTRACT.search(words)
    if _LOAN_ACCOUNT.match(account) or (lent and not wording.REWARD.search(words)):
        return LineReading(Kind.OTHER_OUT, "loan")
    if _TREASURY_ACCOUNT.match(account):
        return LineReading(Kind.OTHER_OUT, "treasury")
    if wording.WAGES.search(words):
        return LineReading(Kind.OTHER_OUT, "wages")
    if _BANK_ACCOUNT.match(account):
        return LineReading(Kind.BANK_FEE, "bank_account")
    if seen.is_order_of_bank and wording.FEE.search(words):
        return LineReading(Kind.BANK_FEE, "fee_wording")
    if seen.is_banks_own and wording.begins(wording.FEE_FIRST, words):
        return LineReading(Kind.BANK_FEE, "fee_wording")
    if seen.is_banks_own and wording.begins(wording.INTEREST_FIRST, words):
        return LineReading(Kind.OTHER_OUT, "interest")
    if seen.own_inn and line.counterparty.inn == seen.own_inn:
        return LineReading(Kind.OWN_TRANSFER, "own_inn")
    if is_return(words):
        invoiced = wording.INVOICED.search(words) is not None
        return LineReading(Kind.CLIENT_REFUND, "refund_wording", not invoiced)
    if line.budget and _CLIENT_ACCOUNT.match(account) is None:
        return LineReading(Kind.OTHER_OUT, "budget")
    if seen.is_order_of_bank and _CLIENT_ACCOUNT.match(account) is None:
        return LineReading(Kind.OTHER_OUT, "bank_order")
    return LineReading(Kind.OUTGOING_ORDER, "ordinary")


def _top_up(seen: _Seen) -> LineReading | None:
    """Money to a gateway that pays out for us; without the words for it a person is asked."""
    payee = seen.line.counterparty
    gateway = processor_of(payee.inn, payee.name, seen.processors)
    if gateway is None or gateway.code not in _PAYING_OUT or wording.WALLET.search(seen.words):
        return None
    if payee.inn and payee.inn not in gateway.inns:
        return None
    if wording.TOP_UP.search(seen.words):
        return LineReading(Kind.TOP_UP, "top_up_wording", processor=gateway.code)
    return LineReading(Kind.TOP_UP, "to_gateway", doubtful=True, processor=gateway.code)
