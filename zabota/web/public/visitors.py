"""Who came by a link: a digest in a first-party cookie; machines are not counted."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from zabota.domain.attribution.models import PromoCode
from zabota.domain.attribution.operations.visits import note_device, note_visit
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.domain.partners.queries import find_membership
from zabota.domain.people.models import Person
from zabota.kit.clock import local_date, now
from zabota.web.public.patience import address_of

COOKIE = "visitor"
SALT = "zabota.visitor"
NINETY_DAYS = 90 * 24 * 3600
UTM = ("utm_campaign", "utm_source", "utm_medium", "utm_content", "utm_term")
_MACHINE = re.compile(r"bot|crawl|spider|preview|curl|wget|python|headless|monitor|fetch", re.I)


def visitor_of(request: HttpRequest) -> str:
    """The remembered digest, or one of today's address and browser; it leads back to nobody."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=NINETY_DAYS)
    if kept:
        return str(kept)[:32]
    agent = request.headers.get("User-Agent", "")
    mark = f"{address_of(request)} {agent} {local_date(now())}"
    return salted_hmac(SALT, mark).hexdigest()[:32]


def is_machine(request: HttpRequest) -> bool:
    """Whether a robot, a preview of a link or a program asks; whoever says nothing is one."""
    agent = request.headers.get("User-Agent", "")
    return not agent or _MACHINE.search(agent) is not None


def count_visit(request: HttpRequest, response: HttpResponse, code: PromoCode) -> None:
    """Count a person who came by this code's link, and remember him in his own browser."""
    if request.method != "GET" or is_machine(request):
        return
    visitor = visitor_of(request)
    words = {name: request.GET.get(name, "").replace("\x00", "").strip() for name in UTM[:3]}
    note_visit(
        code,
        visitor=visitor,
        at=now(),
        campaign=words["utm_campaign"],
        utm_source=words["utm_source"],
        utm_medium=words["utm_medium"],
    )
    _remember(response, visitor)
    note_own_device(request)


def note_client_device(request: HttpRequest, client: Client) -> None:
    """Remember, as a digest, the browser that a client was registered from."""
    if not is_machine(request):
        note_device(visitor_of(request), client=client, at=now())
        note_own_device(request)


def note_own_device(request: HttpRequest) -> None:
    """Whoever is signed in to a cabinet in this browser: the digest is his partner's as well."""
    person = request.user
    if isinstance(person, Person) and (member := find_membership(person)):
        note_device(visitor_of(request), partner=member.partner, at=now())


def know_device(request: HttpRequest, response: HttpResponse, partner: Partner) -> None:
    """Remember the browser of a partner's person who joins or signs in; machines are passed over."""
    if is_machine(request):
        return
    visitor = visitor_of(request)
    note_device(visitor, partner=partner, at=now())
    _remember(response, visitor)


def _remember(response: HttpResponse, visitor: str) -> None:
    response.set_signed_cookie(
        COOKIE, visitor, salt=SALT, max_age=NINETY_DAYS, httponly=True, samesite="Lax",
        secure=settings.PRODUCTION,
    )  # fmt: skip
