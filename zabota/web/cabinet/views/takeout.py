"""His data as a ZIP: asked for after a fresh code, put together in the background, downloadable for three days."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.partners.models import Takeout, TakeoutStatus
from zabota.domain.partners.rules import MemberRight
from zabota.flows.takeouts import GOING, takeout_asked, takeout_pieces
from zabota.kit.clock import now
from zabota.web.cabinet.access import partner_of, partner_page
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.views.proving import address_of_proof, proved_to_change
from zabota.web.proving import FRESH, PATIENT, has_proved
from zabota.web.visiting import visit_of


@partner_page(MemberRight.DATA)
@require_safe
def takeout(request: HttpRequest) -> HttpResponse:
    """The last exports; looks again by itself while one is under way."""
    rows = list(partner_of(request).takeouts.order_by("-asked_at", "-pk")[:5])
    return page(
        request,
        "us/takeout.html",
        section="members",
        exports=rows,
        going=any(row.status in GOING for row in rows),
        proved=has_proved(request, within=FRESH, at=now()),
        url_prove=address_of_proof(request.path),
    )


@partner_page(MemberRight.DATA)
@require_POST
@proved_to_change("cabinet:takeout")
def ask(request: HttpRequest) -> HttpResponse:
    """Put one together."""
    takeout_asked(partner_of(request), at=now(), by=str(request.user))
    return redirect("cabinet:takeout")


@partner_page(MemberRight.DATA)
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The ZIP, until it expires, for who has proved lately who he is."""
    if visit_of(request) is not None:  # staff look at the cabinet; the file is his alone
        raise PermissionDenied
    if not has_proved(request, within=PATIENT, at=now()):
        return redirect(address_of_proof(reverse("cabinet:takeout")))
    ready = Takeout.objects.filter(
        partner=partner_of(request), status=TakeoutStatus.DONE, expires_at__gt=now()
    )
    found = get_object_or_404(ready, pk=pk)
    if not found.file_bytes:
        raise Http404
    answer = StreamingHttpResponse(takeout_pieces(found), content_type="application/zip")
    answer["Content-Length"] = str(found.file_bytes)
    name = f"zabota-{found.asked_at:%Y%m%d}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
