"""What a line of a statement is: a client's payment or one of the many things that are not.

The rules are held in the order of certainty. Where the words speak for one thing and the accounts
for another, the line stays a possible client's payment and is marked doubtful: a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from zabota.connectors.bank.facts import Side, StatementLineFact
from zabota.connectors.bank.translate.amounts import DateUnreadable, read_date
from zabota.connectors.bank.translate.camt_returns import ATTEMPT_KEY
from zabota.connectors.bank.translate.processors import (
    PROCESSORS,
    STRONG,
    WEAK,
    Processor,
    processor_of,
)
from zabota.kit.money import DEFAULT_CURRENCY


class Kind(StrEnum):
    """What a line is; the values are those of the stored line."""

    CLIENT_PAYMENT = "client_payment"
    PROCESSOR_SETTLEMENT = "processor_settlement"
    OWN_TRANSFER = "own_transfer"
    BANK_FEE = "bank_fee"
    RETURNED_ORDER = "returned_order"
    CLIENT_REFUND = "client_refund"
    OUTGOING_ORDER = "outgoing_order"
    TOP_UP = "top_up"
    OTHER_IN = "other_in"
    OTHER_OUT = "other_out"


@dataclass(frozen=True, slots=True)
class LineReading:
    """What a line is taken for, and why.

    `reason` is one of: own_account, own_inn, processor_inn, processor_name, processor_wording,
    mentions_processor, mentions_return, reversal, bank_account, fee_wording, fee_operation, interest,
    loan, our_key, return_wording, details_differ,
    return_unnumbered, refund_wording, budget, treasury, wages, direction_unknown, through_bank,
    bank_order, top_up_wording, to_gateway, ordinary. `doubtful` asks for a person before money moves. Of a returned order,
    number and date of the order as far as the purpose names them.
    """

    kind: Kind
    reason: str
    doubtful: bool = False
    processor: str = ""
    order_number: str = ""
    order_on: date | None = None


# A purpose has at most 210 characters; what is glued behind them is not searched.
_READ = 500

# Accounts of a bank itself: settlements with others, its income and expense, fees, transit.
_BANK_ACCOUNT = re.compile(r"30[1-4]|40911|47|6(?:03|12|13)|70[67]|91")
_TRANSIT_ACCOUNT = re.compile(r"30[1-4]|40911|474(?:16|22|23)")
_LOAN_ACCOUNT = re.compile(r"45[2-9]|44[1-9]|478|474(?:26|27)|42[0-3]|410|411")
_CLIENT_ACCOUNT = re.compile(r"40[5-8]")
_TREASURY_ACCOUNT = re.compile(r"03|40101|40102|40116|40105")

_RETURN = re.compile(r"\bвозврат(?!н)\w*|\bвозвращ[а-яё]+", re.IGNORECASE)
_NO_RETURN = re.compile(
    r"(?:не\s+подлеж\w+|без)\s+возврат\w*|возврат\w*\s+не\s+(?:подлеж|осуществл|производ)\w*"
    r"|с\s+правом\s+возврат\w*",
    re.IGNORECASE,
)
_BORROWED = (
    r"[^.;]{0,40}?\b(?:за[йе]м[ау]?\b|заём|кредит[ау]?\b|кредитн\w+\s+(?:договор|лини)|депозит\w*"
    r"|вклад\w*|транш\w*|овердрафт\w*|ссуд\w*)"
)
# "Оплата … за модуль возвратов": a payment that only speaks of returns, unless it was returned.
_PAYS = re.compile(
    r"\W*(?:(?:пред|до)?оплат[аыу]?|авансов\w+\s+плат[её]ж|аванс|за|по\s+сч[её]т\w*)\b"
    r"(?!\W*(?:был[аио]?\W+)?возвр)",
    re.IGNORECASE,
)
_LOAN = re.compile(
    rf"(?:выдач|предоставлен|погашен|возврат|процент|размещен)\w*{_BORROWED}", re.IGNORECASE
)
_LOAN_CONTRACT = re.compile(rf"(?:уплат|догов)\w*{_BORROWED}", re.IGNORECASE)
# Gateways whose balance payouts leave from; a wallet there is somebody else's money.
_PAYING_OUT = frozenset({"yookassa"})
_TOP_UP = re.compile(
    r"пополнени\w*|баланс\w*\s+(?:для\s+)?выплат|для\s+(?:проведени\w+\s+|осуществлени\w+\s+)?выплат"
    r"|обеспечительн\w+\s+(?:плат|вклад|взнос)",
    re.IGNORECASE,
)
_WALLET = re.compile(r"кошел[её]?к\w*", re.IGNORECASE)
_INTEREST = re.compile(
    r"процент\w*[^.;]{0,40}?(?:остат|депозит|вклад|счет)|начислен\w*\s+процент", re.IGNORECASE
)
_FEE = re.compile(
    r"комисси|плат[аы]\s+за|за\s+(?:ведение|обслуживание|рко|расчетно)|абонентск|смс|sms|тариф"
    r"|пакет\s+услуг|вознаграждение\s+банк",
    re.IGNORECASE,
)
_WAGES = re.compile(
    r"заработн\w+\s+плат|\bз/?пл?\b|зарплат|\bотпускн|больничн|командировочн|под\s?отч[её]т"
    r"|алимент|дивиденд",
    re.IGNORECASE,
)
_REWARD = re.compile(r"вознагражден", re.IGNORECASE)
_INVOICED = re.compile(r"\bсч[её]т|\bсч\.|invoice", re.IGNORECASE)
_ORDER = re.compile(
    r"(?:\bп\s*[/.\\-]?\s*п(?:\.|\b)|плат[а-яё.]*\s*поруч[а-яё.]*|плат[её]жк[а-яё]*"
    r"|\bпоруч[а-яё.]*|распоряж[а-яё.]*|\bдок(?:\.|умент[а-яё]*))"
    r"[\s.:(]*(?:№|[#]|N[oо0]?\.?|номер)?\s*(?P<number>\d{1,10})\b"
    r"(?:\s*(?:от|дата)?\s*(?P<on>\d{1,2}[./-]\d{1,2}[./-]\d{2,4}))?",
    re.IGNORECASE,
)
_RETURNED_BY_DATE = re.compile(
    r"возвр(?P<lead>[^0-9№#]{0,50})(?:№|[#]|N)\s*(?P<number>\d{1,6})\s*от\s*"
    r"(?P<on>\d{1,2}[./-]\d{1,2}[./-]\d{2,4})",
    re.IGNORECASE,
)
_OTHER_PAPER = re.compile(r"дог|контр|сч|отч|акт|оферт|накл", re.IGNORECASE)
_ORDER_KINDS = re.compile(r"\bордер", re.IGNORECASE)
_ORDER_OPERATIONS = frozenset({"17", "09", "16", "9"})
# What camt and MT940 call a bank's fee and its interest.
_FEE_OPERATIONS = frozenset({"CHRG", "COMM", "FEES", "CHG", "COM"})
_INTEREST_OPERATIONS = frozenset({"INTR", "INT"})


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
    if line.reversal:
        return _reversed(line)
    if line.direction == "in" and ATTEMPT_KEY.fullmatch(line.number):
        return LineReading(Kind.RETURNED_ORDER, "our_key")
    line = _without_foreign_account(line)
    if line.direction == "out":
        return _outgoing(line, line.purpose[:_READ], own_inn, processors)
    return _incoming(line, line.purpose[:_READ], own_inn, processors)


def _reversed(line: StatementLineFact) -> LineReading:
    """The bank takes an earlier movement back: a client's payment, or an order of ours."""
    if line.direction == "out":
        return LineReading(Kind.CLIENT_REFUND, "reversal", doubtful=True)
    if ATTEMPT_KEY.fullmatch(line.number):
        return LineReading(Kind.RETURNED_ORDER, "reversal")
    number = line.number if line.number.isdecimal() and len(line.number) < 7 else ""
    return LineReading(Kind.RETURNED_ORDER, "reversal", not number, order_number=number.lstrip("0"))


