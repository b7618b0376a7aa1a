"""Making invoices for stories: how the vendor pays VAT, lines, whole invoices."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import Invoice
from zabota.domain.invoices.operations import bill_client, set_vat_regime
from zabota.domain.invoices.rules.lines import Line
from zabota.kit.clock import noon_of
from zabota.kit.vat import VatKind

DAY = date(2026, 11, 16)
AT = noon_of(DAY)


def vat(kind: str = "22", *, since: date = date(2026, 1, 1)) -> None:
    """From a day on the vendor pays VAT so."""
    set_vat_regime(valid_from=since, kind=VatKind(kind), at=AT, by="Olga")


def line(
    title: str = "Лицензия", minor: int = 499_000, quantity: Decimal | int = 1, **more: Any
) -> Line:
    """A line of an invoice."""
    return Line(title=title, price_minor=minor, quantity=quantity, **more)


def bill(client: Client, *lines: Line, at: datetime = AT, **more: Any) -> Invoice:
    """A whole invoice of one line unless told otherwise."""
    return bill_client(client, lines=lines or [line()], at=at, by="Olga", **more)
