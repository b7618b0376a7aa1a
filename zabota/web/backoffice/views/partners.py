"""Partners: the list, one partner with his money, codes and papers, and his standing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.attribution.models import Attribution, PromoCode, PromoCodeStatus
from zabota.domain.attribution.rules import fold_code
from zabota.domain.clients.models import Client
from zabota.domain.news.models import Segment
from zabota.domain.news.queries import narrow
from zabota.domain.papers.models import Paper
from zabota.domain.partners.models import Mood, Partner
from zabota.domain.partners.queries import find_farewell, find_mood
from zabota.domain.payouts.queries import get_partner_balance
from zabota.domain.people.rules import Right
from zabota.domain.rewards.models import Hold, Reversal, Reward
from zabota.kit.clock import end_of_day, local_date, now
from zabota.kit.money import Money
from zabota.ui.columns import Column, chosen_columns
from zabota.ui.lists import csv_of, during, one_page, sorted_by, wants_csv, word
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.papers import papers_header, papers_line, with_inn
from zabota.web.backoffice.views.payments import rewards_told, told
from zabota.web.backoffice.views.saved import views
from zabota.web.backoffice.views.taxes import taxes_of
from zabota.web.backoffice.words.history import story_of
from zabota.web.backoffice.words.partners import page_tabs, partner_tabs, standings
from zabota.web.backoffice.words.rewards import standing
from zabota.web.backoffice.words.segments import filter_choices, filters_of
from zabota.web.wording.statuses import Working

WORKING = (PromoCodeStatus.PENDING, PromoCodeStatus.APPROVED)


def clients_now(at: datetime) -> QuerySet[Attribution]:
    """Attributions that hold at the moment."""
    return Attribution.objects.filter(withdrawn_at=None, during__contains=at)


def _summed(rows: QuerySet[Any], key: str, field: str = "amount_minor") -> Any:
    sums = rows.order_by().values(key).annotate(sum=Sum(field)).values("sum")
    return Coalesce(Subquery(sums, output_field=BigIntegerField()), 0)


def _counted(rows: QuerySet[Any], key: str) -> Any:
    counts = rows.order_by().values(key).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counts, output_field=BigIntegerField()), 0)


def tabs_of(active: str) -> dict[str, Any]:
    """The tabs with how many codes wait."""
    pending = PromoCode.objects.filter(status=PromoCodeStatus.PENDING).count()
    return {"tabs": partner_tabs(active, pending=pending)}


@staff_page(Right.READ)
@require_safe
def partners(request: HttpRequest) -> HttpResponse:
    """All partners with their codes, clients and what they have earned."""
    rows = _found(request, now())
    if wants_csv(request):
        return csv_of("partners", _header(), rows, _line)
    return page(
        request,
        "partners/list.html",
        section="partners",
        page=one_page(request, rows),
        filters=filters_of(request),
        choices=filter_choices(),
        segments=Segment.objects.order_by("name"),
        columns=columns(),
        shown={one.key for one in chosen_columns(request, columns())},
        shelf=views.of(request, "partners"),
        **tabs_of("partners"),
    )


def columns() -> list[Column]:
    """What the list of partners may show beside the name."""
    return [
        Column("standing", _("Standing")),
        Column("codes", _("Promo codes")),
        Column("inn", _("INN"), first=False),
        Column("contacts", _("Contacts"), first=False),
        Column("joined", _("Joined")),
        Column("clients", _("Clients")),
        Column("earned", _("Earned")),
    ]


def _found(request: HttpRequest, at: datetime) -> QuerySet[Partner]:
    mine = {"partner": OuterRef("pk")}
    rewards = Reward.objects.filter(cancelled_at=None, **mine)
    taken = Reversal.objects.filter(reward__cancelled_at=None, reward__partner=OuterRef("pk"))
    codes = PromoCode.objects.filter(status__in=WORKING).order_by("pk")
    rows = Partner.objects.annotate(
        clients=_counted(clients_now(at).filter(**mine), "partner"),
        earned=_summed(rewards, "partner") - _summed(taken, "reward__partner"),
    ).prefetch_related(Prefetch("promo_codes", codes, to_attr="codes"))
    if found := word(request):
        spelled = PromoCode.objects.filter(partner=OuterRef("pk"), folded=fold_code(found))
        rows = rows.filter(
            Q(name__icontains=found)
            | Q(inn=found)
            | Q(email__icontains=found)
            | Q(city__icontains=found)
            | Exists(spelled)
        )
    rows = narrow(rows, filters_of(request), at=at)  # type: ignore[assignment]
    fields = {"name": "name", "joined": "joined_at", "clients": "clients", "earned": "earned"}
    return sorted_by(request, during(request, rows, "joined_at"), fields, "name")


def _header() -> list[str]:
    return [
        _("Partner"), _("Legal form"), _("INN"), _("Promo codes"), _("Standing"), _("Joined"),
        _("Clients"), _("Earned"), _("E-mail"), _("Phone"), _("City"),
    ]  # fmt: skip


def _line(one: Any) -> list[Any]:
    return [
        one.name, one.get_legal_form_display(), one.inn, ", ".join(map(str, one.codes)),
        one.get_status_display(), one.joined_at, one.clients, Money(one.earned), one.email,
        one.phone, one.city,
    ]  # fmt: skip


@staff_page(Right.READ)
@require_safe
def partner(request: HttpRequest, pk: int, part: str = "") -> HttpResponse:
    """One partner: the overview, or one part of his page."""
    at = now()
    shown = get_object_or_404(Partner.objects.select_related("curator"), pk=pk)
    if part not in PARTS:
        raise Http404(part)
    if wants_csv(request) and part in LISTS:
        header, line, rows = LISTS[part](request, shown)
        return csv_of(f"{part}-{pk}", header, rows, line)
    balance = get_partner_balance(pk, before=end_of_day(local_date(at)))
    return page(
        request,
        f"partners/{part or 'overview'}.html",
        section="partners",
        partner=shown,
        balance=balance,
        coming=Money(balance.pending + balance.due),
        tabs=page_tabs(shown, part, clients=clients_now(at).filter(partner=pk).count()),
        standings=standings(shown),
        farewell=find_farewell(shown),
        mood=find_mood(shown),
        suspicions=shown.findings.filter(cleared_at=None).count(),
        **PARTS[part](request, shown),
    )


def _overview(request: HttpRequest, shown: Partner) -> dict[str, Any]:
    codes = shown.promo_codes.annotate(brought=brought()).order_by("pk")
    return {
        "codes": codes,
        "members": shown.members.select_related("person").order_by("pk"),
        "details": shown.bank_details.order_by("-valid_from"),
        "acceptances": shown.acceptances.select_related("offer", "person").order_by("-at"),
        "history": story_of(f"partner:{shown.pk}")[:6],
    }


def brought() -> Any:
    """How many clients a promo code has brought who are still his."""
    live = Attribution.objects.filter(promo_code=OuterRef("pk"), withdrawn_at=None)
    return _counted(live.filter(during__endswith=None), "promo_code")


def _clients_of(request: HttpRequest, shown: Partner) -> QuerySet[Any]:
    earned = Reward.objects.filter(
        cancelled_at=None, partner=shown.pk, payment__client=OuterRef("client")
    )
    rows = (
        clients_now(now())
        .filter(partner=shown.pk)
        .select_related("client", "promo_code")
        .annotate(earned=_summed(earned, "payment__client"), since=F("during__startswith"))
    )
    if found := word(request):
        rows = rows.filter(Q(client__name__icontains=found) | Q(client__inn=found))
    fields = {"name": "client__name", "since": "since", "earned": "earned"}
    return sorted_by(request, rows, fields, "client__name")


def _clients(request: HttpRequest, shown: Partner) -> dict[str, Any]:
    return {"page": one_page(request, _clients_of(request, shown)), "working": Working()}


def _clients_csv(request: HttpRequest, shown: Partner) -> tuple[Any, ...]:
    header = [_("Client"), _("INN"), _("Working status"), _("Since"), _("Source"), _("Promo code"),
              _("First paid"), _("Earned")]  # fmt: skip
    working = Working()
    rows = _clients_of(request, shown)
    return (header, lambda row: _client_line(row, working), rows)


def _client_line(row: Any, working: Working) -> list[Any]:
    one: Client = row.client
    return [
        one.name, one.inn, working.label(one.status), row.during.lower, row.get_source_display(),
        row.promo_code, one.first_paid_at, Money(row.earned),
    ]  # fmt: skip


def _rewards_of(request: HttpRequest, shown: Partner) -> QuerySet[Reward]:
    rows = rewards_told(Reward.objects.filter(partner=shown.pk))
    if found := word(request):
        rows = rows.filter(Q(payment__client__name__icontains=found))
    if (hold := word(request, "hold")) in Hold.values and hold:
        rows = rows.filter(hold=hold)
    rows = during(request, rows, "payment__paid_at")
    fields = {"paid": "payment__paid_at", "due": "due_at", "amount": "amount_minor"}
    return sorted_by(request, rows, fields, "-payment__paid_at")


def _rewards(request: HttpRequest, shown: Partner) -> dict[str, Any]:
    rows = one_page(request, _rewards_of(request, shown))
    return {
        "page": rows,
        "rows": [told(reward) for reward in rows],
        "holds": [choice for choice in Hold.choices if choice[0]],
    }


def _rewards_csv(request: HttpRequest, shown: Partner) -> tuple[Any, ...]:
    header = [
        _("Client"),
        _("Paid by the client"),
        _("Payment"),
        _("Reward"),
        _("State"),
        _("Deadline"),
    ]
    return (header, _reward_line, _rewards_of(request, shown))


def _reward_line(one: Reward) -> list[Any]:
    return [
        one.payment.client, one.payment.paid_at, Money(one.payment.amount_minor, one.currency),
        Money(one.amount_minor, one.currency), standing(one)[0], one.due_at,
    ]  # fmt: skip


def _payouts(request: HttpRequest, shown: Partner) -> dict[str, Any]:
    rows = shown.payouts.order_by("-formed_at", "-order_number")
    return {"page": one_page(request, during(request, rows, "formed_at"))}


def _payouts_csv(request: HttpRequest, shown: Partner) -> tuple[Any, ...]:
    header = [_("Number"), _("Amount"), _("State"), _("Deadline"), _("Formed"), _("Paid")]
    rows = during(request, shown.payouts.order_by("-formed_at", "-order_number"), "formed_at")
    return (header, _payout_line, rows)


def _payout_line(one: Any) -> list[Any]:
    return [
        one.order_number, Money(one.amount_minor, one.currency), one.get_status_display(),
        one.due_at, one.formed_at, one.settled_at,
    ]  # fmt: skip


def _history(request: HttpRequest, shown: Partner) -> dict[str, Any]:
    return {"history": story_of(f"partner:{shown.pk}")}


def _notes(request: HttpRequest, shown: Partner) -> dict[str, Any]:
    notes = shown.notes.order_by("-at", "-pk")
    if found := word(request):
        notes = notes.filter(Q(words__icontains=found) | Q(by__icontains=found))
    return {"page": one_page(request, notes), "moods": Mood.choices}


def _papers_of(shown: Partner) -> QuerySet[Paper]:
    return shown.papers.defer("pdf", "content").select_related("partner").order_by("-on", "-pk")


def _papers(request: HttpRequest, shown: Partner) -> dict[str, Any]:
    return {"page": one_page(request, _papers_of(shown))}


def _papers_csv(request: HttpRequest, shown: Partner) -> tuple[Any, ...]:
    return (papers_header(), papers_line, with_inn(_papers_of(shown)))


PARTS = {
    "": _overview,
    "clients": _clients,
    "rewards": _rewards,
    "payouts": _payouts,
    "papers": _papers,
    "taxes": taxes_of,
    "notes": _notes,
    "history": _history,
}
LISTS = {
    "clients": _clients_csv,
    "rewards": _rewards_csv,
    "payouts": _payouts_csv,
    "papers": _papers_csv,
}
