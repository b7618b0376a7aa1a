"""The partner's account with us for any period: on the page, as CSV and as an Excel table."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zabota.domain.ledger.queries import get_account_statement, list_currencies
from zabota.domain.rewards.postings import owed
from zabota.kit.clock import end_of_day, local_date, now, start_of_day
from zabota.kit.money import DEFAULT_CURRENCY, Money
from zabota.ui.lists import one_page, pdf_of, wants_csv, word
from zabota.web.cabinet.access import members_page, partner_of
from zabota.web.cabinet.frame import page
from zabota.web.wording.statement import rows_of
from zabota.web.wording.statement_paper import statement_paper
from zabota.web.wording.statement_table import (
    statement_csv,
    statement_name,
    statement_workbook,
)


@members_page
@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """What we owed at the beginning, every line, what we owe at the end; it ties to the books."""
    today = local_date(now())
    first = _day(word(request, "from")) or today.replace(day=1)
    last = max(first, _day(word(request, "to")) or today)
    partner = partner_of(request)
    currencies = list_currencies(owed(partner.pk)) or [DEFAULT_CURRENCY]
    asked = word(request, "currency")
    currency = asked if asked in currencies else currencies[0]
    name = statement_name(first, last, currency)
    if request.GET.get("as") == "pdf":
        paper = statement_paper(partner, first=first, last=last, at=now(), currency=currency)
        return pdf_of(name, paper)
    found = get_account_statement(
        owed(partner.pk), since=start_of_day(first), before=end_of_day(last), currency=currency
    )
    rows = rows_of(found)
    if wants_csv(request):
        return statement_csv(name, found, rows, first=first, currency=currency)
    if request.GET.get("as") == "xlsx":
        return statement_workbook(name, found, rows, first=first, currency=currency)
    earlier = first - timedelta(days=1)
    return page(
        request,
        "statement.html",
        section="statement",
        first=first,
        last=last,
        former={"from": earlier.replace(day=1), "to": earlier},
        currency=currency,
        currencies=currencies if len(currencies) > 1 else (),
        opening=Money(-found.opening_minor, currency),
        closing=Money(-found.closing_minor, currency),
        earned=Money(sum(row.change_minor for row in rows if not row.payout_id), currency),
        paid=Money(-sum(row.change_minor for row in rows if row.payout_id), currency),
        page=one_page(request, rows),
    )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None
