"""What tills check of a slip (54-ФЗ), by the documentation of each processor; "" when it is right."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

METHODS = {
    "full_prepayment", "prepayment", "advance", "full_payment", "partial_payment", "credit",
    "credit_payment",
}  # fmt: skip
SUBJECTS = {
    "commodity", "excise", "job", "service", "gambling_bet", "gambling_prize", "lottery",
    "lottery_prize", "intellectual_activity", "payment", "agent_commission", "composite", "another",
}  # fmt: skip
TAXATIONS = {"osn", "usn_income", "usn_income_outcome", "envd", "esn", "patent"}
TAXES = {
    "none", "vat0", "vat5", "vat7", "vat10", "vat20", "vat22", "vat105", "vat107", "vat110",
    "vat120", "vat122",
}  # fmt: skip


def _first(checks: dict[str, Callable[[], bool]]) -> str:
    for words, holds in checks.items():
        try:
            if not holds():
                return words
        except (KeyError, TypeError, ValueError, ArithmeticError):
            return words
    return ""


def wrong_for_yookassa(receipt: Any, amount: str) -> str:
    """`amount` of an item is the price of one: prices times quantities are the payment."""
    items = receipt.get("items") or []
    total = sum((Decimal(i["amount"]["value"]) * Decimal(i["quantity"]) for i in items), Decimal())
    return _first(
        {
            "customer is missing": lambda: "@" in receipt["customer"]["email"],
            "items are wrong": lambda: 0 < len(items) <= 80,
            "description is wrong": lambda: all(0 < len(i["description"]) <= 128 for i in items),
            "vat_code is wrong": lambda: all(i["vat_code"] in range(1, 13) for i in items),
            "payment_mode is wrong": lambda: all(i["payment_mode"] in METHODS for i in items),
            "payment_subject is wrong": lambda: all(
                i["payment_subject"] in SUBJECTS for i in items
            ),
            "amount is wrong": lambda: all(Decimal(i["amount"]["value"]) > 0 for i in items),
            "currency is wrong": lambda: all(i["amount"]["currency"] == "RUB" for i in items),
            "tax_system_code is wrong": lambda: receipt["tax_system_code"] in range(1, 7),
            "total is not equal to the amount of the payment": lambda: total == Decimal(amount),
        }
    )


def wrong_for_tbank(receipt: Any, amount: int) -> str:
    """Kopecks as whole numbers; 308 when they do not add up."""
    items = receipt.get("Items") or []
    return _first(
        {
            "Поле Email или Phone": lambda: "@" in receipt["Email"] and len(receipt["Email"]) <= 64,
            "Поле Taxation": lambda: receipt["Taxation"] in TAXATIONS,
            "Поле Items": lambda: 0 < len(items) <= 100,
            "Поле Name": lambda: all(0 < len(i["Name"]) <= 128 for i in items),
            "Поле Tax": lambda: all(i["Tax"] in TAXES for i in items),
            "Поле PaymentMethod": lambda: all(i["PaymentMethod"] in METHODS for i in items),
            "Поле PaymentObject": lambda: all(i["PaymentObject"] in SUBJECTS for i in items),
            "Поле Amount": lambda: all(
                type(i["Amount"]) is int and i["Amount"] == i["Price"] * i["Quantity"]
                for i in items
            ),
            "Сумма всех позиций в чеке должна равняться сумме всех видов оплаты": lambda: (
                sum(i["Amount"] for i in items) == amount
            ),
        }
    )


def wrong_for_robokassa(receipt: Any, amount: str) -> str:
    """Sums in roubles as numbers, equal to OutSum together."""
    items = receipt.get("items") or []
    return _first(
        {
            "sno": lambda: receipt["sno"] in TAXATIONS,
            "items": lambda: 0 < len(items) <= 100,
            "name": lambda: all(0 < len(i["name"]) <= 128 for i in items),
            "tax": lambda: all(i["tax"] in TAXES for i in items),
            "payment_method": lambda: all(i["payment_method"] in METHODS for i in items),
            "payment_object": lambda: all(i["payment_object"] in SUBJECTS for i in items),
            "quantity": lambda: all(i["quantity"] > 0 for i in items),
            "sum": lambda: sum(Decimal(str(i["sum"])) for i in items) == Decimal(amount),
        }
    )


def wrong_for_closing(items: list[dict[str, Any]], *, vat: str, method: str) -> str:
    """The second slip of an advance: all is given, so the rate is no share and the method is whole."""
    shares = (5, 6, 9, 10, 12, 105, 107, 110, 120, 122)
    whole = ("full_payment", 4)
    rates = [i[vat] for i in items]
    wrong_rate = any(r in shares if isinstance(r, int) else len(str(r)) > 5 for r in rates)
    return _first(
        {
            "the method of a second slip is a full payment": lambda: all(
                i[method] in whole for i in items
            ),
            "the rate of a second slip is no share": lambda: not wrong_rate,
        }
    )


def wrong_for_cloudkassir(receipt: Any, amount: str, *, paid_by: str = "electronic") -> str:
    """Numbers for words; what is paid electronically is the payment."""
    items = receipt.get("Items") or []
    vats = (None, 0, 5, 7, 10, 20, 22, 105, 107, 110, 120, 122)
    return _first(
        {
            "email": lambda: "@" in receipt["email"],
            "taxationSystem": lambda: receipt["taxationSystem"] in range(6),
            "Items": lambda: bool(items),
            "label": lambda: all(0 < len(i["label"]) <= 128 for i in items),
            "vat": lambda: all(i["vat"] in vats for i in items),
            "method": lambda: all(i["method"] in range(8) for i in items),
            "object": lambda: all(i["object"] in range(1, 14) for i in items),
            "amount": lambda: all(
                Decimal(str(i["price"])) * i["quantity"] == Decimal(str(i["amount"])) for i in items
            ),
            "amounts": lambda: (
                Decimal(str(receipt["amounts"][paid_by]))
                == sum(Decimal(str(i["amount"])) for i in items)
                == Decimal(amount)
            ),
        }
    )
