"""A partner's standing, changed with a reason and a way back."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zabota.domain.partners.models import Partner, PartnerStatus
from zabota.domain.partners.operations import change_standing
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.ui.acting import back, reason_of, refusals_said
from zabota.ui.lists import word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page


@staff_page(Right.PARTNERS)
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the standing; `?to=` in the address takes a change back, and its words are the reason."""
    partner = get_object_or_404(Partner, pk=pk)
    before, undone = partner.status, word(request, "to")
    to = undone or request.POST.get("to", "")
    with refusals_said(request):
        if to not in PartnerStatus.values or to == PartnerStatus.LEFT:
            raise Refusal("Choose a standing first.", code="no_standing")
        reason = _("The decision was taken back") if undone else reason_of(request)
        change_standing(
            partner, to=PartnerStatus(to), reason=reason[:300], at=now(), by=str(request.user)
        )
        address = reverse("office:change_standing", args=[pk])
        say(
            request,
            _("%(partner)s: %(standing)s. Nothing earned is touched.")
            % {"partner": partner, "standing": PartnerStatus(to).label},
            undo_url="" if undone or before == to else f"{address}?{urlencode({'to': before})}",
        )
    return back(request, "office:partner", pk)
