"""Theme, language and the living page of the design system."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from zabota.kit import clock
from zabota.kit.access import open_to_all
from zabota.ui.context import THEMES
from zabota.ui.showcase import everything

YEAR = 365 * 24 * 3600


@open_to_all
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or auto for a year and come back."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    )
    answer = HttpResponseRedirect(back if safe else "/")
    chosen = request.POST.get("theme", "auto")
    answer.set_cookie("theme", chosen if chosen in THEMES else "auto", max_age=YEAR, samesite="Lax")
    return answer


@open_to_all
def language(request: HttpRequest) -> HttpResponse:
    """Remember Russian or English and come back; only a POST changes it."""
    return set_language(request)


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in all its states; only while debugging and in the demo."""
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404
    return render(request, "ui/gallery.html", everything(request, now=clock.now()))


gallery.access_rule = "demo only"  # type: ignore[attr-defined]
