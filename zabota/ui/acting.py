"""Doing something from a page: a refusal becomes a sentence, and one returns to where one was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.ui.amounts import money_text
from zabota.ui.toasts import say

MOST_LETTERS = 1000


def sentence_of(refusal: Refusal) -> str:
    """The refusal in the language of the page; money in it as pages write money."""
    text = gettext(refusal.message)
    said = {
        name: money_text(value) if isinstance(value, Money) else value
        for name, value in refusal.params.items()
    }
    return text % said if said else text


@contextmanager
def refusals_said(request: HttpRequest) -> Iterator[None]:
    """Say a refusal as a toast instead of failing; what follows in the block is left out."""
    try:
        yield
    except Refusal as refusal:
        say(request, sentence_of(refusal), tone="late")


def refused_in_place(refusal: Refusal) -> HttpResponse:
    """The answer to htmx: nothing was done; the page takes back what it showed and says why."""
    answer = HttpResponse(status=422)
    said = {"toast": {"text": sentence_of(refusal), "tone": "error"}}
    answer["HX-Trigger"] = json.dumps(said)
    return answer


def reason_of(request: HttpRequest) -> str:
    """The reason a person gave; refused when there is none."""
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:MOST_LETTERS]
    if not reason:
        raise Refusal("Say why: the reason stays in the history.", code="no_reason")
    return reason


def back(request: HttpRequest, to: str, *args: object) -> HttpResponse:
    """Go to where the form came from (`next`), or to the named page."""
    wish = request.POST.get("next", "")
    if wish and url_has_allowed_host_and_scheme(
        wish, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return HttpResponseRedirect(wish)
    return redirect(to, *args)
