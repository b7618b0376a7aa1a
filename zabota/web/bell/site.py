"""The pages behind the bell, the same at every site that has one: its frame, its rule, its addresses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.notices.models import Notice
from zabota.domain.notices.operations import choose_ways, read_all, read_notice
from zabota.domain.notices.queries import (
    count_unread_notices,
    get_digest_hour,
    list_notices,
    list_ways,
)
from zabota.domain.notices.rules import TELEGRAM, Kind, kinds_of
from zabota.domain.people.models import Person
from zabota.kit.access import View
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.ui.acting import refusals_said
from zabota.ui.lists import during, one_page, word
from zabota.ui.toasts import say
from zabota.web.bell.days import days_of
from zabota.web.bell.telegram import TelegramPages, card_of, check_ways
from zabota.web.bell.words import GROUPS, KINDS, WAYS

Frame = Callable[..., HttpResponse]
HOURS = range(6, 23)
A_PAGE = 30  # notices, so that a phone is not scrolled for long


def bell_of(site: str, *, unread: int) -> dict[str, Any]:
    """What the frame of a page shows at the top: the address, and how many are unread."""
    return {
        "url": reverse(f"{site}:notices"),
        "count_url": reverse(f"{site}:count_notices"),
        "unread": unread,
        **_counted(unread),
    }


def _counted(unread: int) -> dict[str, str]:
    """The count in words and, at most two digits, as it is shown; a silent bell shows none."""
    if not unread:
        return {"label": _("Notices"), "shown": ""}
    words = ngettext("Notices: %(n)s unread", "Notices: %(n)s unread", unread) % {"n": unread}
    return {"label": words, "shown": "99+" if unread > 99 else str(unread)}


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


class BellPages:
    """Views for one site; `rule` guards each, `frame` renders a page, `side` names the kinds."""

    def __init__(self, *, site: str, rule: Callable[[View], View], frame: Frame, side: str) -> None:
        self.site = site
        self.rule = rule
        self.frame = frame
        self.side = side
        self.telegram = TelegramPages(site=site, frame=frame)

    def addresses(self) -> list[URLPattern]:
        """The addresses, named `notices`, `read_notices`, `notice_choices`, `notice` …"""
        routes: tuple[tuple[str, str, View], ...] = (
            ("", "notices", require_safe(self.notices)),
            ("count/", "count_notices", require_safe(self.count)),
            ("read/", "read_notices", require_POST(self.read)),
            ("choices/", "notice_choices", require_http_methods(["GET", "HEAD", "POST"])(self.choices)),
            ("telegram/link/", "link_telegram", require_POST(self.telegram.link)),
            ("telegram/unlink/", "unlink_telegram", require_POST(self.telegram.unlink)),
            ("<int:pk>/", "notice", require_safe(self.notice)),
        )  # fmt: skip
        return [
            path(f"notices/{route}", self.rule(view), name=name) for route, name, view in routes
        ]

    def notices(self, request: HttpRequest) -> HttpResponse:
        """Everything he was told, by day; unread ones stand out."""
        person = _person(request)
        rows = list_notices(person)
        newest = rows.values_list("pk", flat=True).order_by("-pk").first() or 0
        if word(request, "show") == "unread":
            rows = rows.filter(read_at=None)
        if (kind := word(request, "kind")) in KINDS:
            rows = rows.filter(kind=kind)
        if found := word(request):
            rows = rows.filter(sentence__icontains=found)
        shown = one_page(request, during(request, rows, "at"), A_PAGE)
        return self.frame(
            request,
            "notices/list.html",
            section="notices",
            page=shown,
            days=days_of(shown, at=now()),
            url_notice=f"{self.site}:notice",
            newest=newest,
            unread=count_unread_notices(person),
            kinds=[(kind.key, KINDS[kind.key]) for kind in kinds_of(self.side) if kind.bell],
            url_read=reverse(f"{self.site}:read_notices"),
            url_choices=reverse(f"{self.site}:notice_choices"),
        )

    def notice(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Where a notice leads; it counts as read."""
        notice = get_object_or_404(Notice, pk=pk, person=_person(request))
        read_notice(notice, at=now())
        return HttpResponseRedirect(notice.path)

    def count(self, request: HttpRequest) -> JsonResponse:
        """How many are unread, for a page that stays open."""
        return JsonResponse(_counted(count_unread_notices(_person(request))))

    def read(self, request: HttpRequest) -> HttpResponse:
        """All that the page showed is read; what came meanwhile is not."""
        upto = request.POST.get("upto", "")
        number = int(upto) if upto.isdecimal() and len(upto) < 19 else 0
        count = read_all(_person(request), upto=number, at=now())
        if count:
            words = ngettext("%(n)s notice is read", "%(n)s notices are read", count)
            say(request, words % {"n": count})
        return redirect(f"{self.site}:notices")

    def choices(self, request: HttpRequest) -> HttpResponse:
        """By which way each kind comes, and at which hour the daily letter."""
        person = _person(request)
        if request.method == "POST":
            with refusals_said(request):
                given = self._given(request)
                check_ways(person, given)
                choose_ways(person, side=self.side, ways=given, hour=_hour(request))
                say(request, _("Saved: we will tell you so."))
            return redirect(f"{self.site}:notice_choices")
        ways = list_ways(person, side=self.side)
        hour = get_digest_hour(person)
        telegram = card_of(person, site=self.site)
        columns = [key for key in WAYS if key != TELEGRAM or (telegram and telegram.account)]
        return self.frame(
            request,
            "notices/choices.html",
            section="notices",
            groups=[
                (GROUPS[group], [_row(kind, way, columns) for kind, way in rows])
                for group, rows in groupby(ways, key=lambda row: row[0].group)
            ],
            columns=[(key, WAYS[key]) for key in columns],
            telegram=telegram,
            hours=[(one, f"{one}:00") for one in sorted({*HOURS, hour})],
            hour=hour,
            email=person.email,
            url_list=reverse(f"{self.site}:notices"),
        )

    def _given(self, request: HttpRequest) -> dict[str, str]:
        keys = [kind.key for kind in kinds_of(self.side)]
        return {key: request.POST[key] for key in keys if key in request.POST}


def _row(kind: Kind, way: str, columns: Sequence[str]) -> dict[str, Any]:
    return {
        "key": kind.key,
        "words": KINDS.get(kind.key, kind.key),
        "fixed": kind.fixed,
        "only": TELEGRAM not in columns and kind.fixed,
        "ways": [(key, WAYS[key], key in kind.ways, key == way) for key in columns],
    }


def _hour(request: HttpRequest) -> int:
    wish = request.POST.get("hour", "")
    if not (wish.isdecimal() and len(wish) <= 2):
        raise Refusal("Choose an hour of the day.", code="no_hour")
    return int(wish)
