"""Filters of partners as controls of a form and as an address: `{% load segments %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.http import urlencode
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def as_query(filters: Mapping[str, str]) -> str:
    """The filters as the query of an address."""
    return urlencode(filters)


@register.inclusion_tag("backoffice/parts/segment_filters.html")
def segment_filters(
    choices: Mapping[str, list[tuple[str, str]]], filters: Mapping[str, str], without: str = ""
) -> dict[str, Any]:
    """A control for every filter; `without` names those that the page has itself."""
    words = (
        ("state", _("Standing"), _("Any standing")),
        ("mood", _("Mood"), _("Any mood")),
        ("level", _("Level"), _("Any level")),
        ("tag", _("Tag"), _("Any tag")),
        ("activity", _("Activity"), _("Active or not")),
        ("curator", _("Manager"), _("Any manager")),
        ("city", _("City"), ""),
    )
    return {
        "rows": [
            (key, name, empty, choices.get(key), filters.get(key, ""))
            for key, name, empty in words
            if key not in without.split() and choices.get(key) != []
        ]
    }
