"""Clients: whose are mine, since when and why, what they paid and what I earned from it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.attribution.models import Attribution
from zabota.domain.cards.queries import find_card, list_steps, list_tags
from zabota.domain.clients.models import Client
from zabota.kit.clock import local_date, now
from zabota.kit.money import Money
from zabota.kit.overtaken import mark_of
from zabota.ui.columns import Column, Table
from zabota.ui.lists import A_PAGE, csv_of, one_page, wants_csv
from zabota.ui.parts import Tab
from zabota.web.billing.listing import latest_of
from zabota.web.cabinet.access import may_write, members_page, partner_of
from zabota.web.cabinet.forms.cards import step_form
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.mine import clients_of, filtered
from zabota.web.cabinet.rows import reward_columns, rewards_of, rows_of
from zabota.web.cabinet.timeline import timeline_of
from zabota.web.cabinet.views.saved import views
from zabota.web.wording.leads import tone_of, wants
from zabota.web.wording.statuses import HEALTH_BADGES, Working, health_of


def columns() -> list[Column]:
    """What the list may show."""
    return [
        Column("name", _("Client"), by="client__name", fixed=True),
        Column("status", _("Status"), by="client__status"),
        Column("step", _("What is next"), by="step_on", sparse=True),
        Column("inn", _("INN"), first=False, by="client__inn"),
        Column("tags", _("Tags"), first=False),
        Column("since", _("Yours since"), first=False, by="during__startswith"),
        Column("paid", _("Last payment"), by="last_paid_at", sparse=True),
        Column("until", _("Paid until"), first=False, by="client__paid_until", sparse=True),
        Column("health", _("Connection"), first=False),
        Column("earned", _("You have earned"), by="earned_minor", numeric=True),
    ]


def client_tabs(request: HttpRequest, active: str) -> list[Tab]:
    """The same clients as a list and as a board, with the same filters."""
    asked = request.GET.copy()
    for name in ("page", "as", "sort", "columns", "status"):
        asked.pop(name, None)
    query = f"?{asked.urlencode()}" if asked else ""
    return [
        Tab(f"/cabinet/clients/{query}", _("List"), active == "list"),
        Tab(f"/cabinet/clients/board/{query}", _("Board"), active == "board"),
    ]


@members_page
@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    """All his clients."""
    partner, at, working = partner_of(request), now(), Working()
    rows = filtered(request, clients_of(partner, at=at), at=at)
    table = Table(request, columns(), order="name")
    rows = table.sorted(rows)
    if wants_csv(request):
        header = [_("Client"), _("INN"), _("Status"), _("What is next"), _("By the day"), _("Tags"),
                  _("Yours since"), _("By"), _("Last payment"), _("Paid until"), _("Client paid"),
                  _("You have earned")]  # fmt: skip
        return csv_of("clients", header, rows, lambda row: _line(row, working))
    return page(
        request,
        "clients/list.html",
        section="clients",
        page=one_page(request, rows),
        working=working,
        tags=list_tags(partner),
        today=local_date(at),
        overdue=list_steps(partner, by=local_date(at) - timedelta(days=1), at=at).count(),
        table=table,
        health=HEALTH_BADGES,
        tabs=client_tabs(request, "list"),
        shelf=views.of(request, "clients", table),
    )


def _line(row: Any, working: Working) -> list[Any]:
    return [
        row.client.name,
        row.client.inn,
        working.label(row.client.status),
        row.step,
        row.step_on,
        ", ".join(row.tags or ()),
        row.during.lower,
        row.get_source_display(),
        row.last_paid_at,
        row.client.paid_until,
        Money(row.paid_minor),
        Money(row.earned_minor),
    ]


@members_page
@require_safe
def client(request: HttpRequest, pk: int) -> HttpResponse:
    """One client: his card, since when he is the partner's, his payments and their rewards."""
    partner = partner_of(request)
    attributions = (
        Attribution.objects.filter(client=pk, partner=partner)
        .select_related("client", "promo_code")
        .order_by("-recorded_at", "-pk")
    )
    first = attributions.first()
    if first is None:
        raise Http404
    rewards = rewards_of(partner).filter(payment__client=pk).order_by("-payment__paid_at", "-pk")
    shown = one_page(request, rewards)
    totals = rewards.filter(cancelled_at=None).aggregate(
        paid=Sum("payment__amount_minor"), earned=Sum("amount_minor")
    )
    subject: Client = first.client
    live = [row for row in attributions if row.withdrawn_at is None]
    lead = partner.leads.filter(client=subject).order_by("-made_at", "-pk").first()
    working, rows, card, at = Working(), rows_of(shown), find_card(partner, subject), now()
    return page(
        request,
        "clients/client.html",
        section="clients",
        client=subject,
        live=live,
        working=working,
        mine=any(at in row.during for row in live) and may_write(request),
        lead=lead,
        lead_needs=wants(lead) if lead else "",
        lead_tone=tone_of(lead) if lead else (),
        card=card,
        step=step_form(local_date(at)),
        step_seen=mark_of(card.step, card.step_on) if card else mark_of("", None),
        tags_seen=mark_of(card.tags if card else []),
        today=local_date(at),
        health=health_of(subject),
        notes=card.notes.filter(removed_at=None).order_by("-at", "-pk") if card else [],
        files=card.files.filter(removed_at=None).defer("content").order_by("-at", "-pk")
        if card
        else [],
        timeline=timeline_of(
            subject,
            partner=partner,
            periods=list(attributions),
            rewards=rows if shown.number == 1 else rows_of(rewards[:A_PAGE]),
            working=working,
        ),
        paid=Money(totals["paid"] or 0),
        earned=Money(totals["earned"] or 0),
        page=shown,
        rows=rows,
        table=Table(None, reward_columns(), order="-paid"),
        invoices=latest_of(partner.invoices.filter(client=pk)),
    )
