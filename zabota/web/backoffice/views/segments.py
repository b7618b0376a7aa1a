"""Segments of partners kept under a name, and what is done to many partners of the list at once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from zabota.domain.partners.operations import assign_curator, change_tags
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.ui.acting import back, refusals_said
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.words.segments import find_curator

MOST_CHOSEN = 500


@staff_page(Right.PARTNERS)
@require_POST
def together(request: HttpRequest) -> HttpResponse:
    """A tag, a manager or a bulletin for the chosen partners of the list."""
    ids = [int(one) for one in request.POST.getlist("partner") if one.isdecimal() and len(one) < 16]
    with refusals_said(request):
        if not ids:
            raise Refusal("Choose partners in the list first.", code="none_chosen")
        if len(ids) > MOST_CHOSEN:
            raise Refusal("Choose five hundred partners at most.", code="too_many")
        deed = request.POST.get("deed", "")
        if deed == "bulletin":
            chosen = urlencode([("partner", pk) for pk in ids])
            return redirect(f"{reverse('office:new_bulletin')}?{chosen}")
        if deed == "tag":
            changed = change_tags(
                ids, add=[request.POST.get("tag", "")], at=now(), by=str(request.user)
            )
        elif deed == "curator":
            changed = assign_curator(
                ids,
                curator=find_curator(request.POST.get("curator", "")),
                at=now(),
                by=str(request.user),
            )
        else:
            raise Refusal("Choose what to do with them.", code="no_deed")
        words = ngettext("Done for %(n)s partner.", "Done for %(n)s partners.", changed)
        say(request, words % {"n": changed})
    return back(request, "office:partners")
