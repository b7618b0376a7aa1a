"""Figures for finance: what we owe, what is coming, and how the promise is kept, with arithmetic."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.papers.queries.figures import (
    Coming,
    MonthFigures,
    forecast_due,
    get_owed,
    list_month_figures,
    list_owed_besides,
)
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.kit.money import Money
from zabota.ui.lists import csv_of, wants_csv
from zabota.ui.parts import Bar, Stack
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.figures import (
    age_words,
    ahead_of,
    besides,
    deadline_words,
    forecast_lines,
    kept_lines,
    owed_lines,
    owed_table,
    percent,
    rate_lines,
)


@staff_page(Right.READ)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Everything on one page; the months as CSV."""
    at = now()
    months = list_month_figures(at=at)
    if wants_csv(request):
        return csv_of("figures", _header(), months, _line)
    owed, coming = get_owed(at=at), forecast_due(at=at)
    if request.GET.get("as") == "owed":
        return csv_of("owed", [_("What we owe"), _("Part"), _("Sum")], owed_table(owed), list)
    if request.GET.get("as") == "forecast":
        header = [_("Day"), _("Known"), _("Usual for the day of the week")]
        return csv_of("forecast", header, coming, _coming)
    others = list_owed_besides(at=at)
    shown = next((one for one in reversed(months) if one.promised), months[-1])
    return page(
        request,
        "figures/page.html",
        section="figures",
        owed=Money(owed.total),
        late=Money(owed.by_deadline[0]),
        owed_besides=besides(others),
        late_besides=besides(others, late=True),
        ties=owed.total == owed.books,
        owed_lines=owed_lines(owed),
        deadlines=[Bar(label, Money(max(minor, 0))) for label, minor in zip(deadline_words(), owed.by_deadline, strict=True)],
        ages=[Bar(label, Money(max(minor, 0))) for label, minor in zip(age_words(), owed.by_age, strict=True)],
        ahead=ahead_of(coming, late=owed.by_deadline[0]),
        forecast_lines=forecast_lines(coming, late=owed.by_deadline[0]),
        forecast=[
            Stack(dateformat.format(day.day, "j.m"), (Money(day.known), Money(day.expected)))
            for day in coming
        ],
        forecast_legend=[_("known"), _("usual for the day of the week")],
        shown=shown,
        kept=percent(shown.kept_bp, cut=True),
        kept_lines=kept_lines(shown),
        rate=percent(shown.rate_bp),
        rate_lines=rate_lines(shown),
        promise=[Stack(_label(one), (one.on_time, one.late, one.unpaid)) for one in months],
        promise_legend=[_("on time"), _("late"), _("not paid yet")],
        rewards=[Bar(_label(one), Money(one.earned)) for one in months],
        rows=[_row(one) for one in reversed(months)],
    )  # fmt: skip


def _coming(one: Coming) -> list[Any]:
    return [one.day, Money(one.known), Money(one.expected)]


def _label(one: MonthFigures) -> str:
    return dateformat.format(one.month, "M")


def _row(one: MonthFigures) -> dict[str, Any]:
    return {
        "month": one.month,
        "paid": Money(one.paid),
        "payments": one.payments,
        "earned": Money(one.earned),
        "rate": percent(one.rate_bp),
        "refunded": Money(one.refunded),
        "refund": percent(one.refund_bp),
        "kept": percent(one.kept_bp, cut=True),
        "half": one.half_hours,
        "most": one.most_hours,
        "broken": bool(one.late or one.unpaid),
    }


def _header() -> list[str]:
    return [
        _("Month"), _("Payments"), _("Paid by clients"), _("… with a reward"), _("Rewards"),
        _("Effective rate, %"), _("Refunds"), _("Refunds, %"), _("Taken back"), _("Paid on time"),
        _("Paid late"), _("Not paid yet"), _("On time, %"), _("Half are paid within, hours"),
        _("95 % are paid within, hours"),
    ]  # fmt: skip


def _line(one: MonthFigures) -> list[Any]:
    def plain(bp: int | None) -> Money | None:
        return None if bp is None else Money(bp)  # 4000 basis points: 40,00

    return [
        f"{one.month:%m.%Y}", one.payments, Money(one.paid), Money(one.rewarded),
        Money(one.earned), plain(one.rate_bp), Money(one.refunded), plain(one.refund_bp),
        Money(one.taken), one.on_time, one.late, one.unpaid, plain(one.kept_bp), one.half_hours,
        one.most_hours,
    ]  # fmt: skip
