"""How processors name the columns of their registers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_ALIASES = {
    "payment": (
        "идентификатор платежа", "id платежа", "номер платежа", "payment id", "paymentid",
        "transactionid", "transaction id", "номер транзакции", "id транзакции", "invid", "inv id",
        "id операции", "номер операции", "идентификатор операции", "charge id", "payment_id",
        "номер счета в магазине", "invoice id", "идентификатор транзакции", "source id",
        "номер перевода", "уникальный идентификатор платежа", "id",
    ),
    "refund": (
        "идентификатор возврата", "id возврата", "номер возврата", "refund id", "refundid",
        "refundtransactionid", "refund_id",
    ),
    "of": (
        "paymenttransactionid", "payment transaction id", "исходная транзакция", "исходный платеж",
        "original transaction id", "id исходной операции", "номер оригинальной транзакции",
        "id оригинальной транзакции", "originaltransactionid", "номер исходной транзакции",
        "номер исходного платежа",
    ),
    "amount": (
        "сумма платежа", "сумма операции", "сумма", "amount", "outsum", "out sum", "сумма оплаты",
        "сумма транзакции", "gross", "paymentamount", "payment amount", "сумма заказа",
        "сумма перевода", "сумма в валюте платежа", "transaction amount", "total amount",
    ),
    "refund_amount": ("сумма возврата", "refund amount", "refundamount"),
    "fee": (
        "комиссия", "вознаграждение", "сумма вознаграждения", "сумма комиссии", "комиссия банка",
        "fee", "комиссия магазина", "удержано", "вознаграждение нко", "totalfee", "комиссия нко",
        "сумма комиссии нко", "комиссия юkassa", "комиссия юкасса", "вознаграждение юkassa",
        "commission", "commission amount", "fee amount", "total fee", "комиссия эквайера",
        "комиссия за операцию", "комиссия процессинга", "комиссия робокассы", "комиссия robokassa",
        "commissionamount",
    ),
    "net": (
        "сумма к зачислению", "сумма к перечислению", "к зачислению", "к перечислению", "net",
        "income amount", "сумма за вычетом комиссии", "зачислено", "incsum", "сумма зачисления",
        "к выплате", "сумма к выплате", "net amount", "сумма к получению", "инкассовая сумма",
    ),
    "at": (
        "дата и время платежа", "дата платежа", "дата время платежа", "время платежа",
        "дата и время", "дата время", "дата операции",
        "дата и время операции", "дата", "datetime", "created utc", "created date utc", "date",
        "created", "создан",
        "дата транзакции", "confirmdate", "дата оплаты", "время операции",
        "дата создания", "дата подтверждения", "createddate", "дата завершения",
        "дата и время оплаты", "время подтверждения", "время проведения",
        "дата и время проведения", "время создания платежа", "дата и время создания",
        "confirmdateiso", "createddateiso", "payment date", "payment time", "time of payment",
        "дата и время транзакции", "дата проведения", "created date", "transaction date",
        "дата перевода", "время перевода", "дата время операции", "дата время создания",
        "дата время транзакции",
    ),
    "refund_at": (
        "дата возврата", "дата и время возврата", "время возврата", "дата время возврата",
        "время зачисления возврата на счет плательщика", "refund date", "refund time",
        "time of refund",
    ),
    "clock": ("время", "time", "время платежа", "время операции", "время транзакции", "время оплаты"),
    "currency": (
        "валюта", "валюта платежа", "currency", "валюта операции", "валюта возврата",
        "payment currency", "refund currency", "валюта транзакции",
    ),
    "status": (
        "статус", "status", "статус платежа", "статус операции", "состояние", "результат",
        "статус транзакции", "состояние платежа",
    ),
    "type": (
        "тип операции", "тип", "reporting category", "type", "операция", "вид операции",
        "тип транзакции", "operation type", "transaction type", "operation",
    ),
    "order": (
        "номер заказа", "orderid", "order id", "order_id", "invoiceid", "заказ", "описание заказа",
        "номер счета", "описание", "назначение", "description", "идентификатор заказа",
        "описание платежа", "order number", "назначение платежа",
    ),
    # Stripe names one payment by several numbers, and each may be empty.
    "stripe_invoice": ("invoice id",),
    "stripe_intent": ("payment intent id", "paymentintent id"),
    "stripe_charge": ("charge id",),
    "stripe_source": ("source id", "id"),
}  # fmt: skip
_NOT_LETTERS = re.compile(r"[^0-9a-zа-я]+")
# "Сумма платежа за вычетом комиссии магазина", "… НКО", "Amount less commission": whoever keeps it.
_NET = re.compile(
    r"за вычетом|\bless (?:the )?(?:fee|commission)|after (?:fee|commission)|net of fee"
)
_ZONE_TAIL = re.compile(
    r"\s(?:utc|gmt|msk|мск|по мск|по москве|время московское|московское время)(?:\s?\d+)?$"
)
_CURRENCY_TAIL = re.compile(r",?\s*(?:\(?(?:руб\.?|rub|₽|р\.)\)?)\s*$", re.IGNORECASE)


def folded(text: str) -> str:
    """A column's name without case, marks, ё and the currency behind it."""
    bare = _CURRENCY_TAIL.sub("", text.strip())
    return " ".join(_NOT_LETTERS.sub(" ", bare.casefold().replace("ё", "е")).split())


