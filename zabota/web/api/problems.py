"""Errors as problem documents (RFC 9457), in the caller's language."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from zabota.kit.errors import Refusal
from zabota.ui.acting import sentence_of

KIND = "application/problem+json"


class ProblemOut(Schema):
    """What went wrong, and what to do."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] = []


class Problem(Exception):
    """An answer that is not the wished one."""

    def __init__(self, status: int, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.detail, self.more = status, detail, more


def _place(steps: Sequence[int | str]) -> str:
    """Where in what was sent: "body.lines.0.quantity"; the name of our argument is nobody's business."""
    named = [str(step) for step in steps]
    return ".".join(named[:1] + named[2:] if len(named) > 2 and named[0] == "body" else named)


def problem(status: int, detail: str, **more: Any) -> HttpResponse:
    """The document."""
    body: Mapping[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    answer = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=KIND)
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = "Bearer"
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        answer["Retry-After"] = "60"
    return answer


def answer_with_problems(api: NinjaAPI) -> None:
    """Every error of the API becomes a problem document."""

    @api.exception_handler(Problem)
    def told(request: HttpRequest, fault: Problem) -> HttpResponse:
        return problem(fault.status, fault.detail, **fault.more)

    @api.exception_handler(Refusal)
    def refused(request: HttpRequest, fault: Refusal) -> HttpResponse:
        return problem(409, sentence_of(fault), code=fault.code)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
        return problem(401, _("Send a key that works: Authorization: Bearer zb_…"))

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
        errors = [
            {"where": _place(one["loc"]), "what": str(one["msg"])} for one in fault.errors[:100]
        ]
        return problem(422, _("Some fields are not right; nothing was changed."), errors=errors)

    @api.exception_handler(HttpError)
    def failed(request: HttpRequest, fault: HttpError) -> HttpResponse:
        return problem(fault.status_code, _("This request cannot be read: send JSON in UTF-8."))
