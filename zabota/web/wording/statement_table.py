"""A partner's statement as a table to take away: CSV and Excel."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from zabota.domain.ledger.queries import AccountStatement
from zabota.kit.clock import start_of_day
from zabota.kit.money import Money
from zabota.kit.sheets import XLSX_TYPE, xlsx_pieces
from zabota.ui.lists import csv_of
from zabota.web.wording.statement import StatementRow


def _header() -> list[str]:
    return [_("Date"), _("What"), _("About"), _("Change"), _("We owe you")]


def _opening(found: AccountStatement, first: date) -> StatementRow:
    balance = -found.opening_minor
    return StatementRow(start_of_day(first), _("At the beginning"), "", 0, balance, None, None)


def _line(row: StatementRow) -> list[Any]:
    return [row.at, row.what, row.about, Money(row.change_minor), Money(row.balance_minor)]


def statement_csv(
    name: str, found: AccountStatement, rows: list[StatementRow], *, first: date
) -> HttpResponse:
    """Every line with the balance after it, as a file that a Russian Excel opens by itself."""
    return csv_of(name, _header(), [_opening(found, first), *rows], _line)


def statement_workbook(
    name: str, found: AccountStatement, rows: list[StatementRow], *, first: date
) -> HttpResponse:
    """The same as an Excel table, with moments and sums that can be counted with."""
    lines = [_line(row) for row in [_opening(found, first), *rows]]
    raw = b"".join(xlsx_pieces([(_("Statement"), _header(), lines)]))
    answer = HttpResponse(raw, content_type=XLSX_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer
