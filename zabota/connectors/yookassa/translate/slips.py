"""A till slip → YooKassa's `receipt` (API v3, 54-ФЗ): codes for tax systems and VAT, prices of one."""

from __future__ import annotations

from typing import Any

from zabota.connectors.connections.translate.till import TAXATIONS, TillSlip
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
