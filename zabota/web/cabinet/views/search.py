"""Search: one line for everything of the partner's, as a page and as the dialog of Ctrl+K."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.ui.lists import word
from zabota.ui.searching import found_pages
from zabota.web.cabinet.access import members_page, partner_of
from zabota.web.cabinet.finding import find_own
from zabota.web.cabinet.frame import list_pages, page


@members_page
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found; for htmx only the list."""
    asked, partner = word(request)[:80], partner_of(request)
    pages = found_pages(asked, list_pages(request), label=_("Pages"))
    groups = [*find_own(partner, asked), *pages]
    found: dict[str, Any] = {"groups": groups, "asked": asked}
    if request.headers.get("HX-Request"):
        return render(request, "ui/parts/hits.html", found)
    return page(request, "ui/search.html", section="search", **found)
