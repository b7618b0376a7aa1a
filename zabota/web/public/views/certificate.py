"""A certificate is verified by anybody: by its code, or by the QR code on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from zabota.domain.academy.queries import find_certificate
from zabota.domain.academy.rules import folded_code
from zabota.ui.lists import word
from zabota.web.public.access import open_to_all


@open_to_all
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Type the code of a certificate."""
    typed = word(request, "code")[:40]
    if code := folded_code(typed):
        return redirect("public:certificate", code)
    return render(request, "public/certificate.html", {"asked": bool(typed), "typed": typed})


@open_to_all
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Whose it is, of which course, since when, and whether it is still valid."""
    found = find_certificate(code[:40])
    shown = {"asked": True, "typed": code[:40], "certificate": found}
    return render(request, "public/certificate.html", shown, status=200 if found else 404)
