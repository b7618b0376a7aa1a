"""Search: one line for the whole office, as a page and as the dialog of Ctrl+K."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.people.rules import Right
from zabota.ui.lists import word
from zabota.ui.searching import found_by_keys, found_pages
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.finding import find_anything
from zabota.web.backoffice.frame import list_pages, page


@staff_page(Right.READ)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found; for htmx only the list."""
    asked, pages = word(request)[:80], list_pages(request)
    groups = found_by_keys(
        asked, lambda said: [*find_anything(said), *found_pages(said, pages, label=_("Pages"))]
    )
    found: dict[str, Any] = {"groups": groups, "asked": asked}
    if request.headers.get("HX-Request"):
        return render(request, "ui/parts/hits.html", found)
    return page(request, "ui/search.html", section="search", **found)
