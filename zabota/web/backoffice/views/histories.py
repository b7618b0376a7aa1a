"""What happened to one thing, page by page and filtered; and a partner's statement as a paper."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.clients.models import Client
from zabota.domain.ledger.queries import get_account_statement, list_currencies
from zabota.domain.partners.models import Partner
from zabota.domain.payments.models import Payment
from zabota.domain.payouts.models import Payout
from zabota.domain.people.rules import Right
from zabota.domain.rewards.models import Reward
from zabota.domain.rewards.postings import owed
from zabota.kit.clock import end_of_day, now, start_of_day
from zabota.kit.money import DEFAULT_CURRENCY
from zabota.ui.lists import during, one_page, pdf_of, word
from zabota.ui.parts import Entry
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.dossier import dossier_of
from zabota.web.backoffice.words.history import events_of, told_of
from zabota.web.backoffice.words.kinds import KINDS, kinds
from zabota.web.backoffice.words.returned import beginning_of
from zabota.web.wording.statement import rows_of
from zabota.web.wording.statement_paper import statement_paper
from zabota.web.wording.statement_table import (
    statement_csv,
    statement_name,
    statement_workbook,
)

TABLES = {"csv": statement_csv, "xlsx": statement_workbook}
SUBJECTS = {
    "partner": Partner,
    "client": Client,
    "payment": Payment,
    "reward": Reward,
    "payout": Payout,
}


@staff_page(Right.READ)
@require_safe
def history(request: HttpRequest, subject: str, pk: int) -> HttpResponse:
    """Everything that happened to a partner, a client, a payment, a reward or a payout."""
    if subject not in SUBJECTS:
        raise Http404(subject)
    shown = get_object_or_404(SUBJECTS[subject], pk=pk)  # type: ignore[arg-type]
    rows = during(request, events_of(*_about(shown, subject)), "at")
    if (kind := word(request, "kind")) in KINDS:
        rows = rows.filter(name__in=KINDS[kind])
    if by := word(request):
        rows = rows.filter(by__icontains=by)
    events = one_page(request, rows)
    return page(
        request,
        "history.html",
        section="partners" if subject == "partner" else f"{_whose(subject)}s",
        subject=shown,
        page=events,
        entries=[*told_of(list(events)), *_beginning(request, shown, last=not events.has_next())],
        kinds=kinds(),
        where=_where(shown, subject),
    )


def _beginning(request: HttpRequest, shown: object, *, last: bool) -> list[Entry]:
    """How a payment or a reward began, where the whole history ends."""
    if not last or any(word(request, name) for name in ("q", "kind", "from", "to")):
        return []
    if isinstance(shown, Reward):
        return beginning_of(shown.payment, [shown])
    if isinstance(shown, Payment):
        return beginning_of(shown, shown.rewards.select_related("partner"))
    return []


def _whose(subject: str) -> str:
    return "payment" if subject == "reward" else subject


def _about(shown: object, subject: str) -> list[str]:
    """The thing itself, and what it travels in."""
    about = [f"{subject}:{shown.pk}"]  # type: ignore[attr-defined]
    if isinstance(shown, Payout):
        about.append(f"batch:{shown.batch_id}")
    if isinstance(shown, Reward):
        payouts = shown.payout_items.values_list("payout_id", "payout__batch_id")
        about += [f"payment:{shown.payment_id}"]
        for payout, batch in payouts:
            about += [f"payout:{payout}", f"batch:{batch}"]
    return about


def _where(shown: object, subject: str) -> str:
    """The page of the thing; a reward is shown with its payment."""
    if isinstance(shown, Reward):
        return reverse("office:payment", args=[shown.payment_id])
    return reverse(f"office:{subject}", args=[shown.pk])  # type: ignore[attr-defined]


@staff_page(Right.PAYOUTS)
@require_safe
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """All that stands behind a payout, on one paper."""
    payout = get_object_or_404(Payout.objects.select_related("partner"), pk=pk)
    return pdf_of(f"dossier-{payout.order_number}", dossier_of(payout, at=now()))


@staff_page(Right.READ)
@require_safe
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """A partner's account for a period, on paper, as CSV or as an Excel table."""
    partner = get_object_or_404(Partner, pk=pk)
    try:
        first, last = (date.fromisoformat(word(request, name)) for name in ("from", "to"))
    except ValueError:
        first = last = date.min
    if not (first.year >= 2000 and first <= last and last.year <= 2100):
        say(request, _("Choose the first and the last day of the statement."), tone="late")
        return HttpResponse(
            status=302, headers={"Location": reverse("office:partner_part", args=[pk, "payouts"])}
        )
    asked = word(request, "currency")
    currency = asked if asked in list_currencies(owed(pk)) else DEFAULT_CURRENCY
    name = statement_name(first, last, currency, of=str(pk))
    if request.GET.get("as") not in TABLES:
        paper = statement_paper(partner, first=first, last=last, at=now(), currency=currency)
        return pdf_of(name, paper)
    found = get_account_statement(
        owed(pk), since=start_of_day(first), before=end_of_day(last), currency=currency
    )
    table = TABLES[request.GET["as"]]
    return table(name, found, rows_of(found), first=first, currency=currency)
