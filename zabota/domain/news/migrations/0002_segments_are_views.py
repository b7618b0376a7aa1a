"""Segments become views of the partners' list that are everybody's; back again as far as both can say it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db import migrations

PLACE = "office:partners"
FILTERS = {"level", "tag", "city", "activity", "mood", "state", "curator"}


def to_views(apps: Any, schema: Any) -> None:
    views = apps.get_model("people", "SavedView")
    views.objects.bulk_create(
        views(
            person=None,
            place=PLACE,
            name=one.name,
            query=urlencode(sorted(one.filters.items())),
            kept_at=one.made_at,
            kept_by=one.made_by,
        )
        for one in apps.get_model("news", "Segment").objects.order_by("pk")
    )


def to_segments(apps: Any, schema: Any) -> None:
    segments = apps.get_model("news", "Segment")
    for view in apps.get_model("people", "SavedView").objects.filter(person=None, place=PLACE):
        filters = {key: word for key, word in parse_qsl(view.query) if key in FILTERS}
        if filters:
            segments.objects.create(
                name=view.name, filters=filters, made_at=view.kept_at, made_by=view.kept_by
            )
            view.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0001_initial"),
        ("people", "0005_views_of_everybody"),
    ]

    operations = [migrations.RunPython(to_views, to_segments)]
