"""The parts of a partner's page: his clients, rewards, payouts, papers, notes, history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from zabota.domain.clients.models import Client
from zabota.domain.papers.models import Paper
from zabota.domain.partners.models import Mood, Partner
from zabota.domain.rewards.models import Hold, Reward
from zabota.kit.clock import now
from zabota.kit.money import Money
from zabota.ui.lists import during, one_page, sorted_by, word
from zabota.web.backoffice.views.papers import papers_header, papers_line, with_inn
from zabota.web.backoffice.views.partners import clients_now, summed
from zabota.web.backoffice.views.payments import rewards_told, told
from zabota.web.backoffice.views.taxes import taxes_of
from zabota.web.backoffice.words.history import story_of
from zabota.web.backoffice.words.rewards import standing
from zabota.web.wording.statuses import Working

Part = Callable[[HttpRequest, Partner], dict[str, Any]]


def clients_of(request: HttpRequest, shown: Partner) -> QuerySet[Any]:
    """His clients as the address asks for them."""
    earned = Reward.objects.filter(
        cancelled_at=None, partner=shown.pk, payment__client=OuterRef("client")
    )
    rows = (
        clients_now(now())
        .filter(partner=shown.pk)
        .select_related("client", "promo_code")
        .annotate(earned=summed(earned, "payment__client"), since=F("during__startswith"))
    )
    if found := word(request):
        rows = rows.filter(Q(client__name__icontains=found) | Q(client__inn=found))
    fields = {"name": "client__name", "since": "since", "earned": "earned"}
    return sorted_by(request, rows, fields, "client__name")


def _clients(request: HttpRequest, shown: Partner) -> dict[str, Any]:
    return {"page": one_page(request, clients_of(request, shown)), "working": Working()}


def _clients_csv(request: HttpRequest, shown: Partner) -> tuple[Any, ...]:
    header = [_("Client"), _("INN"), _("Working status"), _("Since"), _("Source"), _("Promo code"),
              _("First paid"), _("Earned")]  # fmt: skip
    working = Working()
    rows = clients_of(request, shown)
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


def papers_of(shown: Partner) -> QuerySet[Paper]:
    """His papers, the newest first."""
    return shown.papers.defer("pdf", "content").select_related("partner").order_by("-on", "-pk")


def _papers(request: HttpRequest, shown: Partner) -> dict[str, Any]:
    return {"page": one_page(request, papers_of(shown))}


def _papers_csv(request: HttpRequest, shown: Partner) -> tuple[Any, ...]:
    return (papers_header(), papers_line, with_inn(papers_of(shown)))


PARTS: dict[str, Part] = {
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
