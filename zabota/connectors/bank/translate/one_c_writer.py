"""Writes payment orders as a 1CClientBankExchange file, version 1.03, that every bank imports.

Nothing is cut to fit: what does not fit is refused, because half a name or half a purpose is
another name and another purpose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zabota.connectors.bank.facts import Side
from zabota.connectors.bank.translate.amounts import written_amount
from zabota.connectors.bank.translate.plain_text import CHARSET, NotInCharset, plain
from zabota.kit import requisites

NAME_LIMIT = 160
BANK_LIMIT = 160
CITY_LIMIT = 30
PURPOSE_LIMIT = 210
LAST_NUMBER = 999_999
LARGEST_AMOUNT = 99_999_999_999_999

# Accounts of persons, where field 20 says what kind of income this is.
_PERSONAL = ("40817", "40820", "40802", "423", "426")
_NAMELESS_INN = ("40817", "40820", "423", "426")
_PURPOSE_CODES = frozenset("12345")
_PRIORITIES = frozenset("12345")
_END = "\r\n"


class OrderRefused(ValueError):
    """An order that a bank would not take, or would take wrongly.

    `code` is one of: nothing_to_write, number_range, number_ends_with_noughts, number_repeated,
    amount_range, empty, too_long (limit, length), charset (character), digits, length, prefix,
    check_digit, currency, bic_mismatch, kpp_of_person, purpose_code_unknown,
    purpose_code_not_for_account, priority_unknown, same_account. `field` names the field, as `payee.account`.
    """

    def __init__(self, code: str, field: str, params: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{field}: {code} {dict(params or {})}")
        self.code = code
        self.field = field
        self.params = dict(params or {})


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentOrder:
    """One order to pay; the amount is kopecks, `purpose_code` is field 20, `code` the УИН."""

    number: int
    on: date
    amount: int
    payee: Side
    purpose: str
    purpose_code: str = ""
    code: str = ""
    priority: str = "5"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFileHeader:
    """What is said once for a file: who pays, when it was made and by which program."""

    payer: Side
    created_at: datetime
    sender: str = "Zabota"
    recipient: str = ""


def write_payment_orders(orders: Sequence[PaymentOrder], header: OrderFileHeader) -> bytes:
    """The file for the bank: cp1251, CRLF; raises `OrderRefused` for the first thing amiss."""
    if not orders:
        raise OrderRefused("nothing_to_write", "orders")
    payer = _checked_side(header.payer, "payer")
    written: list[str] = []
    numbers: set[int] = set()
    for order in orders:
        if order.number in numbers:
            raise OrderRefused("number_repeated", "number", {"order": str(order.number)})
        numbers.add(order.number)
        try:
            written += _order_lines(order, payer)
        except OrderRefused as refusal:
            raise OrderRefused(
                refusal.code, refusal.field, {**refusal.params, "order": str(order.number)}
            ) from None
    days = [order.on for order in orders]
    lines = [*_header_lines(header, payer, min(days), max(days)), *written, "КонецФайла"]
    return "".join(line + _END for line in lines).encode(CHARSET)


def _header_lines(header: OrderFileHeader, payer: Side, first: date, last: date) -> Iterator[str]:
    yield "1CClientBankExchange"
    yield "ВерсияФормата=1.03"
    yield "Кодировка=Windows"
    yield f"Отправитель={_text(header.sender, 'sender', NAME_LIMIT)}"
    yield f"Получатель={_text(header.recipient, 'recipient', NAME_LIMIT, may_be_empty=True)}"
    yield f"ДатаСоздания={header.created_at:%d.%m.%Y}"
    yield f"ВремяСоздания={header.created_at:%H:%M:%S}"
    yield f"ДатаНачала={first:%d.%m.%Y}"
    yield f"ДатаКонца={last:%d.%m.%Y}"
    yield f"РасчСчет={payer.account}"
    yield "Документ=Платежное поручение"


def _order_lines(order: PaymentOrder, payer: Side) -> Iterator[str]:
    _check_number(order.number)
    if not 0 < order.amount <= LARGEST_AMOUNT:
        raise OrderRefused("amount_range", "amount", {"amount": str(order.amount)})
    payee = _checked_side(order.payee, "payee")
    if payee.account == payer.account:
        raise OrderRefused("same_account", "payee.account")
    purpose = _text(order.purpose, "purpose", PURPOSE_LIMIT)
    yield "СекцияДокумент=Платежное поручение"
    yield f"Номер={order.number}"
    yield f"Дата={order.on:%d.%m.%Y}"
    yield f"Сумма={written_amount(order.amount)}"
    yield from _side_lines(payer, "Плательщик")
    yield from _side_lines(payee, "Получатель")
    yield "ВидПлатежа="
    yield "ВидОплаты=01"
    if order.purpose_code:
        _check_purpose_code(order.purpose_code, payee.account)
        yield f"КодНазПлатежа={order.purpose_code}"
    yield f"Код={_text(order.code, 'code', 25, may_be_empty=True)}"
    yield f"Очередность={_checked_priority(order.priority)}"
    yield f"НазначениеПлатежа={purpose}"
    yield f"НазначениеПлатежа1={purpose}"
    yield f"ПлательщикКПП={payer.kpp}"
    yield f"ПолучательКПП={payee.kpp}"
    yield "КонецДокумента"


def _side_lines(side: Side, role: str) -> Iterator[str]:
    yield f"{role}Счет={side.account}"
    yield f"{role}=ИНН {side.inn} {side.name}" if side.inn else f"{role}={side.name}"
    yield f"{role}ИНН={side.inn}"
    yield f"{role}1={side.name}"
    yield f"{role}РасчСчет={side.account}"
    yield f"{role}Банк1={side.bank}"
    yield f"{role}Банк2={side.city}"
    yield f"{role}БИК={side.bic}"
    yield f"{role}Корсчет={side.corr_account}"


def _checked_side(side: Side, role: str) -> Side:
    """The side with plain texts, every requisite of it proved."""
    name = _text(side.name, f"{role}.name", NAME_LIMIT)
    _check(requisites.check_bic(side.bic), f"{role}.bic")
    _check(requisites.check_account(side.account, side.bic), f"{role}.account")
    _check(requisites.check_corr_account(side.corr_account, side.bic), f"{role}.corr_account")
    if side.inn or not side.account.startswith(_NAMELESS_INN):
        _check(requisites.check_inn(side.inn), f"{role}.inn")
    if side.kpp:
        if len(side.inn) != 10:
            raise OrderRefused("kpp_of_person", f"{role}.kpp")
        _check(requisites.check_kpp(side.kpp), f"{role}.kpp")
    return Side(
        name=name,
        inn=side.inn,
        kpp=side.kpp,
        account=side.account,
        bic=side.bic,
        bank=_text(side.bank, f"{role}.bank", BANK_LIMIT, may_be_empty=True),
        corr_account=side.corr_account,
        city=_text(side.city, f"{role}.city", CITY_LIMIT, may_be_empty=True),
    )


def _check(reason: str | None, field_name: str) -> None:
    if reason:
        raise OrderRefused(reason, field_name)


def _check_number(number: int) -> None:
    """Six digits at most, and the last three, which the bank's systems keep, are not noughts."""
    if not 1 <= number <= LAST_NUMBER:
        raise OrderRefused("number_range", "number")
    if number % 1000 == 0:
        raise OrderRefused("number_ends_with_noughts", "number")


def _check_purpose_code(code: str, account: str) -> None:
    if code not in _PURPOSE_CODES:
        raise OrderRefused("purpose_code_unknown", "purpose_code", {"given": code})
    if not account.startswith(_PERSONAL):
        raise OrderRefused("purpose_code_not_for_account", "purpose_code", {"given": code})


def _checked_priority(priority: str) -> str:
    if priority not in _PRIORITIES:
        raise OrderRefused("priority_unknown", "priority", {"given": priority})
    return priority


def _text(value: str, field_name: str, limit: int, *, may_be_empty: bool = False) -> str:
    try:
        text = plain(value)
    except NotInCharset as refusal:
        raise OrderRefused("charset", field_name, {"character": refusal.character}) from None
    if not text and not may_be_empty:
        raise OrderRefused("empty", field_name)
    if len(text) > limit:
        raise OrderRefused("too_long", field_name, {"limit": str(limit), "length": str(len(text))})
    return text
