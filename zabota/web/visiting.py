"""Staff look at a cabinet as its partner sees it: for half an hour, and without touching anything.

A visit lives in the session of the person who looks. The cabinet asks here whose cabinet it shows;
while it is looked at, a request that would change something is refused, and what a page would write
by the way is refused by the database.
"""

from __future__ import annotations

from datetime import datetime
from functools import wraps
from typing import Any, NamedTuple

from django.db import InternalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from psycopg.errors import ReadOnlySqlTransaction

from zabota.domain.partners.models import Member, MemberRole, Partner
from zabota.domain.people.queries import get_rights
from zabota.domain.people.rules import Right
from zabota.kit.access import View
from zabota.kit.clock import now
from zabota.ui.toasts import say

_KEY = "visited_cabinet"
HARMLESS = ("GET", "HEAD", "OPTIONS")


class Visit(NamedTuple):
    """Whose cabinet is looked at, until when."""

    partner: Partner
    until: datetime


def begin_visit(request: HttpRequest, *, partner: Partner, until: datetime) -> None:
    """From now on the cabinet is this partner's; another visit of the person's ends."""
    request.session[_KEY] = {"partner": partner.pk, "until": until.isoformat()}


def end_visit(request: HttpRequest) -> Partner | None:
    """The visit is over; whose cabinet it was."""
    kept = request.session.pop(_KEY, None)
    return Partner.objects.filter(pk=kept["partner"]).first() if kept else None


def visit_of(request: HttpRequest) -> Visit | None:
    """The visit that goes on; none after its time, nor when the right was taken meanwhile."""
    if not hasattr(request, "_visit"):
        request._visit = _find(request)  # type: ignore[attr-defined]
    visit: Visit | None = request._visit  # type: ignore[attr-defined]
    return visit


def _find(request: HttpRequest) -> Visit | None:
    kept = request.session.get(_KEY)
    if not kept or not request.user.is_authenticated:
        return None
    until = parse_datetime(kept["until"])
    if until is None or until <= now():
        return None
    if Right.PARTNERS not in get_rights(request.user):
        return None
    partner = Partner.objects.filter(pk=kept["partner"]).first()
    return Visit(partner, until) if partner else None


def as_member(request: HttpRequest) -> Member | None:
    """The looker in the place of the partner's owner; never saved."""
    visit = visit_of(request)
    if visit is None:
        return None
    return Member(
        partner=visit.partner,
        person=request.user,  # type: ignore[misc]
        role=MemberRole.OWNER,
        since=visit.partner.joined_at,
    )


def only_looking(view: View) -> View:
    """The one place where a visit is kept from changing anything; a visit out of time ends here."""

    @wraps(view)
    def looked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if visit_of(request) is not None:
            return _read_only(view, request, *args, **kwargs)
        if (partner := end_visit(request)) is not None:
            say(request, _("The half hour of looking is over."), tone="info")
            return redirect("office:partner", partner.pk)
        return view(request, *args, **kwargs)

    return looked


def _read_only(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    if request.method not in HARMLESS:
        return _refused(request)
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            return view(request, *args, **kwargs)
    except InternalError as error:
        if isinstance(error.__cause__, ReadOnlySqlTransaction):
            return _refused(request)
        raise


def _refused(request: HttpRequest) -> HttpResponse:
    return render(request, "cabinet/only_looking.html", {"home_url": "/cabinet/"}, status=403)