def _without_foreign_account(line: StatementLineFact) -> StatementLineFact:
    """Beginnings of an account mean something only where the account is a Russian one."""
    number = line.counterparty.account
    if line.currency == DEFAULT_CURRENCY and (not number or number[0].isdecimal()):
        return line
    if len(number) == 20 and number.isdecimal():
        return line
    return replace(line, counterparty=replace(line.counterparty, account=""))


def _incoming(
    line: StatementLineFact, purpose: str, own_inn: str, processors: tuple[Processor, ...]
) -> LineReading:
    payer = line.counterparty
    if settled := _settlement(payer, purpose, processors):
        return settled
    if _LOAN.search(purpose) and not _INVOICED.search(purpose):
        return LineReading(Kind.OTHER_IN, "loan")
    if _is_return(purpose):
        if _PAYS.match(purpose) and _is_client_account(payer.account):
            return LineReading(Kind.CLIENT_PAYMENT, "mentions_return", doubtful=True)
        return _returned(purpose)
    if own_inn and payer.inn == own_inn:
        return LineReading(Kind.OWN_TRANSFER, "own_inn")
    if _INTEREST.search(purpose) and not _is_client_account(payer.account):
        return LineReading(Kind.OTHER_IN, "interest")
    if _LOAN_ACCOUNT.match(payer.account):
        return LineReading(Kind.OTHER_IN, "loan")
    if _TREASURY_ACCOUNT.match(payer.account):
        return LineReading(Kind.OTHER_IN, "treasury")
    if _LOAN_CONTRACT.search(purpose) and not _INVOICED.search(purpose):
        return LineReading(Kind.CLIENT_PAYMENT, "loan", doubtful=True)
    if STRONG.search(purpose) or (WEAK.search(purpose) and not _INVOICED.search(purpose)):
        return LineReading(Kind.CLIENT_PAYMENT, "mentions_processor", doubtful=True)
    if _TRANSIT_ACCOUNT.match(payer.account):
        return LineReading(Kind.CLIENT_PAYMENT, "through_bank", doubtful=True)
    if _BANK_ACCOUNT.match(payer.account):
        return LineReading(Kind.OTHER_IN, "bank_account")
    if _is_order_of_bank(line) and not _is_client_account(payer.account):
        return LineReading(Kind.CLIENT_PAYMENT, "bank_order", doubtful=True)
    return LineReading(Kind.CLIENT_PAYMENT, "ordinary")


