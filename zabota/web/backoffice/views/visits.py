"""Looking at a partner's cabinet as he sees it: who, when and why stays in the journal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from zabota.domain.partners.models import Partner
from zabota.domain.partners.operations import enter_cabinet, leave_cabinet
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.ui.acting import back, reason_of, refusals_said
from zabota.web.backoffice.access import staff_page
from zabota.web.visiting import begin_visit, end_visit


@staff_page(Right.PARTNERS)
@require_POST
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the cabinet for half an hour, with a reason."""
    partner = get_object_or_404(Partner, pk=pk)
    with refusals_said(request):
        until = enter_cabinet(
            partner,
            person=request.user,  # type: ignore[arg-type]
            reason=reason_of(request)[:200],
            at=now(),
        )
        begin_visit(request, partner=partner, until=until)
        return redirect("cabinet:home")
    return back(request, "office:partner", pk)


@staff_page(Right.READ)
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Back to the partner's page of the back office."""
    partner = end_visit(request)
    if partner is None:
        return redirect("office:desk")
    leave_cabinet(partner, person=request.user, at=now())  # type: ignore[arg-type]
    return redirect("office:partner", partner.pk)
