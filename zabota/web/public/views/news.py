"""The way out of letters with news: by the link of a letter, without signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from zabota.connectors.mail.operations.bulletins import person_of
from zabota.domain.news.operations import decline_news, welcome_news
from zabota.kit.access import open_to_all
from zabota.kit.clock import now


@open_to_all
@csrf_exempt  # mail programs press the button themselves: RFC 8058; the signed token is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, because scanners of letters follow links; POST does it at once."""
    person = person_of(token)
    if person is not None and request.method == "POST":
        decline_news(person, at=now())
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(status=200)
        return redirect(f"{reverse('public:news_off', args=[token])}?done=1")
    return render(
        request,
        "public/news_off.html",
        {"person": person, "token": token, "done": request.GET.get("done") == "1"},
        status=200 if person else 404,
    )


@open_to_all
@csrf_exempt
@never_cache
@require_POST
def on(request: HttpRequest, token: str) -> HttpResponse:
    """Thought better of it."""
    person = person_of(token)
    if person is not None:
        welcome_news(person)
    return redirect("public:news_off", token)
