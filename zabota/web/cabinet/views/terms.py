"""The terms as they are for this partner: in force, to come, his special ones; campaigns to join."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.programme.models import Audience, SpecialTerms, TermsStatus
from zabota.domain.programme.operations import join_campaign
from zabota.domain.programme.queries import (
    find_next_version,
    find_version_at,
    list_open_campaigns,
    list_specials_of,
)
from zabota.domain.rewards.queries.standings import Place, list_standings
from zabota.kit.clock import now
from zabota.ui.acting import refusals_said
from zabota.ui.toasts import say
from zabota.web.cabinet.access import members_page, owners_page, partner_of
from zabota.web.cabinet.frame import page
from zabota.web.wording.terms import entitled_because, lines_of, special_lines, state_of

FIRST = 5  # places that are shown to all
OVER = 5  # campaigns behind us whose results are shown


class Race(NamedTuple):
    """A campaign as the partner sees it; `mine` is his own place, None when he has none."""

    campaign: SpecialTerms
    state: str
    lines: list[str]
    takes_part: bool
    may_join: bool
    first: list[Place]
    mine: Place | None


@members_page
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """What is paid to this partner, now and next, and what he may join."""
    at, partner = now(), partner_of(request)
    version, coming = find_version_at(at), find_next_version(at)
    own = list_specials_of(partner, at=at)
    mine = {special.pk for special, _why in own}
    running = list(list_open_campaigns(at=at))
    over = SpecialTerms.objects.filter(
        status=TermsStatus.PUBLISHED, is_campaign=True, ends_at__lte=at
    )
    return page(
        request,
        "terms/page.html",
        section="terms",
        version=version,
        lines=lines_of(version) if version else [],
        coming=coming,
        coming_lines=lines_of(coming) if coming else [],
        specials=[
            (special, entitled_because(why) if why else "", special_lines(special))
            for special, why in own
            if not special.is_campaign
        ],
        races=[_race(one, partner.pk, takes_part=one.pk in mine) for one in running],
        results=[
            _race(one, partner.pk, takes_part=False) for one in over.order_by("-ends_at")[:OVER]
        ],
    )


def _race(campaign: SpecialTerms, partner_id: int, *, takes_part: bool) -> Race:
    standings, state = list_standings(campaign), state_of(campaign, at=now())
    open_to_join = campaign.audience == Audience.JOINED and state != "over"
    return Race(
        campaign,
        state,
        special_lines(campaign),
        takes_part,
        open_to_join and not takes_part,
        standings[:FIRST],
        next((place for place in standings if place.partner_id == partner_id), None),
    )


@owners_page
@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Take part in a campaign from now on."""
    campaign = get_object_or_404(SpecialTerms, pk=pk, is_campaign=True)
    with refusals_said(request):
        join_campaign(campaign, partner=partner_of(request), at=now(), by=str(request.user))
        say(request, _("You take part. Good luck!"))
    return redirect("cabinet:terms")
