"""Questions about leads and profiles."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from zabota.domain.attribution.models import Attribution
from zabota.domain.leads.models import Lead, LeadRule, LeadStatus, Profile, Proposal
from zabota.domain.leads.rules import Candidate
from zabota.domain.partners.models import PartnerStatus
from zabota.domain.ratings.queries import list_levels


def get_rule(at: datetime) -> LeadRule:
    """How leads are handed out; what stands in the model until staff change it."""
    return LeadRule.objects.order_by("pk").first() or LeadRule(changed_at=at, changed_by="")


def get_weights(rule: LeadRule) -> dict[str, int]:
    """Name of each level → what it weighs when leads are handed out, in per cent."""
    return {
        level.name: int(rule.level_weights.get(str(level.pk), 100 + rule.level_bonus))
        for level in list_levels()
    }


def list_profiles(
    *, crm: str = "", messenger: str = "", tongue: str = "", city: str = ""
) -> QuerySet[Profile]:
    """Published profiles of partners who sell, by what they can."""
    rows = Profile.objects.filter(published=True, partner__status=PartnerStatus.ACTIVE)
    if crm:
        rows = rows.filter(crms__contains=[crm])
    if messenger:
        rows = rows.filter(messengers__contains=[messenger])
    if tongue:
        rows = rows.filter(tongues__contains=[tongue])
    if city:
        rows = rows.filter(city__iexact=city)
    return rows.select_related("partner").order_by("partner__name", "pk")


def list_cities() -> list[str]:
    """Cities of published profiles."""
    rows = list_profiles().exclude(city="").order_by("city").values_list("city", flat=True)
    return sorted(set(rows))


def count_clients(partner_ids: Iterable[int], *, at: datetime) -> dict[int, int]:
    """Partner id → how many clients who have paid are his at a moment; without one he is absent."""
    rows = (
        Attribution.objects.filter(
            partner__in=partner_ids,
            withdrawn_at=None,
            during__contains=at,
            client__first_paid_at__lte=at,
        )
        .values("partner_id")
        .annotate(clients=Count("client", distinct=True))
        .order_by("partner_id")
    )
    return {row["partner_id"]: row["clients"] for row in rows}


def list_candidates(
    *, levels: Mapping[int, str], trained: Container[int], at: datetime
) -> list[Candidate]:
    """Partners who take leads now, each with what decides; `levels` and `trained` are handed down."""
    rule = get_rule(at)
    weights = get_weights(rule)
    window = at - timedelta(days=rule.window_days)
    rows = (
        Profile.objects.filter(partner__status=PartnerStatus.ACTIVE, takes_since__lte=at)
        .exclude(most_open=0)
        .annotate(
            in_work=Count(
                "partner__leads",
                filter=Q(partner__leads__status=LeadStatus.ACCEPTED),
                distinct=True,
            ),
            waiting=Count(
                "partner__proposals", filter=Q(partner__proposals__answer=""), distinct=True
            ),
            given=Count(
                "partner__proposals", filter=Q(partner__proposals__at__gte=window), distinct=True
            ),
        )
        .order_by("partner_id")
    )
    return [
        Candidate(
            partner_id=one.partner_id,
            crms=frozenset(one.crms),
            messengers=frozenset(one.messengers),
            tongues=frozenset(one.tongues),
            city=one.city,
            open=one.in_work + one.waiting,
            most_open=one.most_open,
            given=one.given,
            days=max((at - max(window, one.takes_since or at)).days, 1),
            weight=weights.get(levels.get(one.partner_id, ""), 100),
            level=levels.get(one.partner_id, ""),
            trained=one.partner_id in trained,
        )
        for one in rows
    ]


def find_waiting(lead: Lead) -> Proposal | None:
    """The proposal of a lead that waits for an answer."""
    return lead.proposals.filter(answer="").select_related("partner").first()


def list_overdue(at: datetime) -> list[int]:
    """Leads whose partner let the time pass."""
    rows = Proposal.objects.filter(answer="", answer_by__lte=at).order_by("answer_by", "pk")
    return list(rows.values_list("lead_id", flat=True))


def list_paying() -> QuerySet[Lead]:
    """Leads in work whose client has begun to pay."""
    return Lead.objects.filter(
        status=LeadStatus.ACCEPTED, client__first_paid_at__isnull=False
    ).select_related("client")
