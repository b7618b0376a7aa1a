"""Questions about settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet

from zabota.domain.settings.facts import Option, Value
from zabota.domain.settings.models import Setting


def get_settings(*options: Option, at: datetime) -> Mapping[str, Value]:
    """Option name → the value in force at the moment, or its default. One statement."""
    names = [option.name for option in options]
    rows = Setting.objects.filter(name__in=names, set_at__lte=at)
    newest = rows.order_by("name", "-set_at", "-pk").distinct("name")
    found = {row.name: row.value for row in newest}
    return {option.name: found.get(option.name, option.default) for option in options}


def list_planned(*, at: datetime) -> QuerySet[Setting]:
    """Values that are to hold from a coming day, the nearest first."""
    return Setting.objects.filter(set_at__gt=at).order_by("set_at", "name")


def get_setting(option: Option, *, at: datetime) -> Value:
    """The value of one option in force at the moment, or its default."""
    return get_settings(option, at=at)[option.name]


def get_whole(option: Option, *, at: datetime) -> int:
    """A number in force at the moment: roubles are kopecks."""
    return int(get_setting(option, at=at))
