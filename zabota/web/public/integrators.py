"""Integrators as the directory shows them: what each can, his level, whom he has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zabota.domain.academy.queries import list_with_logo
from zabota.domain.leads.models import Crm, Messenger, Profile, Tongue
from zabota.domain.leads.queries import count_clients, list_profiles
from zabota.domain.ratings.models import Level
from zabota.domain.ratings.queries import get_shown_levels, list_ratings
from zabota.kit.markdown import to_plain
from zabota.ui.templatetags.tongues import twin

LINE = 150  # letters of his own words on a card


class Integrator(NamedTuple):
    """A card of the directory; `clients` is None when he does not show them, or has none yet."""

    profile: Profile
    level: str
    line: str
    connects: list[str]
    tongues: list[str]
    clients: int | None
    has_logo: bool


def find_integrators(
    wanted: Mapping[str, str], *, level: Level | None, at: datetime
) -> list[Profile]:
    """Profiles that can what is wanted, of this level or a higher one; the best of the last month first."""
    rows = list(list_profiles(**wanted))
    if level is not None:
        levels = get_shown_levels(at)
        least = level.least_score
        rows = [
            one
            for one in rows
            if one.partner_id in levels and levels[one.partner_id].least_score >= least
        ]
    places = _places()
    rows.sort(key=lambda one: (places.get(one.partner_id, len(places) + 1), one.partner.name))
    return rows


def _places() -> dict[int, int]:
    """Partner → his place in the last sealed month."""
    last = list_ratings().exclude(sealed_at=None).first()
    return dict(last.standings.values_list("partner_id", "place")) if last else {}


def integrator_cards(profiles: Sequence[Profile], *, at: datetime) -> list[Integrator]:
    """Cards of one page, at a fixed number of queries."""
    levels = get_shown_levels(at)
    logos = list_with_logo([one.partner_id for one in profiles])
    clients = count_clients([one.partner_id for one in profiles if one.shows_clients], at=at)
    return [
        Integrator(
            profile=one,
            level=twin(levels.get(one.partner_id)),
            line=Truncator(to_plain(one.about)).chars(LINE),
            connects=[*crm_labels(one.crms), *messenger_labels(one.messengers)],
            tongues=tongue_labels(one.tongues),
            clients=clients.get(one.partner_id),
            has_logo=one.partner_id in logos,
        )
        for one in profiles
    ]


def level_choices(levels: Sequence[Level]) -> list[tuple[str, str]]:
    """Levels, the highest first, to choose from: each but the highest comes with those above it."""
    return [
        (str(one.pk), _("%(level)s and above") % {"level": twin(one)} if nth else twin(one))
        for nth, one in enumerate(levels)
    ]


def crm_labels(values: Iterable[str]) -> list[str]:
    """CRMs as a reader calls them."""
    return [str(Crm(one).label) for one in values]


def messenger_labels(values: Iterable[str]) -> list[str]:
    """Messengers as a reader calls them."""
    return [str(Messenger(one).label) for one in values]


def tongue_labels(values: Iterable[str]) -> list[str]:
    """Languages as a reader calls them, to stand in one line: Russian has no capitals inside it."""
    words = [str(Tongue(one).label) for one in values]
    return words if get_language() == "en" else [*words[:1], *(word.lower() for word in words[1:])]
