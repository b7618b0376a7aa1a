"""The offer: its text, and who accepted which version when."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.partners.rules import MemberRight
from zabota.domain.programme.models import Acceptance, Offer
from zabota.domain.programme.operations import accept_offer
from zabota.domain.programme.queries import find_current_offer, list_unaccepted
from zabota.kit.clock import now
from zabota.ui.toasts import say
from zabota.web.cabinet.access import members_page, partner_of, partner_page
from zabota.web.cabinet.frame import page
from zabota.web.wording.offer_changes import compare_texts
from zabota.web.wording.texts import text_html


@members_page
@require_safe
def offer(request: HttpRequest) -> HttpResponse:
    """The current text, its versions, and the history of acceptances."""
    current = find_current_offer(now())
    return _shown(request, current)


@members_page
@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """A version as it was accepted, or not."""
    return _shown(request, get_object_or_404(Offer, number=number, published_at__lte=now()))


def _shown(request: HttpRequest, shown: Offer | None) -> HttpResponse:
    at, partner = now(), partner_of(request)
    accepted = Acceptance.objects.filter(partner=partner).select_related("offer", "person")
    read = (
        accepted.filter(offer__number__lt=shown.number).order_by("-offer__number").first()
        if shown
        else None
    )
    unpaid = list_unaccepted([partner.pk], at=at).get(partner.pk, "")
    return page(
        request,
        "us/offer.html",
        section="offer",
        offer=shown,
        text=text_html(shown.text) if shown else "",
        read=read.offer if read else None,
        stretches=compare_texts(read.offer.text, shown.text) if read and shown else [],
        is_current=shown == find_current_offer(at),
        versions=Offer.objects.filter(published_at__lte=at).order_by("-number"),
        acceptances=accepted.order_by("-at"),
        accepted=shown is not None and accepted.filter(offer=shown).exists(),
        unpaid=unpaid,
        to_come=shown is not None and shown.needed_from is not None and shown.needed_from > at,
    )


@partner_page(MemberRight.PROGRAMME)
@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Accept the version that was read, with evidence of who, when and from where."""
    number = request.POST.get("offer", "")
    read = get_object_or_404(
        Offer, number=int(number) if number.isdecimal() and len(number) < 10 else 0
    )
    if read != find_current_offer(now()):
        say(request, _("The offer has changed meanwhile. Please read the new one."), tone="wait")
        return redirect("cabinet:offer")
    accept_offer(
        partner_of(request),
        offer=read,
        person=request.user,  # type: ignore[arg-type]
        at=now(),
        address=get_adapter(request).get_client_ip(request),
        user_agent=request.headers.get("User-Agent", ""),
    )
    say(request, _("The offer is accepted."))
    return redirect("cabinet:offer")
