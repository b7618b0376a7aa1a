"""Which rail takes a payout: by legal form, currency and what the partner is paid to."""

from __future__ import annotations

_BY_DETAILS = {
    ("account", "RUB"): "one_c",
    ("iban", "EUR"): "pain",
    ("sbp", "RUB"): "yookassa",
    ("wallet", "RUB"): "yookassa",
}
# What a rail takes in one payout, minor units: YooKassa, by phone number or to a wallet, 1 to 500 000 ₽.
_AT_LEAST = {"yookassa": 1_00}
_AT_MOST = {"yookassa": 500_000_00}
WALLET_A_MONTH = 600_000_00  # that YooKassa brings to one wallet
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


def too_little_for(rail: str, amount_minor: int) -> bool:
    """Whether the rail does not take so little in one payout."""
    return amount_minor < _AT_LEAST.get(rail, 0)
