"""The terms as they are for this partner: in force, to come, his special ones; campaigns to join."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.partners.models import Partner
from zabota.domain.partners.rules import MemberRight
from zabota.domain.programme.models import SpecialTerms, TermsStatus
from zabota.domain.programme.operations import join_campaign
from zabota.domain.programme.queries import (
    find_next_version,
    find_version_at,
    list_open_campaigns,
    list_public_campaigns,
    list_specials_of,
)
from zabota.kit.clock import now
from zabota.ui.acting import refusals_said
from zabota.ui.toasts import say
from zabota.web.cabinet.access import members_page, partner_of, partner_page
from zabota.web.cabinet.frame import page
from zabota.web.wording.campaigns import Race, open_to_join, race_of
from zabota.web.wording.terms import entitled_because, lines_of, special_lines

OVER = 5  # campaigns behind us whose results are shown


class Part(NamedTuple):
    """A campaign as the partner sees it: how it stands, and whether he is in it."""

    race: Race
    lines: list[str]
    takes_part: bool
    may_join: bool
    is_public: bool


@members_page
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """What is paid to this partner, now and next, and what he may join."""
    at, partner = now(), partner_of(request)
    version, coming = find_version_at(at), find_next_version(at)
    own = list_specials_of(partner, at=at)
    mine = {special.pk for special, _why in own}
    running = list(list_open_campaigns(at=at))
    public = set(list_public_campaigns(at=at).values_list("pk", flat=True))
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
        campaigns=[
            _part(one, partner, takes_part=one.pk in mine, public=one.pk in public)
            for one in running
        ],
        results=[
            _part(one, partner, public=one.pk in public) for one in over.order_by("-ends_at")[:OVER]
        ],
    )


def _part(
    campaign: SpecialTerms, partner: Partner, *, takes_part: bool = False, public: bool
) -> Part:
    at = now()
    return Part(
        race_of(campaign, at=at, reader=partner),
        special_lines(campaign),
        takes_part,
        open_to_join(campaign, at=at) and not takes_part,
        public,
    )


@partner_page(MemberRight.PROGRAMME)
@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Take part in a campaign from now on."""
    campaign = get_object_or_404(SpecialTerms, pk=pk, is_campaign=True)
    with refusals_said(request):
        join_campaign(campaign, partner=partner_of(request), at=now(), by=str(request.user))
        say(request, _("You take part. Good luck!"))
    return redirect("cabinet:terms")
