"""Staff set the weights and the levels; a partner may hide his name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from zabota.domain.partners.models import Partner
from zabota.domain.ratings.events import RatingRuleChanged
from zabota.domain.ratings.facts import Weights
from zabota.domain.ratings.models import Hidden, Level, Rating, RatingRule
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish


class RatingRefused(Refusal):
    """The rule or the level cannot be so, with the reason."""

    code = "rating_refused"


@transaction.atomic
def set_rule(
    weights: Weights,
    *,
    from_month: date,
    at: datetime,
    by: str,
    rates: Mapping[str, int] | None = None,
) -> RatingRule:
    """Weigh the measures so from a month on; refused for a sealed month, or unless they make 100.

    `rates` (currency → ten-thousandths of a rouble) say how other currencies count.
    """
    total = weights.revenue + weights.newcomers + weights.retention + weights.training
    if total != 100:
        raise RatingRefused("The weights make %(total)s, not 100.", total=total)
    month = from_month.replace(day=1)
    if Rating.objects.filter(month__gte=month, sealed_at__isnull=False).exists():
        raise RatingRefused("That month is sealed already. Choose a later one.")
    rule, _new = RatingRule.objects.update_or_create(
        from_month=month,
        defaults={
            "revenue": weights.revenue,
            "newcomers": weights.newcomers,
            "retention": weights.retention,
            "training": weights.training,
            "rates": dict(rates or {}),
            "made_at": at,
            "made_by": by,
        },
    )
    publish(
        RatingRuleChanged(
            at=at,
            by=by,
            rule_id=rule.pk,
            weights=(weights.revenue, weights.newcomers, weights.retention, weights.training),
            rates=tuple(f"{currency} {rate}" for currency, rate in sorted(rule.rates.items())),
        )
    )
    return rule


@transaction.atomic
def set_level(
    *,
    name: str,
    least_score: int,
    privileges: str,
    needs_training: bool,
    name_english: str = "",
    privileges_english: str = "",
    level: Level | None = None,
) -> Level:
    """A level, new or changed; refused when another one has this name or this score."""
    others = Level.objects.exclude(pk=level.pk) if level else Level.objects.all()
    if others.filter(name__iexact=name).exists():
        raise RatingRefused("There is a level of this name already.")
    if others.filter(least_score=least_score).exists():
        raise RatingRefused("There is a level from this score already.")
    level = level or Level()
    level.name, level.least_score = name, least_score
    level.privileges, level.needs_training = privileges, needs_training
    level.name_english, level.privileges_english = name_english, privileges_english
    level.save()
    return level


def remove_level(level: Level) -> None:
    """Take a level away that nobody has had; refused otherwise."""
    if level.standings.filter(rating__sealed_at__isnull=False).exists():
        raise RatingRefused("Partners have had this level: it stays. You can change its score.")
    level.standings.update(level=None)
    level.delete()


def hide_partner(partner: Partner, *, at: datetime, by: str) -> None:
    """The partner's place stays, his name is not shown; twice is once."""
    Hidden.objects.get_or_create(partner=partner, defaults={"since": at, "by": by})


def show_partner(partner: Partner) -> None:
    """The partner's name is shown again."""
    Hidden.objects.filter(partner=partner).delete()
