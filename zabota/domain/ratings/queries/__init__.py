"""Questions about ratings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from zabota.domain.partners.models import Partner
from zabota.domain.ratings.models import Badge, Hidden, Level, Rating, RatingRule, Standing
from zabota.domain.rewards.models import Reward
from zabota.kit.clock import former_month, next_month
from zabota.kit.money import DEFAULT_CURRENCY


def get_rule(month: date) -> RatingRule | None:
    """The rule of a month: the last one that began by then."""
    return RatingRule.objects.filter(from_month__lte=month).order_by("-from_month").first()


def list_foreign_currencies(*, since: datetime) -> list[str]:
    """Currencies other than ours in which clients of partners have paid since a moment."""
    return sorted(_currencies_abroad(Reward.objects.filter(earned_at__gte=since)))


def pays_abroad(partner: Partner) -> set[str]:
    """Currencies other than ours in which this partner's clients have paid."""
    return _currencies_abroad(Reward.objects.filter(partner=partner))


def _currencies_abroad(rewards: QuerySet[Reward]) -> set[str]:
    rows = rewards.exclude(currency=DEFAULT_CURRENCY)
    return set(rows.order_by().values_list("currency", flat=True).distinct())


def list_levels() -> list[Level]:
    """Levels, the highest first."""
    return list(Level.objects.order_by("-least_score"))


def find_level(score: int, *, trained: bool, levels: list[Level]) -> Level | None:
    """The highest level that the score of a month reaches."""
    for level in levels:
        if score >= level.least_score and (trained or not level.needs_training):
            return level
    return None


def list_ratings() -> QuerySet[Rating]:
    """Ratings, the newest month first."""
    return Rating.objects.select_related("rule").order_by("-month")


def list_months_to_seal(month: date) -> list[date]:
    """Months that are over before this one and not sealed yet, the oldest first.

    It is more than one when the worker was away for longer than a month.
    """
    last = Rating.objects.filter(sealed_at__isnull=False).order_by("-month").first()
    first = Rating.objects.order_by("month").first()
    begin = next_month(last.month) if last else first.month if first else former_month(month)
    months = []
    while begin < month:
        months.append(begin)
        begin = next_month(begin)
    return months


def list_standings_of(rating: Rating) -> QuerySet[Standing]:
    """Who stands where, the first first; the partner's wish to be hidden comes along."""
    hidden = Prefetch("partner", queryset=Partner.objects.select_related("hidden"))
    return rating.standings.select_related("level").prefetch_related(hidden).order_by("place")


def list_history(partner: Partner, *, months: int = 12) -> list[Standing]:
    """A partner's sealed months, the oldest first."""
    rows = Standing.objects.filter(partner=partner, rating__sealed_at__isnull=False)
    newest = rows.select_related("rating", "level").order_by("-rating__month")[:months]
    return list(reversed(newest))


def get_levels_at(at: datetime) -> Mapping[int, str]:
    """Partner id → name of the level he has by the last month sealed by then."""
    last = Rating.objects.filter(sealed_at__lte=at).order_by("-month").first()
    if last is None:
        return {}
    rows = last.standings.filter(level__isnull=False)
    return dict(rows.values_list("partner_id", "level__name"))


def get_shown_levels(at: datetime) -> Mapping[int, Level]:
    """Partner id → his level by the last month sealed by then, of those who let it be shown."""
    last = Rating.objects.filter(sealed_at__lte=at).order_by("-month").first()
    if last is None:
        return {}
    rows = last.standings.filter(level__isnull=False, partner__hidden=None).select_related("level")
    return {one.partner_id: one.level for one in rows if one.level is not None}


def list_badges(partner: Partner) -> QuerySet[Badge]:
    """A partner's badges, the newest first."""
    return Badge.objects.filter(partner=partner).order_by("-month", "kind")


def list_hall_of_fame(*, first: int = 20) -> QuerySet[Partner]:
    """Partners by how often they were first of a month, then among the first three."""
    sealed = Q(standings__rating__sealed_at__isnull=False)
    rows = Partner.objects.annotate(
        firsts=Count("standings", filter=sealed & Q(standings__place=1), distinct=True),
        podiums=Count("standings", filter=sealed & Q(standings__place__lte=3), distinct=True),
    )
    return rows.filter(podiums__gt=0, hidden=None).order_by(
        "-firsts", "-podiums", "joined_at", "pk"
    )[:first]


def is_hidden(partner: Partner) -> bool:
    """Whether the partner does not want his name in the rating."""
    return Hidden.objects.filter(partner=partner).exists()


def list_hidden(partner_ids: Iterable[int]) -> set[int]:
    """Which of these partners do not want their names shown to others."""
    return set(Hidden.objects.filter(partner__in=partner_ids).values_list("partner_id", flat=True))
