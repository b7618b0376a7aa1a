"""Verbs of ratings."""

from zabota.domain.ratings.operations.counting import count_month, seal_month
from zabota.domain.ratings.operations.ruling import (
    RatingRefused,
    hide_partner,
    remove_level,
    set_level,
    set_rule,
    show_partner,
)

__all__ = [
    "RatingRefused",
    "count_month",
    "hide_partner",
    "remove_level",
    "seal_month",
    "set_level",
    "set_rule",
    "show_partner",
]