def _settlement(payer: Side, purpose: str, processors: tuple[Processor, ...]) -> LineReading | None:
    """A processor's lump, when its ИНН is beyond doubt or its name and words confirm each other."""
    if _RETURN.match(purpose):
        return None
    processor = processor_of(payer.inn, payer.name, processors)
    if processor and processor.certain and payer.inn in processor.inns:
        return LineReading(Kind.PROCESSOR_SETTLEMENT, "processor_inn", processor=processor.code)
    worded = STRONG.search(purpose) is not None
    if not worded and _is_return(purpose):
        return None
    if processor is None:
        if worded and _TRANSIT_ACCOUNT.match(payer.account):
            return LineReading(Kind.PROCESSOR_SETTLEMENT, "processor_wording")
        return None
    if processor.certain and (worded or not payer.inn):
        return LineReading(Kind.PROCESSOR_SETTLEMENT, "processor_name", processor=processor.code)
    if worded or (WEAK.search(purpose) and not _INVOICED.search(purpose)):
        return LineReading(Kind.PROCESSOR_SETTLEMENT, "processor_wording", processor=processor.code)
    return None


def _returned(purpose: str) -> LineReading:
    """Money that came back: our order by its number, or something a person must name."""
    match = _ORDER.search(purpose)
    if match is None:
        match = _RETURNED_BY_DATE.search(purpose)
        if match is not None and _OTHER_PAPER.search(match["lead"]):
            match = None
    if match is None:
        return LineReading(Kind.RETURNED_ORDER, "return_unnumbered", doubtful=True)
    return LineReading(
        Kind.RETURNED_ORDER,
        "return_wording",
        order_number=match["number"].lstrip("0"),
        order_on=_day(match["on"]),
    )


def _outgoing(
    line: StatementLineFact, purpose: str, own_inn: str, processors: tuple[Processor, ...]
) -> LineReading:
    payee = line.counterparty
    if topped_up := _top_up(payee, purpose, processors):
        return topped_up
    lent = _LOAN.search(purpose) or _LOAN_CONTRACT.search(purpose)
    if _LOAN_ACCOUNT.match(payee.account) or (lent and not _REWARD.search(purpose)):
        return LineReading(Kind.OTHER_OUT, "loan")
    if _TREASURY_ACCOUNT.match(payee.account):
        return LineReading(Kind.OTHER_OUT, "treasury")
    if _WAGES.search(purpose):
        return LineReading(Kind.OTHER_OUT, "wages")
    if _BANK_ACCOUNT.match(payee.account):
        return LineReading(Kind.BANK_FEE, "bank_account")
    if line.operation in _FEE_OPERATIONS and not payee.account:
        return LineReading(Kind.BANK_FEE, "fee_operation")
    if _is_order_of_bank(line) and _FEE.search(purpose):
        return LineReading(Kind.BANK_FEE, "fee_wording")
    if own_inn and payee.inn == own_inn:
        return LineReading(Kind.OWN_TRANSFER, "own_inn")
    if _is_return(purpose):
        return LineReading(Kind.CLIENT_REFUND, "refund_wording", not _INVOICED.search(purpose))
    if line.budget and not _is_client_account(payee.account):
        return LineReading(Kind.OTHER_OUT, "budget")
    if _is_order_of_bank(line) and not _is_client_account(payee.account):
        return LineReading(Kind.OTHER_OUT, "bank_order")
    return LineReading(Kind.OUTGOING_ORDER, "ordinary")


def _top_up(payee: Side, purpose: str, processors: tuple[Processor, ...]) -> LineReading | None:
    """Money to a gateway that pays out for us; without the words for it a person is asked."""
    gateway = processor_of(payee.inn, payee.name, processors)
    if gateway is None or gateway.code not in _PAYING_OUT or _WALLET.search(purpose):
        return None
    if payee.inn and payee.inn not in gateway.inns:
        return None
    if _TOP_UP.search(purpose):
        return LineReading(Kind.TOP_UP, "top_up_wording", processor=gateway.code)
    return LineReading(Kind.TOP_UP, "to_gateway", doubtful=True, processor=gateway.code)


def _is_return(purpose: str) -> bool:
    """Whether money is said to go back, and not that it never will."""
    return _RETURN.search(_NO_RETURN.sub(" ", purpose)) is not None


def _is_client_account(account: str) -> bool:
    return _CLIENT_ACCOUNT.match(account) is not None


def _is_order_of_bank(line: StatementLineFact) -> bool:
    """Банковский, мемориальный or платёжный ордер: made by the bank, not by the payer."""
    by_name = _ORDER_KINDS.search(line.document_kind) is not None
    return by_name or line.operation in _ORDER_OPERATIONS


def _day(text: str | None) -> date | None:
    try:
        return read_date(text) if text else None
    except DateUnreadable:
        return None
