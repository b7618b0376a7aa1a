"""A standing of the rating as both sites show it: the name, the points, and how they were made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zabota.domain.community.operations.rating import name_of
from zabota.domain.partners.models import Partner
from zabota.domain.ratings.facts import RATE_PARTS
from zabota.domain.ratings.models import Rating, RatingRule, Standing
from zabota.kit.money import Money
from zabota.ui.amounts import money_text, point
from zabota.ui.parts import Line


class StandingRow(NamedTuple):
    """A line of the table; `sentence` and `lines` explain the score."""

    standing: Standing
    name: str
    own: bool
    points: str
    sentence: str
    lines: list[Line]


def standing_rows(
    rating: Rating, standings: Iterable[Standing], *, reader: Partner | None
) -> list[StandingRow]:
    """Rows for a partner, who knows himself though he is hidden, or for staff (None), who see all."""
    return [_row(rating.rule, one, reader) for one in standings]


def _row(rule: RatingRule, one: Standing, reader: Partner | None) -> StandingRow:
    own = reader is not None and one.partner_id == reader.pk
    name = one.partner.name if reader is None or own else name_of(one)
    return StandingRow(one, name, own, points(one.score), _sentence(one), _lines(rule, one))


def points(hundredths: int) -> str:
    """8750 → 87,5 in the language of the page."""
    return f"{hundredths / 100:.1f}".replace(".", point())


def older_months(ratings: Sequence[Rating], shown: Rating | None) -> list[tuple[str, str, bool]]:
    """Months beyond the tabs: the word of the address, the name, whether it is the shown one."""
    return [(f"{one.month:%Y-%m}", month_name(one.month), one == shown) for one in ratings]


def month_name(month: date) -> str:
    """The month and its year."""
    name = date_format(month, "F Y")
    return name if (get_language() or "").startswith("en") else name.lower()


def measures() -> Mapping[str, str]:
    """What is measured, by the names of the rule's weights."""
    return {
        "revenue": _("Payments of clients"),
        "newcomers": _("New paying clients"),
        "retention": _("Clients who stayed"),
        "training": _("Courses passed"),
    }


def formula(rule: RatingRule) -> str:
    """The weights of a rule in one sentence."""
    parts = [
        f"{label.lower()} {getattr(rule, name)}\u00a0%"
        for name, label in measures().items()
        if getattr(rule, name)
    ]
    return _("A score is made of: %(parts)s.") % {"parts": ", ".join(parts)}


def rates(rule: RatingRule, currencies: Iterable[str] = ()) -> str:
    """How other currencies count; of `currencies` those without a rate are named, too."""
    said = [
        _("1 %(currency)s counts as %(rate)s ₽.") % {"currency": one, "rate": rate_text(rate)}
        for one, rate in sorted(rule.rates.items())
    ]
    if unrated := sorted(set(currencies) - set(rule.rates)):
        words = _("Payments in %(currencies)s have no rate: the clients count, their sums do not.")
        said.append(words % {"currencies": ", ".join(unrated)})
    return " ".join(said)


def rate_text(rate: int) -> str:
    """984500 → 98,45 in the language of the page."""
    text = f"{rate / RATE_PARTS:.4f}".rstrip("0")
    whole, _point, rest = text.partition(".")
    return f"{whole}{point()}{rest.ljust(2, '0')}"


def _sentence(one: Standing) -> str:
    return _("Payments of %(sum)s, new clients: %(new)s, stayed: %(stayed)s of %(of)s.") % {
        "sum": money_text(Money(one.revenue_minor)),
        "new": one.newcomers,
        "stayed": one.retained,
        "of": one.retained_of,
    }


def _lines(rule: RatingRule, one: Standing) -> list[Line]:
    made = (
        ("revenue", one.revenue_points),
        ("newcomers", one.newcomers_points),
        ("retention", one.retention_points),
        ("training", one.training_points),
    )
    labels = measures()
    rows = [
        Line(labels[name], f"{points(value)} × {getattr(rule, name)} %")
        for name, value in made
        if getattr(rule, name)
    ]
    return [*rows, Line(_("Score"), points(one.score), "total")]
