"""A partner's statement as a table to take away: CSV and Excel."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from zabota.domain.ledger.queries import AccountStatement
from zabota.kit.clock import start_of_day
from zabota.kit.money import DEFAULT_CURRENCY, Money
from zabota.kit.sheets import XLSX_TYPE, xlsx_pieces
from zabota.ui.lists import csv_of
from zabota.web.wording.statement import StatementRow


def statement_name(first: date, last: date, currency: str, *, of: str = "") -> str:
    """The name of the file; only another currency than roubles is named in it."""
    other = "" if currency == DEFAULT_CURRENCY else currency.lower()
    return "-".join(filter(None, ("statement", of, other, f"{first:%Y%m%d}", f"{last:%Y%m%d}")))


def _header() -> list[str]:
    return [_("Date"), _("What"), _("About"), _("Change"), _("We owe you"), _("Currency")]


def _opening(found: AccountStatement, first: date) -> StatementRow:
    balance = -found.opening_minor
    return StatementRow(start_of_day(first), _("At the beginning"), "", 0, balance, None, None)


def _lines(
    found: AccountStatement, rows: list[StatementRow], first: date, currency: str
) -> list[list[Any]]:
    return [
        [row.at, row.what, row.about, Money(row.change_minor, currency),
         Money(row.balance_minor, currency), currency]
        for row in [_opening(found, first), *rows]
    ]  # fmt: skip


def statement_csv(
    name: str, found: AccountStatement, rows: list[StatementRow], *, first: date, currency: str
) -> HttpResponse:
    """Every line with the balance after it, as a file that a Russian Excel opens by itself."""
    return csv_of(name, _header(), _lines(found, rows, first, currency), list)


def statement_workbook(
    name: str, found: AccountStatement, rows: list[StatementRow], *, first: date, currency: str
) -> HttpResponse:
    """The same as an Excel table, with moments and sums that can be counted with."""
    lines = _lines(found, rows, first, currency)
    raw = b"".join(xlsx_pieces([(_("Statement"), _header(), lines)]))
    answer = HttpResponse(raw, content_type=XLSX_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer
