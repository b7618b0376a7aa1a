"""His data as a ZIP: asked for, put together in the background, downloadable for three days."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.partners.models import DataExport, ExportStatus
from zabota.flows.data_exported import GOING, data_export_asked, export_pieces
from zabota.kit.clock import now
from zabota.web.cabinet.access import owners_page, partner_of
from zabota.web.cabinet.frame import page
from zabota.web.visiting import visit_of


@owners_page
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The last exports; looks again by itself while one is under way."""
    rows = list(partner_of(request).exports.order_by("-asked_at", "-pk")[:5])
    return page(
        request,
        "us/export.html",
        section="details",
        exports=rows,
        going=any(row.status in GOING for row in rows),
    )


@owners_page
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Put one together."""
    data_export_asked(partner_of(request), at=now(), by=str(request.user))
    return redirect("cabinet:data_export")


@owners_page
@require_safe
def download(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The ZIP, until it expires."""
    if visit_of(request) is not None:  # staff look at the cabinet; the file is his alone
        raise PermissionDenied
    ready = DataExport.objects.filter(
        partner=partner_of(request), status=ExportStatus.DONE, expires_at__gt=now()
    )
    found = get_object_or_404(ready, pk=pk)
    if not found.file_bytes:
        raise Http404
    answer = StreamingHttpResponse(export_pieces(found), content_type="application/zip")
    answer["Content-Length"] = str(found.file_bytes)
    name = f"zabota-{found.asked_at:%Y%m%d}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer
