"""A month is counted while it runs, and sealed once when it is over."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from zabota.domain.ratings.events import BadgeGiven, LevelChanged, RatingPublished
from zabota.domain.ratings.facts import Weights
from zabota.domain.ratings.models import Badge, BadgeKind, Rating, RatingRule, Standing
from zabota.domain.ratings.queries import find_level, get_levels_at, get_rule, list_levels
from zabota.domain.ratings.queries.measuring import measure_month, sealing_moment
from zabota.domain.ratings.rules import FEW, Rated, rate
from zabota.domain.rewards.models import Reward
from zabota.kit.events.announce import publish, publish_all

CLIENTS = {BadgeKind.FIRST_CLIENT: 1, BadgeKind.TEN_CLIENTS: 10, BadgeKind.FIFTY_CLIENTS: 50}


@transaction.atomic
def count_month(
    month: date, *, training: Mapping[int, int], at: datetime, trained: Container[int] | None = None
) -> Rating | None:
    """Count the provisional rating of a month anew; a sealed one stays as it is.

    `trained` are the partners who satisfy levels that ask for training; without it, those with a
    course. None while staff have set no rule for the month.
    """
    rule = get_rule(month)
    if rule is None:
        return None
    rating, _new = Rating.objects.select_for_update().get_or_create(
        month=month, defaults={"rule": rule, "counted_at": at}
    )
    if rating.sealed_at is not None:
        return rating
    rated = rate(measure_month(month, training=training, rates=rule.rates), _weights(rule))
    rating.rule, rating.counted_at = rule, at
    rating.save(update_fields=["rule", "counted_at"])
    rating.standings.all().delete()
    _write(rating, rated, trained=training if trained is None else trained)
    return rating


@transaction.atomic
def seal_month(
    month: date, *, training: Mapping[int, int], at: datetime, trained: Container[int] | None = None
) -> Rating | None:
    """Count a month that is over for the last time, seal it, and give levels and badges.

    Sealed once, it changes nothing any more; None before its moment or without a rule.
    """
    if at < sealing_moment(month):
        return None
    former = get_levels_at(at)
    rating = count_month(month, training=training, at=at, trained=trained)
    if rating is None or rating.sealed_at is not None:
        return rating
    standings = list(rating.standings.select_related("level").order_by("place"))
    rating.sealed_at, rating.digest = at, _digest(rating, standings)
    rating.save(update_fields=["sealed_at", "digest"])
    publish(RatingPublished(at=at, rating_id=rating.pk, month=month))
    _tell_levels(former, standings, at=at)
    _give_badges(rating, standings, at=at)
    return rating


def _write(rating: Rating, rated: Sequence[Rated], *, trained: Container[int]) -> None:
    levels = list_levels()
    Standing.objects.bulk_create(
        Standing(
            rating=rating,
            partner_id=one.measured.partner_id,
            place=one.place,
            score=one.score,
            revenue_minor=one.measured.revenue_minor,
            newcomers=one.measured.newcomers,
            retained=one.measured.retained,
            retained_of=one.measured.retained_of,
            training=one.measured.training,
            revenue_points=one.revenue,
            newcomers_points=one.newcomers,
            retention_points=one.retention,
            training_points=one.training,
            level=find_level(one.score, trained=one.measured.partner_id in trained, levels=levels),
        )
        for one in rated
    )


def _weights(rule: RatingRule) -> Weights:
    return Weights(rule.revenue, rule.newcomers, rule.retention, rule.training)


def _digest(rating: Rating, standings: Sequence[Standing]) -> str:
    """Of the facts and places, so that a sealed month can be proved unchanged."""
    facts = [
        [one.partner_id, one.place, one.score, one.revenue_minor, one.newcomers, one.retained,
         one.retained_of, one.training]
        for one in standings
    ]  # fmt: skip
    return sha256(json.dumps([f"{rating.month}", facts]).encode()).hexdigest()


def _tell_levels(former: Mapping[int, str], standings: Sequence[Standing], *, at: datetime) -> None:
    heights = {level.name: level.least_score for level in list_levels()}
    now = {one.partner_id: one.level.name for one in standings if one.level}
    publish_all(
        [
            LevelChanged(
                at=at,
                partner_id=partner_id,
                before=former.get(partner_id, ""),
                after=now.get(partner_id, ""),
                rose=heights.get(now.get(partner_id, ""), 0)
                > heights.get(former.get(partner_id, ""), 0),
            )
            for partner_id in sorted({*former, *now})
            if former.get(partner_id, "") != now.get(partner_id, "")
        ]
    )


def _give_badges(rating: Rating, standings: Sequence[Standing], *, at: datetime) -> None:
    earned: list[tuple[int, str]] = []
    for one in standings:
        if one.place == 1:
            earned.append((one.partner_id, BadgeKind.BEST_OF_MONTH))
        if one.place <= 3:
            earned.append((one.partner_id, BadgeKind.PODIUM))
        if one.retained_of >= FEW and one.retained == one.retained_of:
            earned.append((one.partner_id, BadgeKind.ALL_STAYED))
    has = set(Badge.objects.filter(kind__in=list(CLIENTS)).values_list("partner_id", "kind"))
    brought = _paying_clients([one.partner_id for one in standings])
    for kind, least in CLIENTS.items():
        for partner_id, clients in brought.items():
            if clients >= least and (partner_id, kind) not in has:
                earned.append((partner_id, kind))
    Badge.objects.bulk_create(
        [Badge(partner_id=pk, kind=kind, month=rating.month, given_at=at) for pk, kind in earned],
        ignore_conflicts=True,
    )
    publish_all([BadgeGiven(at=at, partner_id=pk, kind=kind) for pk, kind in earned])


def _paying_clients(partner_ids: Sequence[int]) -> dict[int, int]:
    """How many clients of each partner have ever paid."""
    pairs = (
        Reward.objects.filter(partner_id__in=partner_ids, cancelled_at=None)
        .values_list("partner_id", "payment__client_id")
        .distinct()
        .order_by()
    )
    found: dict[int, int] = {}
    for partner_id, _client in pairs:
        found[partner_id] = found.get(partner_id, 0) + 1
    return dict(sorted(found.items()))
