"""The partner's clients as the list and the board ask for them: with sums, his card, and filters."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from zabota.domain.attribution.models import Attribution
from zabota.domain.partners.models import Partner
from zabota.domain.payments.models import Payment
from zabota.domain.rewards.models import Reward
from zabota.kit.clock import local_date
from zabota.ui.lists import word
from zabota.web.wording.statuses import TROUBLED

WEEK = timedelta(days=7)


def clients_of(partner: Partner, *, at: datetime) -> QuerySet[Any]:
    """Live attributions in force, with what each client paid, brought him, and his card."""
    rewards = (
        Reward.objects.filter(
            partner=partner, payment__client=OuterRef("client"), cancelled_at=None
        )
        .order_by()
        .values("partner")
    )
    last = Payment.objects.filter(client=OuterRef("client")).order_by("-paid_at")
    return (
        Attribution.objects.filter(partner=partner, withdrawn_at=None, during__contains=at)
        .select_related("client", "promo_code")
        .annotate(
            card=FilteredRelation("client__cards", condition=Q(client__cards__partner=partner.pk)),
            step=F("card__step"),
            step_on=F("card__step_on"),
            tags=F("card__tags"),
            earned_minor=_summed(rewards, "amount_minor"),
            paid_minor=_summed(rewards, "payment__amount_minor"),
            last_paid_at=Subquery(last.values("paid_at")[:1]),
        )
    )


def _summed(rewards: QuerySet[Any], field: str) -> Any:
    sums = rewards.annotate(total=Sum(field)).values("total")
    return Coalesce(Subquery(sums, output_field=BigIntegerField()), 0)


def filtered(request: HttpRequest, rows: QuerySet[Any], *, at: datetime) -> QuerySet[Any]:
    """Only what the address asks for: words, status, tag, step, connection."""
    if found := word(request):
        rows = rows.filter(
            Q(client__name__icontains=found)
            | Q(client__inn=found)
            | Q(tags__contains=[found.lower()])
        )
    if status := word(request, "status"):
        rows = rows.filter(client__status=status)
    if tag := word(request, "tag"):
        rows = rows.filter(tags__contains=[tag])
    today = local_date(at)
    steps = {
        "late": Q(step_on__lt=today),
        "week": Q(step_on__gte=today, step_on__lte=today + WEEK),
        "none": Q(step_on=None),
    }
    if (step := word(request, "step")) in steps:
        rows = rows.filter(steps[step])
    if word(request, "trouble"):
        rows = rows.filter(Q(client__connection__in=TROUBLED) | Q(client__paid_until__lt=today))
    return rows
