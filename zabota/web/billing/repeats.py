"""Invoices that repeat every month: all of them with their next day, begun and stopped."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.invoices.models import Schedule
from zabota.domain.invoices.operations import repeat_invoice, stop_schedule
from zabota.domain.invoices.operations.schedules import list_schedules, next_of
from zabota.domain.invoices.queries import trouble_of
from zabota.domain.invoices.rules.lines import line_of
from zabota.kit.clock import local_date, now
from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.ui.acting import refusals_said
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, one_page, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.billing.forms import RepeatForm
from zabota.web.billing.frame import SitePages


class Repeated(NamedTuple):
    """A schedule as a line of the list; `why` is what keeps this month's invoice."""

    schedule: Schedule
    titles: str
    amount: Money
    next_on: date | None
    why: str


class RepeatPages(SitePages):
    """The list of what repeats, and the two deeds."""

    def addresses(self) -> list[URLPattern]:
        """The addresses, named `repeated`, `repeat_invoice`, `stop_repeating`, `stop_schedule`."""
        deeds = (
            ("<int:pk>/repeat/", "repeat_invoice", self.repeat),
            ("<int:pk>/stop/", "stop_repeating", self.stop),
            ("repeated/<int:pk>/stop/", "stop_schedule", self.stop_one),
        )
        return [
            path("invoices/repeated/", self.looks(require_safe(self.repeated)), name="repeated"),
            *(
                path(f"invoices/{route}", self.writes(require_POST(view)), name=name)
                for route, name, view in deeds
            ),
        ]

    def repeated(self, request: HttpRequest) -> HttpResponse:
        """What is issued by itself every month, what cannot be, and what has been stopped."""
        today = local_date(now())
        table = Table(
            request, columns(of_one=self.desk_of(request).partner is not None), order="client"
        )
        rows = table.sorted(_found(request, self._schedules(request), today=today))
        if wants_csv(request):
            return csv_of("repeated", _header(), rows, lambda one: _line(_row(one, today)))
        shown = one_page(request, rows)
        return self._page(
            request,
            "repeated.html",
            page=shown,
            rows=[_row(one, today) for one in shown],
            table=table,
            shelf=self.shelf_of(request, "repeated", table),
            states=[("on", _("goes on")), ("stuck", _("not issued")), ("over", _("over"))],
        )

    def _schedules(self, request: HttpRequest) -> QuerySet[Schedule]:
        desk = self.desk_of(request)
        rows = list_schedules().select_related("client", "partner")
        return rows if desk.partner is None else rows.filter(partner=desk.partner)

    def repeat(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The same every month from now on."""
        shown, form = self._one(request, pk), RepeatForm(request.POST)
        desk = self.desk_of(request)
        with refusals_said(request):
            if not desk.clients().filter(pk=shown.client_id).exists():
                raise Refusal("This client is no longer yours.")
            if not form.is_valid():
                raise Refusal("A day of the month is from 1 to 31, and the last day is a date.")
            said = form.cleaned_data
            repeat_invoice(
                shown, day_of_month=said["day"], until=said["until"], at=now(), by=desk.by
            )
            say(request, _("From now on it is issued every month by itself."))
        return self._to(pk)

    def stop(self, request: HttpRequest, pk: int) -> HttpResponse:
        """No further ones; those issued stay."""
        shown = self._one(request, pk)
        if shown.schedule is not None:
            stop_schedule(shown.schedule, at=now())
            say(request, _("It is not repeated any more."), tone="info")
        return self._to(pk)

    def stop_one(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The same from the list."""
        stop_schedule(get_object_or_404(self._schedules(request), pk=pk), at=now())
        say(request, _("It is not repeated any more."), tone="info")
        return redirect(f"{self.site}:repeated")


def columns(*, of_one: bool) -> list[Column]:
    """What the list of monthly invoices may show; whose they are, where it is not of `of_one` partner."""
    whose = [Column("partner", _("Partner"), by="partner__name", sparse=True)]
    return [
        Column("client", _("Client"), by="client__name", fixed=True),
        Column("what", _("What")),
        *([] if of_one else whose),
        Column("day", _("Day of the month"), first=False, by="day_of_month", numeric=True),
        Column("since", _("Since"), first=False, by="since"),
        Column("until", _("The last one by"), first=False, by="until", sparse=True),
        Column("next", _("Next invoice")),
        Column("amount", _("Amount"), numeric=True),
        Column("action", _("What to do"), fixed=True, head=False),
    ]


def _found(request: HttpRequest, rows: QuerySet[Schedule], *, today: date) -> QuerySet[Schedule]:
    if found := word(request):
        rows = rows.filter(Q(client__name__icontains=found) | Q(client__inn=found))
    over = Q(stopped_at__isnull=False) | Q(until__lt=today)
    match word(request, "state") or "on":
        case "stuck":
            return rows.exclude(over).exclude(trouble={})
        case "over":
            return rows.filter(over)
        case "all":
            return rows
    return rows.exclude(over)


def _row(schedule: Schedule, today: date) -> Repeated:
    lines = [line_of(line) for line in schedule.lines]
    return Repeated(
        schedule,
        ", ".join(line.title for line in lines),
        Money(sum(line.amount_minor for line in lines), schedule.currency),
        next_of(schedule, today=today),
        trouble_of(schedule),
    )


def _header() -> list[str]:
    return [
        _("Client"), _("INN"), _("Partner"), _("What"), _("Amount"), _("Currency"), _("Day of the month"),
        _("Next invoice"), _("Since"), _("The last one by"), _("Stopped"), _("Why not issued"), _("Begun by"),
    ]  # fmt: skip


def _line(row: Repeated) -> list[Any]:
    one = row.schedule
    return [
        one.client.name, one.client.inn, one.partner and one.partner.name, row.titles, row.amount,
        one.currency, one.day_of_month, row.next_on, one.since, one.until, one.stopped_at, row.why,
        one.made_by,
    ]  # fmt: skip
