"""The vendor's letterhead: who signs, the stamp and the signature, when clients are reminded."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zabota.domain.invoices.operations import ask_letterhead, change_letterhead
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.ui.acting import sentence_of
from zabota.ui.toasts import say
from zabota.web.backoffice.access import rights_of, staff_page
from zabota.web.backoffice.forms.invoices import PICTURES, LetterheadForm
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.invoices import invoice_tabs


@staff_page(Right.SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def letterhead(request: HttpRequest) -> HttpResponse:
    """What stands on invoices to come; those issued keep what they say."""
    known = ask_letterhead()
    if request.method == "POST":
        form = LetterheadForm(request.POST, request.FILES, instance=known)
        if form.is_valid() and _save(request, form):
            return redirect("office:letterhead")
        known = ask_letterhead()  # the form has written into the other one
    else:
        form = LetterheadForm(instance=known)
    return page(
        request,
        "invoices/letterhead.html",
        section="invoices",
        tabs=invoice_tabs("letterhead", rights=rights_of(request)),
        form=form,
        vendor=settings.VENDOR,
        account=settings.VENDOR["accounts"][0],
        kept={name: bool(getattr(known, name)) for name in PICTURES},
        status=422 if form.is_bound else 200,
    )


def _save(request: HttpRequest, form: LetterheadForm) -> bool:
    try:
        change_letterhead(
            pictures=form.pictures(), at=now(), by=str(request.user), **form.written()
        )
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return False
    say(request, _("Saved: invoices issued from now on look so."))
    return True


@staff_page(Right.SETTINGS)
@never_cache
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """The stamp or the signature as it is kept, to look at."""
    content = getattr(ask_letterhead(), name, None) if name in PICTURES else None
    if not content:
        raise Http404
    return HttpResponse(bytes(content), content_type="image/png")
