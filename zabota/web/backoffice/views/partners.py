"""Partners: the list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.attribution.models import Attribution, PromoCode, PromoCodeStatus
from zabota.domain.news.queries import narrow
from zabota.domain.partners.models import Partner
from zabota.domain.people.rules import Right
from zabota.domain.rewards.models import Reversal, Reward
from zabota.kit.clock import now
from zabota.kit.money import Money
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, one_page, wants_csv
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.saved import views
from zabota.web.backoffice.words.partners import partner_tabs
from zabota.web.backoffice.words.segments import filter_choices, filters_of

WORKING = (PromoCodeStatus.PENDING, PromoCodeStatus.APPROVED)


def clients_now(at: datetime) -> QuerySet[Attribution]:
    """Attributions that hold at the moment."""
    return Attribution.objects.filter(withdrawn_at=None, during__contains=at)


def summed(rows: QuerySet[Any], key: str, field: str = "amount_minor") -> Any:
    """The sum of the rows of each key, as an annotation."""
    sums = rows.order_by().values(key).annotate(sum=Sum(field)).values("sum")
    return Coalesce(Subquery(sums, output_field=BigIntegerField()), 0)


def counted(rows: QuerySet[Any], key: str) -> Any:
    """How many rows a key has, as an annotation."""
    counts = rows.order_by().values(key).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counts, output_field=BigIntegerField()), 0)


def brought() -> Any:
    """How many clients a promo code has brought who are still his."""
    live = Attribution.objects.filter(promo_code=OuterRef("pk"), withdrawn_at=None)
    return counted(live.filter(during__endswith=None), "promo_code")


def tabs_of(active: str) -> dict[str, Any]:
    """The tabs with how many codes wait."""
    pending = PromoCode.objects.filter(status=PromoCodeStatus.PENDING).count()
    return {"tabs": partner_tabs(active, pending=pending)}


@staff_page(Right.READ)
@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """All partners with their codes, clients and what they have earned."""
    table = Table(request, columns(), order="name")
    rows = table.sorted(_found(request, now()))
    if wants_csv(request):
        return csv_of("partners", header(), rows, line)
    return page(
        request,
        "partners/list.html",
        section="partners",
        page=one_page(request, rows),
        filters=filters_of(request),
        choices=filter_choices(),
        table=table,
        shelf=views.of(request, "partners", table),
        **tabs_of("partners"),
    )


def columns() -> list[Column]:
    """What the list of partners may show."""
    return [
        Column("name", _("Partner"), by="name", fixed=True),
        Column("standing", _("Standing")),
        Column("codes", _("Promo codes")),
        Column("inn", _("INN"), first=False),
        Column("contacts", _("Contacts"), first=False),
        Column("joined", _("Joined"), by="joined_at"),
        Column("clients", _("Clients"), by="clients", numeric=True),
        Column("earned", _("Earned"), by="earned", numeric=True),
    ]


def with_figures(rows: QuerySet[Partner], at: datetime) -> QuerySet[Partner]:
    """The partners with how many clients they have, what they have earned, and their codes."""
    mine = {"partner": OuterRef("pk")}
    rewards = Reward.objects.filter(cancelled_at=None, **mine)
    taken = Reversal.objects.filter(reward__cancelled_at=None, reward__partner=OuterRef("pk"))
    codes = PromoCode.objects.filter(status__in=WORKING).order_by("pk")
    return rows.annotate(
        clients=counted(clients_now(at).filter(**mine), "partner"),
        earned=summed(rewards, "partner") - summed(taken, "reward__partner"),
    ).prefetch_related(Prefetch("promo_codes", codes, to_attr="codes"))


def _found(request: HttpRequest, at: datetime) -> QuerySet[Partner]:
    return narrow(with_figures(Partner.objects.all(), at), filters_of(request), at=at)


def header() -> list[str]:
    """The heads of the list as a file."""
    return [
        _("Partner"), _("Legal form"), _("INN"), _("Promo codes"), _("Standing"), _("Joined"),
        _("Clients"), _("Earned"), _("E-mail"), _("Phone"), _("City"),
    ]  # fmt: skip


def line(one: Any) -> list[Any]:
    """A partner of the list as a line of the file."""
    return [
        one.name, one.get_legal_form_display(), one.inn, ", ".join(map(str, one.codes)),
        one.get_status_display(), one.joined_at, one.clients, Money(one.earned), one.email,
        one.phone, one.city,
    ]  # fmt: skip
