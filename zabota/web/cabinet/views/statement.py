"""The partner's account with us for any period: on the page, as CSV and as an Excel table."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from zabota.domain.ledger.queries import AccountStatement, get_account_statement
from zabota.domain.rewards.postings import owed
from zabota.kit.clock import end_of_day, local_date, now, start_of_day
from zabota.kit.money import Money
from zabota.ui.lists import csv_of, one_page, pdf_of, wants_csv, word
from zabota.web.cabinet.access import members_page, partner_of
from zabota.web.cabinet.frame import page
from zabota.web.wording.statement import StatementRow, rows_of
from zabota.web.wording.statement_paper import statement_paper

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@members_page
@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """What we owed at the beginning, every line, what we owe at the end; it ties to the books."""
    today = local_date(now())
    first = _day(word(request, "from")) or today.replace(day=1)
    last = max(first, _day(word(request, "to")) or today)
    name = f"statement-{first:%Y%m%d}-{last:%Y%m%d}"
    if request.GET.get("as") == "pdf":
        return pdf_of(name, statement_paper(partner_of(request), first=first, last=last, at=now()))
    found = get_account_statement(
        owed(partner_of(request).pk), since=start_of_day(first), before=end_of_day(last)
    )
    rows = rows_of(found)
    if wants_csv(request):
        return csv_of(name, _header(), [_opening(found, first), *rows], _line)
    if request.GET.get("as") == "xlsx":
        return _workbook(name, found, first, rows)
    earlier = first - timedelta(days=1)
    return page(
        request,
        "statement.html",
        section="statement",
        first=first,
        last=last,
        former={"from": earlier.replace(day=1), "to": earlier},
        opening=Money(-found.opening_minor),
        closing=Money(-found.closing_minor),
        earned=Money(sum(row.change_minor for row in rows if not row.payout_id)),
        paid=Money(-sum(row.change_minor for row in rows if row.payout_id)),
        page=one_page(request, rows),
    )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None


def _header() -> list[str]:
    return [_("Date"), _("What"), _("About"), _("Change"), _("We owe you")]


def _opening(found: AccountStatement, first: date) -> StatementRow:
    balance = -found.opening_minor
    return StatementRow(start_of_day(first), _("At the beginning"), "", 0, balance, None, None)


def _line(row: StatementRow) -> list[Any]:
    return [row.at, row.what, row.about, Money(row.change_minor), Money(row.balance_minor)]


def _workbook(
    name: str, found: AccountStatement, first: date, rows: list[StatementRow]
) -> HttpResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Statement"))
    sheet.append(_header())
    for row in [_opening(found, first), *rows]:
        at = localtime(row.at).replace(tzinfo=None)
        about = f"'{row.about}" if row.about.startswith(("=", "+", "-", "@")) else row.about
        sheet.append([at, row.what, about, row.change_minor / 100, row.balance_minor / 100])
    raw = io.BytesIO()
    book.save(raw)
    answer = HttpResponse(raw.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer
