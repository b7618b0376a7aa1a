"""The tour: what is where, step by step on home or as a page; whoever closes it is not asked again."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.people.operations import close_tour, reopen_tour
from zabota.kit.clock import now
from zabota.web.cabinet.access import own_page
from zabota.web.cabinet.frame import page


class Stop(NamedTuple):
    """A step of the tour: its heading, what to know, and what it points at (a selector)."""

    title: str
    words: str
    at: str
    url: str


def list_stops() -> list[Stop]:
    """The stops in the order in which money comes to a partner."""

    def link(name: str) -> tuple[str, str]:
        url = reverse(f"cabinet:{name}")
        return f'.side a[href="{url}"]', url

    return [
        Stop(_("Your code and link"), _("Give them to a client: by them we know that he is yours. "
             "The code works from the first minute."), *link("links")),
        Stop(_("Clients"), _("Everybody you have brought, since when and what they paid. Did somebody "
             "forget the code? Say so under “Forgotten code”."), *link("clients")),
        Stop(_("Rewards"), _("A reward appears minutes after the payment. “Why this much” opens its "
             "arithmetic, the bar shows how long is left till we pay."), *link("rewards")),
        Stop(_("Payouts"), _("What we have paid and what each payout is made of. They come by "
             "themselves; there is no threshold."), *link("payouts")),
        Stop(_("Find anything"), _("Ctrl+K opens the search from any page: clients, invoices, "
             "payouts, codes, pages."), ".finder-door", reverse("cabinet:search")),
        Stop(_("Talk to us"), _("The direct line to us is in the chat; the partners' room opens with "
             "your first paying client."), *link("chat")),
    ]  # fmt: skip


@own_page
@require_safe
def tour(request: HttpRequest) -> HttpResponse:
    """All stops on one page."""
    return page(request, "us/tour.html", section="home", stops=list_stops())


@own_page
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """It is not offered again."""
    close_tour(request.user, at=now())  # type: ignore[arg-type]
    return redirect("cabinet:home")


@own_page
@require_POST
def reopen(request: HttpRequest) -> HttpResponse:
    """Once more, on home."""
    reopen_tour(request.user)  # type: ignore[arg-type]
    return redirect("cabinet:home")