_BY_NAME: Mapping[str, tuple[tuple[str, int], ...]] = {
    folded(alias): tuple(
        (field, place)
        for field, names in _ALIASES.items()
        for place, name in enumerate(names)
        if folded(name) == folded(alias)
    )
    for names in _ALIASES.values()
    for alias in names
}


def _fields_of(name: str) -> tuple[tuple[str, int], ...]:
    if _NET.search(name):
        return (("net", 0),)
    return _BY_NAME.get(name) or _BY_NAME.get(_ZONE_TAIL.sub("", name)) or ()


def columns_of(cells: Sequence[str]) -> dict[str, int]:
    """Field → place in the row; of two columns for one field the more telling name wins."""
    best: dict[str, tuple[int, int]] = {}
    for place, cell in enumerate(cells):
        for field, rank in _fields_of(folded(cell)):
            if field not in best or rank < best[field][0]:
                best[field] = (rank, place)
    return {field: place for field, (_rank, place) in best.items()}


_MARKS = (
    ("yookassa", r"юкасса|ю kassa|ю касса|yookassa|юмани|yoomoney|яндекс касса"),
    ("cloudpayments", r"cloudpayments|cloud payments|клаудпейментс|клауд пейментс"),
    ("robokassa", r"robokassa|робокасса|\binvid\b|\boutsum\b|\bincsum\b"),
    ("stripe", r"\bstripe\b"),
    ("tbank", r"т банк|тинькофф|tinkoff|t bank|\btbank\b|terminalkey|терминал"),
)
_BY_COLUMNS = (
    ("cloudpayments", {"transactionid", "accountid"}),
    ("cloudpayments", {"transactionid", "invoiceid"}),
    ("robokassa", {"invid"}),
    ("stripe", {"balance transaction id"}),
    ("stripe", {"reporting category", "source id"}),
    ("stripe", {"payment intent id"}),
    ("stripe", {"paymentintent id"}),
    ("tbank", {"paymentid", "orderid"}),
    ("yookassa", {"идентификатор платежа"}),
    ("yookassa", {"идентификатор возврата"}),
)


def processor_named(texts: Sequence[str], header: Sequence[str]) -> str:
    """Whose register it is: by its name above the table, else by its columns."""
    words = folded(" ".join(texts))
    for processor, mark in _MARKS:
        if re.search(mark, words):
            return processor
    names = {folded(cell) for cell in header}
    return next((who for who, wanted in _BY_COLUMNS if wanted <= names), "")
