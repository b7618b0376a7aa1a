"""Before what could lead money away, a person proves again who he is: by a fresh code.

There are no passwords. Who has just signed in by a code has proved it; later a new code is asked for.
The mark and the code's digest live in the person's session; the code itself only in the letter.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from secrets import randbelow

from allauth.account.authentication import get_authentication_records
from allauth.core.internal.ratelimit import consume
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.dateparse import parse_datetime

FRESH = timedelta(minutes=15)  # to open what is guarded
PATIENT = timedelta(hours=1)  # to finish what was opened: nobody loses what he has typed
CODE_WORKS = timedelta(minutes=10)
TRIES = 5
RATES = {"send": "5/10m/user"}
_MARK, _CODE = "proved", "proving_code"


def mark_proved(request: HttpRequest, *, at: datetime) -> None:
    """The person in this session has just proved who he is."""
    request.session[_MARK] = {"person": request.user.pk, "at": at.isoformat()}


def has_proved(request: HttpRequest, *, within: timedelta, at: datetime) -> bool:
    """Whether he has proved it lately: here, or by signing in with a code."""
    kept = request.session.get(_MARK) or {}
    moments = [parse_datetime(kept["at"])] if kept.get("person") == request.user.pk else []
    for record in get_authentication_records(request):
        if record.get("method") in ("code", "mfa"):
            moments.append(datetime.fromtimestamp(record["at"], tz=UTC))
    return any(moment is not None and at - moment < within for moment in moments)


def make_code(request: HttpRequest, *, at: datetime) -> str | None:
    """A fresh code for this session; the former works no longer. None when asked too often."""
    if not consume(request, app="proving", action="send", config=RATES):
        return None
    code = f"{randbelow(1_000_000):06d}"
    request.session[_CODE] = {
        "digest": _digest(request, code),
        "until": (at + CODE_WORKS).isoformat(),
        "left": TRIES,
    }
    return code


def awaits_code(request: HttpRequest, *, at: datetime) -> bool:
    """Whether a code was sent that still works."""
    kept = request.session.get(_CODE)
    until = parse_datetime(kept["until"]) if kept else None
    return bool(kept and until and at < until and kept["left"] > 0)


def take_code(request: HttpRequest, *, code: str, at: datetime) -> bool:
    """Whether this is the code; it works once, and five wrong ones end it."""
    if not awaits_code(request, at=at):
        return False
    kept = request.session[_CODE]
    if constant_time_compare(kept["digest"], _digest(request, code)):
        del request.session[_CODE]
        mark_proved(request, at=at)
        return True
    request.session[_CODE] = {**kept, "left": kept["left"] - 1}
    return False


def _digest(request: HttpRequest, code: str) -> str:
    return salted_hmac(
        "zabota.proving", f"{request.user.pk}:{code}", algorithm="sha256"
    ).hexdigest()
