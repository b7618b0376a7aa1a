"""Words that letters share: sums, days and addresses as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime

from zabota.kit.money import SYMBOLS

_THIN, _FIRM = "\u202f", "\u00a0"


def sum_of(minor: int, currency: str = "RUB") -> str:
    """1240050 → "12 400,50 ₽"; kopecks only where there are any."""
    whole, rest = divmod(abs(minor), 100)
    figure = f"{whole:,}".replace(",", _THIN) + (f",{rest:02d}" if rest else "")
    sign = "−" if minor < 0 else ""
    return f"{sign}{figure}{_FIRM}{SYMBOLS.get(currency, currency)}"


def sums_of(totals: Mapping[str, int]) -> str:
    """Currency → minor units as "12 400 ₽ + 30 €": roubles first."""
    ordered = sorted(totals.items(), reverse=True)
    return " + ".join(sum_of(minor, currency) for currency, minor in ordered)


def day_of(at: datetime) -> str:
    """The local day of a moment in words of the active language."""
    return date_format(localtime(at), "j E")


def link(path: str) -> str:
    """An address of the site for a letter."""
    return f"{settings.PUBLIC_URL}{path}"
