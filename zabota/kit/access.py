"""Who may open a page: every view carries its rule, and a test walks all addresses for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from zabota.kit.live import in_pool

View = Callable[..., HttpResponseBase]
Check = Callable[[HttpRequest], bool]
LiveView = Callable[..., Awaitable[HttpResponseBase]]


def open_to_all(view: View) -> View:
    """Mark a page that a stranger may open."""
    view.access_rule = "open to all"  # type: ignore[attr-defined]
    return view


def rule(name: str, check: Check) -> Callable[[View], View]:
    """A page for signed-in people who pass `check`; others are asked to sign in or refused (403)."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _sign_in(request)
            if not check(request):
                raise PermissionDenied(name)
            return view(request, *args, **kwargs)

        guarded.access_rule = name  # type: ignore[attr-defined]
        return guarded

    return mark


def live_rule(name: str, check: Check) -> Callable[[LiveView], Any]:
    """The same for a live stream (an async view): a stranger gets 401, who may not enter 403."""

    def mark(view: LiveView) -> Any:
        @wraps(view)
        async def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not await in_pool(lambda: request.user.is_authenticated):
                return HttpResponse(status=401)
            if not await in_pool(check, request):
                raise PermissionDenied(name)
            return await view(request, *args, **kwargs)

        guarded.access_rule = name  # type: ignore[attr-defined]
        return guarded

    return mark


def _sign_in(request: HttpRequest) -> HttpResponse:
    """Ask to sign in; a region request gets the whole page redirected, not a form in its place."""
    to, page = reverse("account_login"), _page_of(request)
    redirect: HttpResponseRedirect = (
        redirect_to_login(page, to) if page else HttpResponseRedirect(to)
    )
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = redirect.url
        return answer
    return redirect


def _page_of(request: HttpRequest) -> str:
    """Where to go after signing in: this page, or the one that sent the form or asked for the region."""
    region = request.headers.get("HX-Current-URL", "")
    if request.method in ("GET", "HEAD") and not region:
        return request.get_full_path()
    came_from = region or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return ""
    page = urlsplit(came_from)
    return page.path + (f"?{page.query}" if page.query else "")
