"""Who may enter the public site: everybody, and in the demo whoever wants to look around."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from zabota.kit.access import View, open_to_all

__all__ = ["demo_only", "open_to_all"]


def demo_only(view: View) -> View:
    """A page that exists only in the demo (settings.DEMO); elsewhere there is nothing (404)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    guarded.access_rule = "demo only"  # type: ignore[attr-defined]
    return guarded
