"""The parts of a partner's page: his clients, rewards, payouts, papers, notes, history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from zabota.domain.clients.models import Client
from zabota.domain.ledger.queries import list_currencies
from zabota.domain.papers.models import Paper, PaperKind, PaperStatus
from zabota.domain.partners.models import Mood, Partner
from zabota.domain.payouts.models import Payout, PayoutStatus
from zabota.domain.rewards.models import Hold, Reward
from zabota.domain.rewards.postings import owed
from zabota.kit.clock import now
from zabota.kit.money import Money
from zabota.ui.columns import Column, Table
from zabota.ui.lists import during, one_page, word
from zabota.web.backoffice.views.papers import columns as paper_columns
from zabota.web.backoffice.views.papers import papers_header, papers_line, with_inn
from zabota.web.backoffice.views.partners import clients_now, summed
from zabota.web.backoffice.views.payments import rewards_told, told
from zabota.web.backoffice.views.taxes import taxes_of
from zabota.web.backoffice.words.history import story_of
from zabota.web.backoffice.words.rewards import standing
from zabota.web.wording.statuses import Working

Part = Callable[[HttpRequest, Partner], dict[str, Any]]


def clients_of(shown: Partner) -> QuerySet[Any]:
    """His clients with what he has earned from each, by name."""
    earned = Reward.objects.filter(
        cancelled_at=None, partner=shown.pk, payment__client=OuterRef("client")
    )
    return (
        clients_now(now())
        .filter(partner=shown.pk)
        .select_related("client", "promo_code")
        .annotate(earned=summed(earned, "payment__client"), since=F("during__startswith"))
        .order_by("client__name", "-pk")
    )


def _client_table(request: HttpRequest) -> Table:
    return Table(
        request,
        [
            Column("name", _("Client"), by="client__name", fixed=True),
            Column("status", _("Working status"), by="client__status"),
            Column("inn", _("INN"), first=False, by="client__inn"),
            Column("since", _("Since"), by="since"),
            Column("source", _("Source"), by="source"),
            Column("first", _("First paid"), first=False, by="client__first_paid_at", sparse=True),
            Column("earned", _("Earned"), by="earned", numeric=True),
        ],
        order="name",
    )


def _clients_found(request: HttpRequest, shown: Partner) -> QuerySet[Any]:
    rows = clients_of(shown)
    if state := word(request, "state"):
        rows = rows.filter(client__status=state)
    if found := word(request):
        rows = rows.filter(Q(client__name__icontains=found) | Q(client__inn=found))
    return _client_table(request).sorted(rows)


def _clients(request: HttpRequest, shown: Partner) -> dict[str, Any]:
    return {
        "page": one_page(request, _clients_found(request, shown)),
        "table": _client_table(request),
        "working": Working(),
    }


def _clients_csv(request: HttpRequest, shown: Partner) -> tuple[Any, ...]:
    header = [_("Client"), _("INN"), _("Working status"), _("Since"), _("Source"), _("Promo code"),
              _("First paid"), _("Earned")]  # fmt: skip
    working = Working()
    rows = _clients_found(request, shown)
    return (header, lambda row: _client_line(row, working), rows)


def _client_line(row: Any, working: Working) -> list[Any]:
    one: Client = row.client
    return [
        one.name, one.inn, working.label(one.status), row.during.lower, row.get_source_display(),
        row.promo_code, one.first_paid_at, Money(row.earned),
    ]  # fmt: skip


def _reward_table(request: HttpRequest) -> Table:
    return Table(
        request,
        [
            Column("client", _("Client"), by="payment__client__name", fixed=True),
            Column("state", _("State")),
            Column("paid", _("Paid by the client"), by="payment__paid_at"),
            Column("payment", _("Payment"), first=False, by="payment__amount_minor", numeric=True),
            Column("due", _("Deadline"), by="due_at"),
            Column("why", _("Why this much"), fixed=True, head=False),
            Column("amount", _("Reward"), by="amount_minor", numeric=True),
        ],
        order="-paid",
    )


def _rewards_of(request: HttpRequest, shown: Partner) -> QuerySet[Reward]:
    rows = rewards_told(Reward.objects.filter(partner=shown.pk))
    if found := word(request):
        rows = rows.filter(Q(payment__client__name__icontains=found))
    if (hold := word(request, "hold")) in Hold.values and hold:
        rows = rows.filter(hold=hold)
    return _reward_table(request).sorted(during(request, rows, "payment__paid_at"))


def _rewards(request: HttpRequest, shown: Partner) -> dict[str, Any]:
    rows = one_page(request, _rewards_of(request, shown))
    return {
        "page": rows,
        "table": _reward_table(request),
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


def _payout_table(request: HttpRequest) -> Table:
    return Table(
        request,
        [
            Column("number", _("Order"), by="order_number", fixed=True),
            Column("state", _("State"), by="status"),
            Column("due", _("Deadline"), first=False, by="due_at"),
            Column("formed", _("Formed"), by="formed_at"),
            Column("paid", _("Paid"), by="settled_at", sparse=True),
            Column("account", _("Account"), first=False),
            Column("amount", _("Amount"), by="amount_minor", numeric=True),
        ],
        order="-formed",
    )


def _payouts_found(request: HttpRequest, shown: Partner) -> QuerySet[Payout]:
    rows = during(request, shown.payouts.all(), "formed_at")
    if (status := word(request, "status")) in PayoutStatus.values:
        rows = rows.filter(status=status)
    return _payout_table(request).sorted(rows)


def _payouts(request: HttpRequest, shown: Partner) -> dict[str, Any]:
    currencies = list_currencies(owed(shown.pk))
    return {
        "page": one_page(request, _payouts_found(request, shown)),
        "table": _payout_table(request),
        "states": PayoutStatus.choices,
        "currencies": currencies if len(currencies) > 1 else (),
    }


def _payouts_csv(request: HttpRequest, shown: Partner) -> tuple[Any, ...]:
    header = [_("Number"), _("Amount"), _("State"), _("Deadline"), _("Formed"), _("Paid")]
    return (header, _payout_line, _payouts_found(request, shown))


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


def _paper_table(request: HttpRequest) -> Table:
    _partner, number, *rest = paper_columns()
    return Table(request, [number._replace(fixed=True), *rest], order="-on")


def _papers_found(request: HttpRequest, shown: Partner) -> QuerySet[Paper]:
    rows = papers_of(shown)
    if (kind := word(request, "kind")) in PaperKind.values:
        rows = rows.filter(kind=kind)
    if (state := word(request, "state")) in PaperStatus.values:
        rows = rows.filter(status=state)
    return _paper_table(request).sorted(rows)


def _papers(request: HttpRequest, shown: Partner) -> dict[str, Any]:
    return {
        "page": one_page(request, _papers_found(request, shown)),
        "table": _paper_table(request),
        "kinds": PaperKind.choices,
        "states": PaperStatus.choices,
    }


def _papers_csv(request: HttpRequest, shown: Partner) -> tuple[Any, ...]:
    return (papers_header(), papers_line, with_inn(_papers_found(request, shown)))


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
