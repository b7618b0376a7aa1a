"""Who may open a page: every view carries its rule, and a test walks all addresses for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

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
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = reverse("account_login")
        return answer
    redirect: HttpResponseRedirect = redirect_to_login(
        request.get_full_path(), reverse("account_login")
    )
    return redirect
