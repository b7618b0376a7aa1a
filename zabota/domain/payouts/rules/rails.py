"""Which rail takes a payout: by legal form, currency and what the partner is paid to."""

from __future__ import annotations

_BY_DETAILS = {
    ("account", "RUB"): "one_c",
    ("iban", "EUR"): "pain",
    ("sbp", "RUB"): "yookassa",
    ("wallet", "RUB"): "yookassa",
}
PAYABLE_CURRENCIES = ("RUB", "EUR")


def rail_for(*, legal_form: str, currency: str, kind: str) -> str:
    """The rail, or an empty string when there is none.

    An individual is paid by hand: tax is withheld first, by a person who files it.
    """
    if legal_form == "person":
        return "manual" if currency == "RUB" else ""
    return _BY_DETAILS.get((kind, currency), "")
