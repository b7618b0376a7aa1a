"""Campaigns for everybody to read: what they give, to whom, until when, and who leads."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from zabota.domain.partners.queries import find_membership
from zabota.domain.people.models import Person
from zabota.domain.programme.models import SpecialTerms
from zabota.domain.programme.queries import list_public_campaigns
from zabota.kit.clock import now
from zabota.ui.lists import one_page
from zabota.web.public.access import open_to_all
from zabota.web.wording.campaigns import campaign_facts, open_to_join, race_of
from zabota.web.wording.clauses import clause_sentence
from zabota.web.wording.terms import sentence, state_of

PAGE = 20


def campaign_cards(campaigns: list[SpecialTerms]) -> list[dict[str, object]]:
    """Campaigns in brief: what they give, in which state they are."""
    at = now()
    return [
        {
            "campaign": one,
            "state": state_of(one, at=at),
            "gives": [sentence(clause_sentence(c)) for c in one.clauses.order_by("position")],
        }
        for one in campaigns
    ]


@open_to_all
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """All campaigns, those that still run first."""
    shown = one_page(request, list_public_campaigns(at=now()), PAGE)
    cards = campaign_cards(list(shown))
    return render(request, "public/campaigns.html", {"page": shown, "cards": cards})


@open_to_all
@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign in plain words, with the way to take part."""
    at = now()
    shown = get_object_or_404(list_public_campaigns(at=at), pk=pk)
    return render(
        request,
        "public/campaign.html",
        {
            "campaign": shown,
            "facts": campaign_facts(shown),
            "may_join": open_to_join(shown, at=at),
            "is_member": _is_member(request),
            "race": race_of(shown, at=at),
        },
    )


def _is_member(request: HttpRequest) -> bool:
    """Whether the reader has a cabinet; staff have none."""
    person = request.user
    return isinstance(person, Person) and find_membership(person) is not None
