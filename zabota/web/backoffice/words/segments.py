"""Filters of the partners' list in words, and who fits them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from zabota.domain.news.rules import FILTERS, clean_filters
from zabota.domain.partners.models import Mood, PartnerStatus
from zabota.domain.partners.queries import list_tags
from zabota.domain.people.models import Person, Role
from zabota.domain.ratings.queries import list_levels
from zabota.kit.errors import Refusal
from zabota.ui.lists import word


def filters_of(request: HttpRequest) -> dict[str, str]:
    """The filters of the address that a segment may keep."""
    return clean_filters({key: word(request, key) for key in FILTERS})


def posted_filters(given: QueryDict) -> dict[str, str]:
    """The same from a form."""
    return clean_filters({key: given.get(key, "").replace("\x00", "") for key in FILTERS})


def list_curators() -> QuerySet[Person]:
    """Who of us may look after partners, by name."""
    staff = Person.objects.filter(staff_roles__role__in=(Role.MANAGER, Role.OWNER), is_active=True)
    return staff.distinct().order_by("name", "pk")


def find_curator(wish: str) -> Person:
    """The one with this number; refused for anybody else."""
    found = list_curators().filter(pk=wish).first() if wish.isdecimal() and len(wish) < 16 else None
    if found is None:
        raise Refusal("Choose a partner manager.", code="no_curator")
    return found


def filter_choices() -> dict[str, list[tuple[str, str]]]:
    """What may be chosen in each filter; the city is typed."""
    return {
        "state": _pairs(PartnerStatus),
        "mood": _pairs(Mood),
        "level": [(level.name, level.name) for level in list_levels()],
        "tag": [(tag, tag) for tag in list_tags()],
        "activity": [
            ("earning", _("earned in the last 30 days")),
            ("quiet", _("earned before, not for 60 days")),
            ("never", _("has not earned yet")),
        ],
        "curator": [(str(one.pk), str(one)) for one in list_curators()],
    }


def _pairs(choices: Any) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in choices.choices]


def told_filters(filters: Mapping[str, str]) -> str:
    """The filters as one sentence; of everybody where there are none."""
    if not filters:
        return str(_("everybody who works with us"))
    choices = {key: dict(pairs) for key, pairs in filter_choices().items()}
    typed = {"q": "“%s”", "from": _("joined from %s"), "to": _("joined till %s")}
    return ", ".join(
        typed[key] % value if key in typed else choices.get(key, {}).get(value, value)
        for key, value in filters.items()
    )
