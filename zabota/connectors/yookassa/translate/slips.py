"""A till slip → YooKassa's `receipt` (API v3, 54-ФЗ): codes for tax systems and VAT, prices of one.

And back: what their refund, or their slip of its own, says of how it ended.
"""

from __future__ import annotations

from typing import Any

from zabota.connectors.connections.facts import SlipWord
from zabota.connectors.connections.translate.till import TAXATIONS, TillSlip
from zabota.connectors.yookassa.translate.payments import Object
from zabota.kit.money import Money

# yookassa.ru/developers/54fz/parameters-values; 4 is ЕНВД, which is no more.
_TAXATION = dict(zip(TAXATIONS, (1, 2, 3, 5, 6), strict=True))
_VAT = {
    "none": 1, "vat0": 2, "vat10": 3, "vat20": 4, "vat110": 5, "vat120": 6,
    "vat5": 7, "vat7": 8, "vat105": 9, "vat107": 10, "vat22": 11, "vat122": 12,
}  # fmt: skip


def receipt_of(slip: TillSlip) -> dict[str, Any]:
    """The object they take with a payment; `amount` of an item is the price of one."""
    return {
        "customer": {"email": slip.email},
        "tax_system_code": _TAXATION[slip.taxation],
        "items": [
            {
                "description": line.words,
                "quantity": f"{line.quantity}.000",
                "measure": "piece",
                "amount": {"value": Money(line.price_minor).plain(), "currency": "RUB"},
                "vat_code": _VAT[slip.vat_word],
                "payment_mode": slip.method,
                "payment_subject": slip.subject,
            }
            for line in slip.lines
        ],
    }


def closing_of(slip: TillSlip, payment: str) -> dict[str, Any]:
    """A slip of its own that sets the whole sum off against what was paid in advance."""
    amount = {"value": Money(slip.total_minor).plain(), "currency": "RUB"}
    return {
        **receipt_of(slip),
        "type": "payment",
        "payment_id": payment,
        "send": True,
        "settlements": [{"type": "prepayment", "amount": amount}],
    }


# Why a refund did not work out; yookassa.ru/developers, declined refunds.
_WHY = {
    "general_decline": "ЮKassa отклонила без объяснения",
    "insufficient_funds": "в ЮKassa не хватает денег на возврат: дождитесь новых оплат или пополните баланс",
    "rejected_by_payee": "банк или кошелёк плательщика не принял деньги",
    "rejected_by_timeout": "банк плательщика не ответил вовремя",
    "yoo_money_account_closed": "кошелёк плательщика закрыт",
    "payment_basket_id_not_found": "НСПК не нашла корзину этой оплаты",
    "payment_article_number_not_found": "ЮKassa не нашла товар этой оплаты",
    "payment_tru_code_not_found": "ЮKassa не нашла код товара этой оплаты",
    "too_many_refunding_articles": "возвращается больше товара, чем оплачено",
    "some_articles_already_refunded": "часть товара возвращена раньше",
}
NOT_PRINTED = (
    "деньги возвращены, а чек возврата касса не пробила: пробейте его сами или спросите ЮKassa"
)


def word_of_refund(refund: Object) -> SlipWord:
    """Their refund; the slip that went with it is told of apart."""
    number, status = str(refund["id"]), refund["status"]
    if status == "canceled":
        why = str((refund.get("cancellation_details") or {}).get("reason") or "")
        return SlipWord(end="refused", external_id=number, reason=_WHY.get(why, why or "отменён"))
    if status != "succeeded":
        return SlipWord(end="open", external_id=number)
    printed = refund.get("receipt_registration")
    reason = NOT_PRINTED if printed == "canceled" else ""
    return SlipWord(end="done", external_id=number, reason=reason, more=printed == "pending")


def word_of_first(payment: Object) -> SlipWord:
    """Whether the till has printed the slip that went with a payment; nothing is said where none did."""
    printed = payment.get("receipt_registration")
    if printed == "canceled":
        return SlipWord(end="refused", reason="касса не пробила чек этой оплаты")
    return SlipWord(end="open" if printed == "pending" else "done")


def word_of_slip(receipt: Object) -> SlipWord:
    """Their slip of its own."""
    number, status = str(receipt["id"]), receipt["status"]
    if status == "canceled":
        return SlipWord(end="refused", external_id=number, reason="касса не пробила чек")
    return SlipWord(end="done" if status == "succeeded" else "open", external_id=number)
