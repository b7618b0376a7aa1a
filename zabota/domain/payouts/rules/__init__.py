"""Rules of payouts: order numbers and purposes, the bank's cut-off, the self-employed. Plain Python."""

from zabota.domain.payouts.rules.orders import (
    INDIVIDUALS,
    LONGEST_PURPOSE,
    SELF_EMPLOYED,
    names_vat,
    next_order_number,
    purpose_code_for,
    purpose_for,
)

__all__ = [
    "INDIVIDUALS",
    "LONGEST_PURPOSE",
    "SELF_EMPLOYED",
    "names_vat",
    "next_order_number",
    "purpose_code_for",
    "purpose_for",
]
