"""Which rail takes a payout: by legal form, currency and what the partner is paid to."""

from __future__ import annotations

_BY_DETAILS = {
    ("account", "RUB"): "one_c",
    ("iban", "EUR"): "pain",
    ("sbp", "RUB"): "yookassa",
    ("wallet", "RUB"): "yookassa",
}
# What a rail takes at most in one payout, in minor units: SBP and wallets at YooKassa 500 000 ₽.
_AT_MOST = {"yookassa": 500_000_00}
PAYABLE_CURRENCIES = ("RUB", "EUR")


def rail_for(*, legal_form: str, currency: str, kind: str) -> str:
    """The rail, or an empty string when there is none.

    An individual is paid by hand: tax is withheld first, by a person who files it.
    """
    if legal_form == "person":
        return "manual" if currency == "RUB" else ""
    return _BY_DETAILS.get((kind, currency), "")


def too_much_for(rail: str, amount_minor: int) -> bool:
    """Whether the rail does not take so much in one payout."""
    return rail in _AT_MOST and amount_minor > _AT_MOST[rail]
