"""The rating for staff: months with everybody's facts, the weights, the levels."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.people.rules import Right
from zabota.domain.ratings.facts import RATE_PARTS
from zabota.domain.ratings.models import Level
from zabota.domain.ratings.operations import RatingRefused, remove_level, set_level, set_rule
from zabota.domain.ratings.queries import (
    get_rule,
    list_foreign_currencies,
    list_levels,
    list_ratings,
    list_standings_of,
)
from zabota.kit.clock import local_date, now
from zabota.kit.money import Money
from zabota.ui.acting import refusals_said, sentence_of
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, one_page, wants_csv, word
from zabota.ui.parts import Tab
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.rating import LevelForm, WeightsForm
from zabota.web.backoffice.frame import page
from zabota.web.wording.ratings import (
    StandingRow,
    formula,
    month_name,
    older_months,
    points,
    rates,
    standing_rows,
)

MONTHS = 12
LATELY = timedelta(days=90)


@staff_page(Right.READ)
@require_safe
def rating(request: HttpRequest) -> HttpResponse:
    """One month with all its facts; the CSV holds what is needed to count it again."""
    ratings = list(list_ratings())
    shown = next((one for one in ratings if f"{one.month:%Y-%m}" == word(request, "month")), None)
    shown = shown or (ratings[0] if ratings else None)
    standings = list_standings_of(shown) if shown else None
    if standings is not None and (found := word(request)):
        standings = standings.filter(partner__name__icontains=found)
    table = Table(request, columns(), order="place")
    standings = None if standings is None else table.sorted(standings)
    if shown and standings is not None and wants_csv(request):
        header = [_("Place"), _("Partner"), _("Points"), _("Payments of clients"),
                  _("New paying clients"), _("Clients who stayed"), _("Clients a month ago"),
                  _("Courses passed"), _("Level")]  # fmt: skip
        rows = standing_rows(shown, standings, reader=None)
        return csv_of(f"rating-{shown.month:%Y-%m}", header, rows, _cells)
    found_page = one_page(request, standings) if standings is not None else None
    rule = get_rule(local_date(now()).replace(day=1))
    return page(
        request,
        "rating/page.html",
        section="rating",
        rating=shown,
        month=month_name(shown.month) if shown else "",
        formula=formula(shown.rule) if shown else "",
        rates=rates(shown.rule) if shown else "",
        page=found_page,
        table=table,
        rows=standing_rows(shown, found_page, reader=None) if shown and found_page else [],
        tabs=[
            Tab(f"?month={one.month:%Y-%m}", month_name(one.month), one == shown)
            for one in ratings[:MONTHS]
        ],
        older=older_months(ratings[MONTHS:], shown),
        rule=rule,
        now_weighed=formula(rule) if rule else "",
        now_rated=rates(rule, _abroad()) if rule else "",
        levels=[(level, points(level.least_score)) for level in list_levels()],
    )


def columns() -> list[Column]:
    """What the standings of a month may show."""
    return [
        Column("place", _("Place"), by="place", numeric=True),
        Column("partner", _("Partner"), by="partner__name", fixed=True),
        Column("revenue", _("Payments of clients"), by="revenue_minor", numeric=True),
        Column("new", _("New"), by="newcomers", numeric=True),
        Column("stayed", _("Stayed"), by="retained", numeric=True),
        Column("courses", _("Courses"), by="training", numeric=True),
        Column("level", _("Level"), by="level__least_score", sparse=True),
        Column("points", _("Points"), by="score", numeric=True),
    ]


def _cells(row: StandingRow) -> list[object]:
    one = row.standing
    return [one.place, row.name, row.points, Money(one.revenue_minor), one.newcomers, one.retained,
            one.retained_of, one.training, one.level.name if one.level else ""]  # fmt: skip


def _abroad() -> list[str]:
    """Currencies in which clients have paid of late."""
    return list_foreign_currencies(since=now() - LATELY)


@staff_page(Right.TERMS)
@require_http_methods(["GET", "HEAD", "POST"])
def weights(request: HttpRequest) -> HttpResponse:
    """How the measures weigh from a month on."""
    month = local_date(now()).replace(day=1)
    rule = get_rule(month)
    names = ("revenue", "newcomers", "retention", "training")
    kept = {name: getattr(rule, name) if rule else value for name, value in zip(names, (50, 25, 20, 5), strict=True)}  # fmt: skip
    known = rule.rates if rule else {}
    rated = {f"rate_{one}": Decimal(rate) / RATE_PARTS for one, rate in known.items()}
    form = WeightsForm(
        request.POST or None,
        initial={**kept, **rated, "month": month},
        currencies=sorted({*_abroad(), *known}),
    )
    if form.is_bound and form.is_valid():
        try:
            set_rule(
                form.weights(),
                from_month=form.from_month(),
                at=now(),
                by=str(request.user),
                rates=form.rates(),
            )
        except RatingRefused as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            say(request, _("So it is weighed from that month on."))
            return redirect("office:rating")
    status = 422 if form.is_bound else 200
    return page(request, "rating/weights.html", section="rating", form=form, status=status)


@staff_page(Right.TERMS)
@require_http_methods(["GET", "HEAD", "POST"])
def level(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A level, new or changed."""
    kept = get_object_or_404(Level, pk=pk) if pk is not None else None
    initial = None if kept is None else {
        "name": kept.name, "least": f"{kept.least_score / 100:g}",
        "privileges": kept.privileges, "needs_training": kept.needs_training,
        "name_english": kept.name_english, "privileges_english": kept.privileges_english,
    }  # fmt: skip
    form = LevelForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            set_level(
                name=given["name"],
                least_score=int(given["least"] * 100),
                privileges=given["privileges"],
                needs_training=given["needs_training"],
                name_english=given["name_english"],
                privileges_english=given["privileges_english"],
                level=kept,
            )
        except RatingRefused as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            say(request, _("The level is kept; months sealed from now on give it."))
            return redirect("office:rating")
    status = 422 if form.is_bound else 200
    return page(
        request, "rating/level.html", section="rating", form=form, level=kept, status=status
    )


@staff_page(Right.TERMS)
@require_POST
def drop_level(request: HttpRequest, pk: int) -> HttpResponse:
    """A level that nobody has had goes."""
    with refusals_said(request):
        remove_level(get_object_or_404(Level, pk=pk))
        say(request, _("The level is gone."))
    return redirect("office:rating")
