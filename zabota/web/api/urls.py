"""Addresses of the API. A new part: one router here, its rights in people's rules."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI

from zabota.domain.people.queries import find_key, get_rights
from zabota.domain.people.rules import Right
from zabota.kit.access import open_to_all, rule
from zabota.web.api import clients, invoices, leads, payments
from zabota.web.api.problems import answer_with_problems, problem

app_name = "api"
api = NinjaAPI(title="Zabota", version="1", docs_url=None, openapi_url=None, urls_namespace="api")
answer_with_problems(api)
for router in (clients.router, leads.router, payments.router, invoices.router):
    api.add_router("", router)


def _schema() -> dict[str, Any]:
    return dict(api.get_openapi_schema(path_prefix="/api/v1/"))


def _is_staff(request: HttpRequest) -> bool:
    return Right.READ in get_rights(request.user)  # type: ignore[arg-type]


def openapi(request: HttpRequest) -> HttpResponse:
    """The description for machines: with a key, or for staff who are signed in."""
    _bearer, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if find_key(secret) or (request.user.is_authenticated and _is_staff(request)):
        return JsonResponse(_schema())
    return problem(401, _("Send a key that works: Authorization: Bearer zb_…"))


openapi.access_rule = "key, or staff: read"  # type: ignore[attr-defined]


@rule("staff: read", _is_staff)
def docs(request: HttpRequest) -> HttpResponse:
    """The description for people."""
    schema = _schema()
    shown = [
        (method.upper(), address, told["summary"], told.get("description", ""))
        for address, methods in schema["paths"].items()
        for method, told in methods.items()
    ]
    bodies = [
        (name, _fields(one))
        for name, one in schema["components"]["schemas"].items()
        if "properties" in one and name != "ProblemOut"
    ]
    return render(request, "api/docs.html", {"operations": shown, "bodies": bodies})


def _fields(body: dict[str, Any]) -> list[tuple[str, str, bool]]:
    needed = body.get("required", [])
    return [
        (name, str(told.get("format") or told.get("type") or "…"), name in needed)
        for name, told in body["properties"].items()
    ]


@csrf_exempt
@open_to_all
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """An address that is none of ours, as a problem document and not as a page."""
    return problem(404, _("There is no such address in version 1 of the API."))


def _keyed() -> list[Any]:
    patterns: list[Any] = [one for one in api.urls[0] if getattr(one, "name", "") != "api-root"]
    for pattern in patterns:
        pattern.callback.access_rule = "key with the right"
    return patterns


urlpatterns = [
    path("docs", docs, name="docs"),
    path("openapi.json", openapi, name="openapi"),
    *_keyed(),
    re_path(r"^(?P<rest>.*)$", nothing, name="nothing"),
]
