"""A month is over: its rating is sealed, levels are given, and special terms of levels follow."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date, datetime

from zabota.domain.ratings.models import Rating
from zabota.domain.ratings.operations import count_month, seal_month
from zabota.domain.ratings.queries import get_levels_at
from zabota.flows.specials_renewed import renew_levels
from zabota.kit.flow import flow


@flow
def rating_sealed(
    month: date, *, training: Mapping[int, int], at: datetime, trained: Container[int] | None = None
) -> Rating | None:
    """Seal the rating of a month; `training` is partner id → courses passed by its people,
    `trained` who satisfies levels that ask for training.

    The sealing that gives levels also entitles by them: both happen, or neither.
    """
    rating = seal_month(month, training=training, at=at, trained=trained)
    if rating is not None and rating.sealed_at == at:
        renew_levels(get_levels_at(at), at=at)
    return rating


@flow
def rating_counted(
    month: date, *, training: Mapping[int, int], at: datetime, trained: Container[int] | None = None
) -> Rating | None:
    """Count the provisional rating of a month that runs."""
    return count_month(month, training=training, at=at, trained=trained)
