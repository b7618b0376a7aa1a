"""The first page: the programme for partners, or the company form for whoever came by a code."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.community.operations.rating import name_of
from zabota.domain.programme.queries import find_version_at, list_public_campaigns
from zabota.domain.ratings.queries import list_ratings, list_standings_of
from zabota.domain.stories.queries import list_published
from zabota.kit import clock
from zabota.ui.templatetags.tongues import twin
from zabota.web.public.access import open_to_all
from zabota.web.public.earnings import read_estimate
from zabota.web.public.pictures import share_card
from zabota.web.public.promo import LONGEST_TYPED, read_visit
from zabota.web.public.questions import list_answered
from zabota.web.public.structured import absolute, answered
from zabota.web.public.views.campaigns import campaign_cards
from zabota.web.public.views.company import company_page
from zabota.web.public.visitors import UTM
from zabota.web.public.words import clause_words, paid_within, promise

LEADERS = 5
TOLD = 3  # stories on the first page


@open_to_all
def landing(request: HttpRequest) -> HttpResponseBase:
    """A visitor with a promo code is a client; everybody else is told about the programme."""
    visit = read_visit(request)
    if request.method == "POST" or visit.code or visit.unknown:
        return company_page(request, visit)
    return programme(request)


@open_to_all
@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """The terms in force in plain words, with a calculator that prices by them."""
    at = clock.now()
    version = find_version_at(at)
    clauses = list(version.clauses.order_by("position")) if version else []
    form, found = read_estimate(request.GET.dict(), at=at)
    questions = list_answered()
    return render(
        request,
        "public/programme.html",
        {
            "version": version,
            "clauses": clause_words(clauses),
            "promise": promise(clauses),
            "paid": paid_within(version.payout_days if version else None),
            "earnings_form": form,
            "estimate": found,
            "campaigns": campaign_cards(list(list_public_campaigns(at=at).filter(ends_at__gt=at))),
            "questions": questions,
            "things": [answered(questions)] if questions else [],
            "shared": {"address": absolute("landing"), "title": promise(clauses)},
            "stories": list_published()[:TOLD],
            **_leaders(),
        },
    )


@open_to_all
@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """What networks show beside a link to the programme: what it gives by the terms in force."""
    del request
    version = find_version_at(clock.now())
    clauses = list(version.clauses.order_by("position")) if version else []
    return share_card(
        above=_("Partner programme"),
        headline=promise(clauses),
        line=paid_within(version.payout_days if version else None),
    )


class Leader(NamedTuple):
    """A line of the last rating: a hidden partner keeps his place and not his name."""

    place: int
    name: str
    level: str


def _leaders() -> dict[str, Any]:
    """The first five of the last sealed month."""
    last = list_ratings().exclude(sealed_at=None).first()
    if last is None:
        return {}
    rows = list_standings_of(last)[:LEADERS]
    leaders = [Leader(one.place, name_of(one), twin(one.level)) for one in rows]
    return {"leaders": leaders, "leaders_of": last.month}


@open_to_all
@require_safe
def earnings(request: HttpRequest) -> HttpResponse:
    """The calculator's answer alone, while one is typing."""
    form, found = read_estimate(request.GET.dict(), at=clock.now())
    return render(request, "public/earnings.html", {"earnings_form": form, "estimate": found})


@open_to_all
@require_safe
def short_link(request: HttpRequest, code: str) -> HttpResponse:
    """The link a partner hands out; the landing remembers the code."""
    kept = {name: request.GET[name][:60] for name in UTM if name in request.GET}
    query = urlencode({"promo": code[:LONGEST_TYPED], **kept})
    return redirect(f"{reverse('public:landing')}?{query}")


@open_to_all
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers that ask for the old address get the drawing."""
    return redirect(static("ui/favicon.svg"))
