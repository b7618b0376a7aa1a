"""How processors name the columns of their registers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_ALIASES = {
    "payment": (
        "идентификатор платежа", "id платежа", "номер платежа", "payment id", "paymentid",
        "transactionid", "transaction id", "номер транзакции", "id транзакции", "invid", "inv id",
        "id операции", "номер операции", "идентификатор операции", "charge id", "payment_id",
        "номер счета в магазине", "invoice id",
    ),
    "refund": (
        "идентификатор возврата", "id возврата", "номер возврата", "refund id", "refundid",
        "refundtransactionid", "refund_id",
    ),
    "of": (
        "paymenttransactionid", "payment transaction id", "исходная транзакция", "исходный платеж",
        "original transaction id", "id исходной операции",
    ),
    "amount": (
        "сумма платежа", "сумма операции", "сумма", "amount", "outsum", "out sum", "сумма оплаты",
        "сумма возврата", "сумма транзакции", "gross", "paymentamount", "сумма заказа",
    ),
    "fee": (
        "комиссия", "вознаграждение", "сумма вознаграждения", "сумма комиссии", "комиссия банка",
        "fee", "комиссия магазина", "удержано", "вознаграждение нко", "totalfee",
    ),
    "net": (
        "сумма к зачислению", "сумма к перечислению", "к зачислению", "к перечислению", "net",
        "income amount", "сумма за вычетом комиссии", "зачислено", "incsum", "сумма зачисления",
    ),
    "at": (
        "дата и время платежа", "дата платежа", "время платежа", "дата и время", "дата операции",
        "дата и время операции", "дата", "datetime", "date", "дата возврата", "created", "создан",
        "дата и время возврата", "дата транзакции", "confirmdate", "дата оплаты", "время операции",
        "дата создания", "дата подтверждения", "createddate", "дата завершения",
    ),
    "currency": ("валюта", "валюта платежа", "currency", "валюта операции"),
    "status": ("статус", "status", "статус платежа", "статус операции", "состояние", "результат"),
    "type": ("тип операции", "тип", "type", "операция", "вид операции", "тип транзакции"),
    "order": (
        "номер заказа", "orderid", "order id", "order_id", "invoiceid", "заказ", "описание заказа",
        "номер счета", "описание", "назначение", "description",
    ),
}  # fmt: skip
_NOT_LETTERS = re.compile(r"[^0-9a-zа-я]+")
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


def columns_of(cells: Sequence[str]) -> dict[str, int]:
    """Field → place in the row; of two columns for one field the more telling name wins."""
    best: dict[str, tuple[int, int]] = {}
    for place, cell in enumerate(cells):
        for field, rank in _BY_NAME.get(folded(cell), ()):
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
