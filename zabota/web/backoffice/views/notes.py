"""Notes about a partner and about a client: what staff know; no partner ever sees them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zabota.domain.clients.models import Client
from zabota.domain.clients.operations import note_client
from zabota.domain.partners.models import Partner
from zabota.domain.partners.operations import note_partner
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.ui.acting import back, refusals_said
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page


@staff_page(Right.PARTNERS)
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a note down, with the mood if one was chosen."""
    partner = get_object_or_404(Partner, pk=pk)
    with refusals_said(request):
        words = request.POST.get("words", "").replace("\x00", "")
        mood = request.POST.get("mood", "")
        note_partner(partner, words=words, mood=mood, at=now(), by=str(request.user))
        say(request, _("Written down."))
    return back(request, "office:partner_part", pk, "notes")


@staff_page(Right.CLIENTS)
@require_POST
def add_about_client(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what staff know about a client."""
    client = get_object_or_404(Client, pk=pk)
    with refusals_said(request):
        words = request.POST.get("words", "")
        note_client(client, words=words, at=now(), by=str(request.user))
        say(request, _("Written down."))
    return back(request, "office:client", pk)
