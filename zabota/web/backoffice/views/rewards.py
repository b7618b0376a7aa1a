"""Held rewards: why they wait, and letting them go."""

from __future__ import annotations

from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.people.rules import Right
from zabota.domain.rewards.models import Hold, Reward
from zabota.domain.rewards.operations import hold_reward, release_reward, release_rewards
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.ui.acting import back, reason_of, refusals_said
from zabota.ui.amounts import money_text
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, one_page, picked, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.saved import views
from zabota.web.backoffice.words.payouts import payout_tabs

MOST_CHOSEN = 500


@staff_page(Right.READ)
@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """Rewards that wait for a person, oldest deadline first."""
    rows = (
        Reward.objects.exclude(hold=Hold.NONE)
        .filter(cancelled_at=None)
        .select_related("partner", "payment__client")
    )
    if kind := word(request, "hold"):
        rows = rows.filter(hold=kind)
    if found := word(request):
        rows = rows.filter(
            Q(partner__name__icontains=found)
            | Q(payment__client__name__icontains=found)
            | Q(payment__payer_name__icontains=found)
            | Q(payment__payer_inn=found)
        )
    table = Table(request, columns(), order="due")
    rows = table.sorted(rows)
    if wants_csv(request):
        return csv_of(
            "held",
            [_("Partner"), _("Client"), _("Payer"), _("INN"), _("Amount"), _("Deadline"), _("Why")],
            rows,
            lambda r: [
                r.partner.name, r.payment.client, r.payment.payer_name, r.payment.payer_inn,
                Money(r.amount_minor, r.currency), r.due_at, r.get_hold_display(),
            ],
        )  # fmt: skip
    return page(
        request,
        "payouts/held.html",
        section="payouts",
        tabs=payout_tabs("held"),
        page=one_page(request, rows),
        holds=[choice for choice in Hold.choices if choice[0]],
        table=table,
        shelf=views.of(request, "held", table),
    )


def columns() -> list[Column]:
    """What the list may show."""
    return [
        Column("partner", _("Partner"), by="partner__name", fixed=True),
        Column("why", _("Why"), by="hold"),
        Column("payer", _("Client and payer"), by="payment__client__name"),
        Column("paid", _("Paid by the client"), first=False, by="payment__paid_at"),
        Column("due", _("Deadline"), by="due_at"),
        Column("amount", _("Amount"), by="amount_minor", numeric=True),
        Column("deed", _("Release"), fixed=True),
    ]


@staff_page(Right.PAYOUTS)
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a held reward be paid."""
    reward = get_object_or_404(Reward, pk=pk)
    with refusals_said(request):
        release_reward(reward, reason=reason_of(request), at=now(), by=str(request.user))
        say(
            request,
            _("Released: %(sum)s goes into the next batch.")
            % {"sum": money_text(Money(reward.amount_minor, reward.currency))},
        )
    return back(request, "office:held")


@staff_page(Right.PAYOUTS)
@require_POST
def release_many(request: HttpRequest) -> HttpResponse:
    """Let the chosen rewards be paid for one reason; first it is told how many and how much."""
    ids = picked(request.POST.getlist("reward"))[:MOST_CHOSEN]
    rows = Reward.objects.exclude(hold=Hold.NONE).filter(pk__in=ids, cancelled_at=None)
    with refusals_said(request):
        if not ids:
            raise Refusal("Choose rewards in the list first.", code="none_chosen")
        if request.POST.get("sure"):
            released = release_rewards(
                ids, reason=reason_of(request), at=now(), by=str(request.user)
            )
            words = ngettext(
                "Released: %(n)s reward goes into the next batch.",
                "Released: %(n)s rewards go into the next batch.",
                len(released),
            )
            say(request, words % {"n": len(released)})
        else:
            sums = rows.order_by("-currency").values_list("currency").annotate(Sum("amount_minor"))
            return page(
                request,
                "payouts/release.html",
                section="payouts",
                rewards=rows.select_related("partner", "payment__client").order_by("due_at", "pk"),
                sums=[money_text(Money(minor, currency)) for currency, minor in sums],
            )
    return back(request, "office:held")


@staff_page(Right.PAYOUTS)
@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold a reward until somebody releases it."""
    reward = get_object_or_404(Reward, pk=pk)
    with refusals_said(request):
        hold_reward(reward, reason=reason_of(request), at=now(), by=str(request.user))
        say(request, _("The reward is held: it will not be paid until it is released."))
    return back(request, "office:held")
