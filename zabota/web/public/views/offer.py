"""The offer's text as partners accept it."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zabota.domain.programme.queries import find_current_offer
from zabota.kit import clock
from zabota.web.public.access import open_to_all

HEADING = re.compile(r"\d+\. [^\n]{1,80}")
# A line of the file is no line of the page, unless it opens a point of a list.
WRAPPED = re.compile(r"[ \t]*\n(?!\s*(?:[-–—•*]|\d+(?:\.\d+)*[.)])\s)[ \t]*")


@open_to_all
def offer(request: HttpRequest) -> HttpResponse:
    """The offer in force, with its number and digest."""
    found = find_current_offer(clock.now())
    if found is None:
        raise Http404
    blocks = [block.strip() for block in re.split(r"\n\s*\n", found.text) if block.strip()]
    parts = [(bool(HEADING.fullmatch(block)), WRAPPED.sub(" ", block)) for block in blocks]
    return render(request, "public/offer.html", {"offer": found, "parts": parts})
