"""The one entrance for machines: /hooks/<kind>/<token>/."""

from __future__ import annotations

from allauth.core.internal.httpkit import get_client_ip
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from zabota.connectors.connections.facts import Answer, Call
from zabota.connectors.connections.models import Connection
from zabota.connectors.connections.operations.kinds import find_kind
from zabota.connectors.connections.operations.receiving import receive_call, turn_away
from zabota.connectors.connections.operations.rehearsing import REHEARSAL, is_rehearsal
from zabota.kit.access import open_to_all
from zabota.kit.clock import now


@csrf_exempt
@open_to_all
def hook(request: HttpRequest, kind: str, token: str) -> HttpResponse:
    """A call from outside: proved, stored, answered. Whoever does not know the address finds nothing.

    The body is read as raw bytes and nothing of it is understood here.
    """
    known = find_kind(kind)
    connection = Connection.objects.filter(kind=kind, token=token).first()
    if known is None or connection is None:
        raise Http404
    if int(request.headers.get("content-length") or 0) > known.most_bytes:
        return _said(turn_away(connection, reason="too_large", call=_call(request, token, b"")))
    try:
        body = request.body
    except RequestDataTooBig:
        return _said(turn_away(connection, reason="too_large", call=_call(request, token, b"")))
    except UnreadablePostError:  # they hung up in the middle: nothing came, they come again
        return _said(turn_away(connection, reason="unreadable", call=_call(request, token, b"")))
    return _said(receive_call(connection, known, _call(request, token, body)))


def _call(request: HttpRequest, token: str, body: bytes) -> Call:
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Call(
        body=body,
        method=request.method or "",
        headers=headers,
        query=request.META.get("QUERY_STRING", ""),
        address=get_client_ip(request) or "",
        at=now(),
        rehearsal=is_rehearsal(headers.get(REHEARSAL, ""), token),
    )


def _said(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.body, status=answer.status, content_type=answer.content_type)
