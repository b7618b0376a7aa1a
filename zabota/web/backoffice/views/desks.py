"""The first pages of the partner manager and of support: who needs attention, and what happened."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse

from zabota.domain.attribution.models import PromoCode, PromoCodeStatus
from zabota.domain.attribution.queries.claims import list_waiting_claims
from zabota.domain.leads.models import Lead, LeadStatus
from zabota.domain.partners.models import Mood, Partner, PartnerNote, PartnerStatus
from zabota.domain.rewards.models import Reward
from zabota.kit.clock import now
from zabota.kit.events.models import Event
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.journal import rows_of

SHOWN = 8
MONTH = timedelta(days=30)  # held against the thirty days before


def support_desk(request: HttpRequest) -> HttpResponse:
    """Search first, then what happened last."""
    return page(request, "desk/support.html", section="desk", rows=rows_of(_latest()))


def keeper_desk(request: HttpRequest) -> HttpResponse:
    """What waits for the partner manager, whose mood or activity fell, who came."""
    came = ("partner.joined", "partner.admitted")
    return page(
        request,
        "desk/keeper.html",
        section="desk",
        codes=PromoCode.objects.filter(status=PromoCodeStatus.PENDING).count(),
        claims=list_waiting_claims().count(),
        leads=Lead.objects.filter(status=LeadStatus.NOBODY).count(),
        displeased=_displeased()[:SHOWN],
        fell=_fell(now())[:SHOWN],
        rows=rows_of(_latest(*came)),
    )


def _latest(*names: str) -> list[Event]:
    rows = Event.objects.order_by("-at", "-pk")
    return list((rows.filter(name__in=names) if names else rows)[: SHOWN * 2])


def _displeased() -> QuerySet[Partner]:
    """Partners whose last mood is bad, with the reason."""
    notes = PartnerNote.objects.filter(partner=OuterRef("pk")).exclude(mood="")
    last = notes.order_by("-at", "-pk")
    rows = Partner.objects.exclude(status=PartnerStatus.LEFT).annotate(
        mood=Subquery(last.values("mood")[:1]), why=Subquery(last.values("words")[:1])
    )
    return rows.filter(mood=Mood.BAD).order_by("name")


def _fell(at: datetime) -> QuerySet[Partner]:
    """Partners who earned less than half of the month before; the greatest loss first."""
    month, before = at - MONTH, at - 2 * MONTH
    rows = Partner.objects.filter(status=PartnerStatus.ACTIVE).annotate(
        lately=_earned(month, at), before=_earned(before, month)
    )
    fallen = rows.filter(before__gt=0, lately__lt=F("before") / 2)
    return fallen.order_by(F("lately") - F("before"), "name")


def _earned(first: datetime, last: datetime) -> Combinable:
    rewards = Reward.objects.filter(
        partner=OuterRef("pk"),
        cancelled_at=None,
        currency="RUB",
        payment__paid_at__gte=first,
        payment__paid_at__lt=last,
    )
    sums = rewards.order_by().values("partner").annotate(sum=Sum("amount_minor")).values("sum")
    return Coalesce(Subquery(sums, output_field=BigIntegerField()), 0)
