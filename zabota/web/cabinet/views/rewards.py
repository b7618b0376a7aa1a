"""Rewards: the list with explanations and countdowns, and one reward with its whole history."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.payouts.models import PayoutStatus
from zabota.domain.rewards.models import Reward
from zabota.domain.rewards.queries.floor import get_refunds_borne
from zabota.kit.money import Money
from zabota.ui.amounts import money_text
from zabota.ui.columns import Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, word
from zabota.ui.parts import Entry
from zabota.web.cabinet.access import members_page, partner_of
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.rows import reward_columns, rewards_of, rows_of
from zabota.web.cabinet.views.saved import views
from zabota.web.cabinet.words.rewards import taken_for


def states() -> list[tuple[str, str]]:
    """The filter's words."""
    return [
        ("waits", _("To be paid")),
        ("held", _("Being checked")),
        ("way", _("On the way")),
        ("paid", _("Paid")),
        ("back", _("Taken back")),
    ]


@members_page
@require_safe
def rewards(request: HttpRequest) -> HttpResponse:
    """All rewards, newest first."""
    rows = _filtered(request, rewards_of(partner_of(request)))
    table = Table(request, reward_columns(), order="-paid")
    rows = table.sorted(rows)
    if wants_csv(request):
        header = [_("Client"), _("Client paid"), _("Payment"), _("Reward"), _("Left"),
                  _("Deadline"), _("Status"), _("Payment order"), _("Explanation")]  # fmt: skip
        return csv_of("rewards", header, rows, _line)
    shown = one_page(request, rows)
    return page(
        request,
        "rewards/list.html",
        section="rewards",
        page=shown,
        rows=rows_of(shown),
        states=states(),
        table=table,
        shelf=views.of(request, "rewards", table),
    )


def _filtered(request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
    if found := word(request):
        rows = rows.filter(
            Q(payment__client__name__icontains=found) | Q(payment__client__inn=found)
        )
    rows = during(request, rows, "payment__paid_at")
    live = Q(payout_items__live=True)
    match word(request, "state"):
        case "waits":
            rows = rows.filter(hold="", cancelled_at=None, reversed_minor=0).exclude(live)
        case "held":
            rows = rows.exclude(hold="").exclude(live)
        case "way":
            rows = rows.filter(
                live, payout_items__payout__status__in=["formed", "approved", "sent"]
            )
        case "paid":
            rows = rows.filter(live, payout_items__payout__status=PayoutStatus.SETTLED)
        case "back":
            rows = rows.filter(reversed_minor__gt=0)
    return rows


def _line(reward: Reward) -> list[Any]:
    (row,) = rows_of([reward])
    payment, currency = reward.payment, reward.currency
    return [
        payment.client,
        payment.paid_at,
        Money(payment.amount_minor, currency),
        Money(reward.amount_minor, currency),
        Money(row.left_minor, currency),
        reward.due_at,
        row.standing.word,
        row.payout.order_number if row.payout else "",
        row.sentence,
    ]


@members_page
@require_safe
def reward(request: HttpRequest, pk: int) -> HttpResponse:
    """One reward: why, how much, by when, and everything that happened to it."""
    found = get_object_or_404(rewards_of(partner_of(request)), pk=pk)
    (row,) = rows_of([found])
    return page(
        request,
        "rewards/reward.html",
        section="rewards",
        row=row,
        entries=_history(found),
        borne=Money(get_refunds_borne(found.payment), found.currency),
    )


def _history(reward: Reward) -> list[Entry]:
    """What happened to the reward, oldest first."""
    entries = [
        Entry(reward.payment.paid_at, _("The client paid"), "", "wallet"),
        Entry(reward.earned_at, _("The reward was counted"), "", "reward", "good"),
    ]
    for item in reward.payout_items.select_related("payout").order_by("pk"):
        payout = item.payout
        number = _("Payment order No. %(number)s") % {"number": payout.order_number}
        entries.append(Entry(payout.formed_at, _("Taken into a payout"), number, "payout"))
        if payout.settled_at:
            entries.append(Entry(payout.settled_at, _("Paid"), number, "check", "good"))
        if payout.failed_at:
            entries.append(
                Entry(payout.failed_at, _("The bank returned it"), payout.failure, "undo", "late")
            )
    for reversal in reward.reversals.select_related("refund", "correction"):
        why, reason, tone = taken_for(reversal)
        change = money_text(Money(-reversal.amount_minor, reversal.currency))
        body = " · ".join(part for part in (change, reason) if part)
        entries.append(Entry(reversal.at, why, body, "undo", tone))
    return sorted((one for one in entries if one.when), key=lambda one: one.when)
