"""Payments: the list, one payment with its rewards, and the queue of those without a client."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.connectors.connections.models import LaterSlip
from zabota.connectors.connections.operations.later_slips import can_give_back, find_checkout
from zabota.connectors.connections.operations.slip_outcomes import needs_somebody
from zabota.domain.payments.models import MatchedBy, Payment, Refund
from zabota.domain.payouts.models import PayoutItem
from zabota.domain.people.rules import Right
from zabota.domain.rewards.models import Hold, Reversal, Reward
from zabota.domain.rewards.queries.floor import foresee_undoing
from zabota.kit.clock import now
from zabota.kit.money import Money
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, wants_csv, whole, word
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.offers import offers_for, others_for
from zabota.web.backoffice.views.refunds import left_of as left_of_payment
from zabota.web.backoffice.views.refunds import undoable
from zabota.web.backoffice.views.saved import views
from zabota.web.backoffice.words.history import story_of
from zabota.web.backoffice.words.payments import payment_tabs, state_of, states
from zabota.web.backoffice.words.refunds import back_again
from zabota.web.backoffice.words.returned import beginning_of
from zabota.web.backoffice.words.rewards import arithmetic, explained, left_of, standing
from zabota.web.backoffice.words.slips import next_step, on_the_way_sentence, slip_state
from zabota.web.backoffice.words.sources import source_word

LIVE = Reward.objects.filter(cancelled_at=None)
WITH_CLIENT = Q(client__isnull=False)
STATES: dict[str, Any] = {  # conditions
    "tied": WITH_CLIENT,
    "waiting": Q(client=None, set_aside_at=None),
    "aside": Q(client=None, set_aside_at__isnull=False),
    "unrewarded": WITH_CLIENT & ~Exists(LIVE.filter(payment=OuterRef("pk"))),
    "held": Exists(LIVE.exclude(hold=Hold.NONE).filter(payment=OuterRef("pk"))),
    "refunded": Exists(Refund.objects.filter(payment=OuterRef("pk"))),
}
REFUNDED = Subquery(
    Refund.objects.filter(payment=OuterRef("pk"), undone_at=None)
    .values("payment")
    .annotate(sum=Sum("amount_minor"))
    .values("sum"),
    output_field=BigIntegerField(),
)


def tabs_of(active: str) -> dict[str, Any]:
    """The tabs with how many are behind them."""
    counts = Payment.objects.filter(client=None).aggregate(
        waiting=Count("pk", filter=Q(set_aside_at=None)),
        aside=Count("pk", filter=Q(set_aside_at__isnull=False)),
    )
    trouble = LaterSlip.objects.filter(needs_somebody()).count()
    return {"tabs": payment_tabs(active, trouble=trouble, **counts), **counts}


@staff_page(Right.READ)
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    """All payments, newest first, with whose they are and what they brought."""
    table = Table(request, columns(), order="-paid")
    rows = table.sorted(_found(request))
    if wants_csv(request):
        return csv_of("payments", _header(), rows, _line)
    totals = rows.order_by().values("currency").annotate(count=Count("pk"), sum=Sum("amount_minor"))
    sums = list(totals.order_by("-sum"))
    return page(
        request,
        "payments/list.html",
        section="payments",
        page=one_page(request, rows),
        total=[Money(row["sum"], row["currency"]) for row in sums],
        count=sum(row["count"] for row in sums),
        states=states(),
        kinds=MatchedBy.choices[:-1],
        table=table,
        shelf=views.of(request, "payments", table),
        **tabs_of("payments"),
    )


def _found(request: HttpRequest) -> QuerySet[Payment]:
    rows = (
        Payment.objects.select_related("client")
        .prefetch_related(Prefetch("rewards", LIVE.select_related("partner"), to_attr="live"))
        .annotate(refunded=REFUNDED)
    )
    if found := word(request):
        rows = rows.filter(sought(found) | Q(client__name__icontains=found))
    state = word(request, "state")
    if state in STATES:
        rows = rows.filter(STATES[state])
    if (kind := word(request, "by")) and kind in MatchedBy.values:
        rows = rows.filter(matched_by=kind)
    if client := whole(request, "client"):
        rows = rows.filter(client=client)
    if partner := whole(request, "partner"):
        rows = rows.filter(Exists(LIVE.filter(payment=OuterRef("pk"), partner=partner)))
    return during(request, rows, "paid_at")


def columns() -> list[Column]:
    """What the list may show."""
    return [
        Column("client", _("Client"), by="client__name", sparse=True, fixed=True),
        Column("payer", _("Payer"), by="payer_name"),
        Column("paid", _("Paid by the client"), by="paid_at"),
        Column("purpose", _("Purpose"), first=False),
        Column("matched", _("Matched by"), first=False, by="matched_by"),
        Column("source", _("Source"), first=False, by="source"),
        Column("reward", _("Reward")),
        Column("amount", _("Amount"), by="amount_minor", numeric=True),
    ]


def sought(found: str) -> Q:
    """Where a word is looked for in a payment."""
    return (
        Q(payer_name__icontains=found)
        | Q(payer_inn=found)
        | Q(purpose__icontains=found)
        | Q(external_id=found)
    )


def _header() -> list[str]:
    return [
        _("Paid by the client"), _("Client"), _("Payer"), _("INN"), _("Purpose"), _("Amount"), _("Refunded"),
        _("State"), _("Matched by"), _("Partner"), _("Reward"), _("Source"), _("Identifier"),
    ]  # fmt: skip


def _line(payment: Payment) -> list[Any]:
    reward = next(iter(payment.live), None)  # type: ignore[attr-defined]
    refunded = payment.refunded or 0  # type: ignore[attr-defined]
    return [
        payment.paid_at, payment.client, payment.payer_name, payment.payer_inn, payment.purpose,
        Money(payment.amount_minor, payment.currency), Money(refunded, payment.currency),
        state_of(payment)[0], payment.get_matched_by_display(), reward and reward.partner,
        reward and Money(reward.amount_minor, reward.currency), source_word(payment.source),
        payment.external_id,
    ]  # fmt: skip


@staff_page(Right.READ)
@require_safe
def payment(request: HttpRequest, pk: int) -> HttpResponse:
    """One payment: what the bank said, whose it is, every reward with its explanation."""
    shown = get_object_or_404(
        Payment.objects.select_related("client", "invoice").annotate(refunded=REFUNDED), pk=pk
    )
    at, waits = now(), not shown.client_id and not shown.set_aside_at
    rewards = list(rewards_told(shown.rewards.all()))
    checkout = find_checkout(shown)
    slips = checkout.later_slips.select_related("checkout").order_by("pk") if checkout else ()
    return page(
        request,
        "payments/page.html",
        section="payments",
        payment=shown,
        state=state_of(shown),
        source=source_word(shown.source),
        rewards=[told(reward) for reward in rewards],
        refunds=[
            (one, back_again(foresee_undoing(one)) if undoable(one) and not one.undone_at else "")
            for one in shown.refunds.select_related("payment").order_by("refunded_at", "pk")
        ],
        returnable=left_of_payment(shown).minor > 0,
        checkout=checkout,
        through=can_give_back(checkout),
        slips=[(one, slip_state(one), next_step(one)) for one in slips],
        on_the_way=on_the_way_sentence(shown),
        lines=shown.statement_lines.select_related("statement").order_by("on", "pk"),
        history=[
            *story_of(f"payment:{pk}", *(f"reward:{reward.pk}" for reward in rewards)),
            *beginning_of(shown, rewards),
        ],
        waits=waits,
        offer=offers_for([shown], at)[0] if waits else None,
        others=others_for(shown, word(request, "who"), at) if waits else [],
    )


def rewards_told(rewards: QuerySet[Reward]) -> QuerySet[Reward]:
    """Rewards with all that their words need; a constant number of statements."""
    return rewards.select_related(
        "partner", "clause__version", "clause__special", "payment__client", "cancelled_by"
    ).prefetch_related(
        Prefetch("reversals", Reversal.objects.select_related("refund")),
        Prefetch("payout_items", PayoutItem.objects.filter(live=True).select_related("payout")),
    ).order_by("pk")  # fmt: skip


def told(reward: Reward) -> dict[str, Any]:
    """A reward as a page shows it."""
    payout = next((item.payout for item in reward.payout_items.all()), None)
    return {
        "reward": reward,
        "left": left_of(reward),
        "standing": standing(reward),
        "why": explained(reward),
        "sums": arithmetic(reward),
        "payout": payout,
    }
