"""Clients: the list, one client with whose he is and was, and his working status."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import BigIntegerField, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.attribution.models import Attribution, ClaimStatus
from zabota.domain.attribution.queries.claims import list_waiting_claims
from zabota.domain.cards.models import Card, CardFile, CardNote
from zabota.domain.clients.models import Client
from zabota.domain.clients.operations import change_client_status
from zabota.domain.payments.models import Payment
from zabota.domain.people.rules import Right
from zabota.kit.clock import local_date, now
from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.ui.acting import back, refusals_said
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, whole, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.effects import corrections_of
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.partners import clients_now
from zabota.web.backoffice.views.payments import LIVE, REFUNDED
from zabota.web.backoffice.views.saved import views
from zabota.web.backoffice.words.clients import client_tabs
from zabota.web.backoffice.words.history import story_of
from zabota.web.billing.listing import latest_of
from zabota.web.wording.files import attachment
from zabota.web.wording.statuses import HEALTH_BADGES, TROUBLED, Working, health_of

SHOWN = 10


def tabs_of(active: str) -> dict[str, Any]:
    """The tabs with how many claims wait."""
    return {"tabs": client_tabs(active, claims=list_waiting_claims().count())}


@staff_page(Right.READ)
@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    """All clients with whose they are and what they have paid."""
    table = Table(request, columns(), order="name")
    rows = table.sorted(found_clients(request, now()))
    if wants_csv(request):
        working = Working()
        return csv_of("clients", _header(), rows, lambda one: _line(one, working))
    return page(
        request,
        "clients/list.html",
        section="clients",
        page=one_page(request, rows),
        working=Working(),
        health=HEALTH_BADGES,
        table=table,
        shelf=views.of(request, "clients", table),
        **tabs_of("clients"),
    )


def found_clients(request: HttpRequest, at: datetime) -> QuerySet[Any]:
    """Clients under the filters of the address, with whose they are and what they paid."""
    owners = clients_now(at).select_related("partner", "promo_code")
    sums = Payment.objects.filter(client=OuterRef("pk")).order_by().values("client")
    paid = Subquery(
        sums.annotate(sum=Sum("amount_minor")).values("sum"), output_field=BigIntegerField()
    )
    rows = Client.objects.annotate(paid=Coalesce(paid, 0)).prefetch_related(
        Prefetch("attributions", owners, to_attr="owners")
    )
    if found := word(request):
        rows = rows.filter(
            Q(name__icontains=found)
            | Q(inn=found)
            | Q(email__icontains=found)
            | Q(domain__icontains=found)
            | Q(external_id=found)
        )
    if state := word(request, "state"):
        rows = rows.filter(status=state)
    if partner := whole(request, "partner"):
        rows = rows.filter(Exists(clients_now(at).filter(client=OuterRef("pk"), partner=partner)))
    if word(request, "trouble"):
        rows = rows.filter(Q(connection__in=TROUBLED) | Q(paid_until__lt=local_date(at)))
    if word(request, "nobody"):
        rows = rows.filter(~Exists(clients_now(at).filter(client=OuterRef("pk"))))
    return during(request, rows, "created_at")


def columns() -> list[Column]:
    """What the list may show."""
    return [
        Column("name", _("Client"), by="name", fixed=True),
        Column("status", _("Working status"), by="status"),
        Column("partner", _("Partner")),
        Column("code", _("Promo code"), first=False),
        Column("contacts", _("Contacts"), first=False),
        Column("since", _("Known since"), by="created_at"),
        Column("first", _("First paid"), by="first_paid_at", sparse=True),
        Column("until", _("Paid until"), first=False, by="paid_until", sparse=True),
        Column("health", _("Connection"), first=False),
        Column("paid", _("Paid in all"), by="paid", numeric=True),
    ]


def _header() -> list[str]:
    return [
        _("Client"), _("INN"), _("Working status"), _("Partner"), _("Promo code"), _("Known since"),
        _("First paid"), _("Paid in all"), _("E-mail"), _("Phone"), _("Website"),
    ]  # fmt: skip


def _line(one: Any, working: Working) -> list[Any]:
    owner: Attribution | None = next(iter(one.owners), None)
    return [
        one.name, one.inn, working.label(one.status), owner and owner.partner,
        owner and owner.promo_code, one.created_at, one.first_paid_at, Money(one.paid), one.email,
        one.phone, one.domain,
    ]  # fmt: skip


@staff_page(Right.READ)
@require_safe
def client(request: HttpRequest, pk: int) -> HttpResponse:
    """One client: whose he is and was, his payments, corrections, claims and history."""
    at = now()
    shown = get_object_or_404(Client, pk=pk)
    periods = shown.attributions.select_related("partner", "promo_code").order_by(
        "-recorded_at", "-pk"
    )
    payments = shown.payments.annotate(refunded=REFUNDED).prefetch_related(
        Prefetch("rewards", LIVE.select_related("partner"), to_attr="live")
    )
    owner = clients_now(at).filter(client=pk).select_related("partner", "promo_code").first()
    return page(
        request,
        "clients/page.html",
        section="clients",
        client=shown,
        owner=owner,
        periods=periods,
        payments=payments.order_by("-paid_at", "-pk")[:SHOWN],
        paid=shown.payments.values("currency").annotate(sum=Sum("amount_minor")).order_by("-sum"),
        count=shown.payments.count(),
        invoices=latest_of(shown.invoices.all()),
        corrections=corrections_of(shown),
        payers=shown.payers.order_by("pk"),
        claims=shown.claims.filter(status=ClaimStatus.WAITING).select_related("partner"),
        working=Working(),
        health=health_of(shown),
        notes=shown.notes.order_by("-at", "-pk"),
        cards=_cards(shown),
        history=story_of(f"client:{pk}"),
    )


def _cards(shown: Client) -> QuerySet[Card]:
    """What the partners, the present one and those before, keep about the client."""
    notes = CardNote.objects.filter(removed_at=None).order_by("-at", "-pk")
    files = CardFile.objects.filter(removed_at=None).defer("content").order_by("-at", "-pk")
    return (
        shown.cards.select_related("partner")
        .prefetch_related(
            Prefetch("notes", notes, to_attr="live_notes"),
            Prefetch("files", files, to_attr="live_files"),
        )
        .order_by("pk")
    )


@staff_page(Right.READ)
@require_safe
def card_file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """A file a partner put to the client's card, to be saved."""
    found = get_object_or_404(CardFile, pk=file_pk, card__client=pk, removed_at=None)
    return attachment(found.name, bytes(found.content), found.content_type)


@staff_page(Right.CLIENTS)
@require_POST
def change_status(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the working status by hand; `?to=` in the address takes it back."""
    shown = get_object_or_404(Client, pk=pk)
    undone = word(request, "to")
    to = undone or request.POST.get("to", "")
    with refusals_said(request):
        if not to:
            raise Refusal("Choose a working status first.", code="no_status")
        why = request.POST.get("why", "").replace("\x00", "")
        before = change_client_status(shown, to=to, at=now(), by=str(request.user), why=why)
        address = reverse("office:client_status", args=[pk])
        say(
            request,
            _("%(client)s: %(status)s.") % {"client": shown, "status": Working().label(to)},
            undo_url="" if undone or not before else f"{address}?{urlencode({'to': before})}",
        )
    return back(request, "office:client", pk)
