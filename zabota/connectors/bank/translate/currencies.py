"""What banks call a currency: the old letters of the rouble, and digits where letters belong."""

from __future__ import annotations

# RUR and 810 are the rouble of before 1998, which files and account numbers kept on using.
_OTHER_NAMES = {
    "RUR": "RUB", "643": "RUB", "810": "RUB", "РУБ": "RUB", "₽": "RUB",
    "156": "CNY", "398": "KZT", "417": "KGS", "756": "CHF", "784": "AED", "826": "GBP",
    "840": "USD", "860": "UZS", "933": "BYN", "944": "AZN", "949": "TRY", "978": "EUR",
    "981": "GEL", "051": "AMD",
}  # fmt: skip


def currency_named(written: str) -> str:
    """The ISO 4217 letters of a currency: RUB for RUR, 810 and 643; an unknown word stays itself."""
    word = written.strip().upper().rstrip(".")
    return _OTHER_NAMES.get(word, word)
