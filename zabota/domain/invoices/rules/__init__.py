"""Rules of invoices: their numbers, their lines, what a QR code says."""

from zabota.domain.invoices.rules.numbers import (
    Reference,
    check_digit,
    find_invoice_numbers,
    find_references,
    make_reference,
    number_key,
)

__all__ = [
    "Reference",
    "check_digit",
    "find_invoice_numbers",
    "find_references",
    "make_reference",
    "number_key",
]
