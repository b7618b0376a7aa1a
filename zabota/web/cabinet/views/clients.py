"""Clients: whose are mine, since when and why, what they paid and what I earned from it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import BigIntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.attribution.models import Attribution
from zabota.domain.cards.queries import find_card
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.domain.payments.models import Payment
from zabota.domain.rewards.models import Reward
from zabota.kit.clock import local_date, now
from zabota.kit.money import Money
from zabota.ui.lists import A_PAGE, csv_of, one_page, sorted_by, wants_csv, word
from zabota.web.cabinet.access import members_page, partner_of
from zabota.web.cabinet.forms.cards import StepForm
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.rows import rewards_of, rows_of
from zabota.web.cabinet.timeline import timeline_of
from zabota.web.wording.statuses import Working, health_of

SORTS = {"name": "client__name", "since": "during__startswith", "earned": "earned_minor",
         "paid": "last_paid_at"}  # fmt: skip


def _mine(partner: Partner) -> QuerySet[Attribution]:
    """Live attributions in force now, with what each client paid last and brought him."""
    earned = (
        Reward.objects.filter(
            partner=partner, payment__client=OuterRef("client"), cancelled_at=None
        )
        .order_by()
        .values("partner")
        .annotate(total=Sum("amount_minor"))
        .values("total")
    )
    last = Payment.objects.filter(client=OuterRef("client")).order_by("-paid_at")
    return (
        Attribution.objects.filter(partner=partner, withdrawn_at=None, during__contains=now())
        .select_related("client", "promo_code")
        .annotate(
            earned_minor=Coalesce(Subquery(earned, output_field=BigIntegerField()), 0),
            last_paid_at=Subquery(last.values("paid_at")[:1]),
        )
    )


@members_page
@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    """All his clients."""
    rows = _mine(partner_of(request))
    if found := word(request):
        rows = rows.filter(Q(client__name__icontains=found) | Q(client__inn=found))
    working = Working()
    if word(request, "status") in working:
        rows = rows.filter(client__status=word(request, "status"))
    rows = sorted_by(request, rows, SORTS, "name")
    if wants_csv(request):
        header = [_("Client"), _("INN"), _("Status"), _("Yours since"), _("By"),
                  _("Last payment"), _("You have earned")]  # fmt: skip
        return csv_of("clients", header, rows, lambda row: _line(row, working))
    return page(
        request,
        "clients/list.html",
        section="clients",
        page=one_page(request, rows),
        working=working,
    )


def _line(row: Any, working: Working) -> list[Any]:
    return [
        row.client.name,
        row.client.inn,
        working.label(row.client.status),
        row.during.lower,
        row.get_source_display(),
        row.last_paid_at,
        Money(row.earned_minor),
    ]


@members_page
@require_safe
def client(request: HttpRequest, pk: int) -> HttpResponse:
    """One client: since when he is the partner's, his payments and the rewards for them."""
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
    working, rows, card = Working(), rows_of(shown), find_card(partner, subject)
    return page(
        request,
        "clients/client.html",
        section="clients",
        client=subject,
        live=live,
        working=working,
        mine=any(now() in row.during for row in live),
        card=card,
        step=StepForm(initial={"on": local_date(now()) + timedelta(days=3)}),
        today=local_date(now()),
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
    )
