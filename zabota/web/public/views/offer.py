"""The offer's text as partners accept it, as a page and as a paper."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from zabota.domain.programme.models import Offer
from zabota.domain.programme.queries import find_current_offer
from zabota.kit import clock
from zabota.web.public.access import open_to_all
from zabota.web.wording.offers import offer_paper
from zabota.web.wording.texts import text_html


@open_to_all
def offer(request: HttpRequest) -> HttpResponse:
    """The offer in force, with its number and digest."""
    found = find_current_offer(clock.now())
    if found is None:
        raise Http404
    return render(request, "public/offer.html", {"offer": found, "text": text_html(found.text)})


@open_to_all
@require_safe
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """A published version as a PDF: the one in force, or an earlier one that somebody accepted."""
    return offer_paper(get_object_or_404(Offer, number=number, published_at__lte=clock.now()))
