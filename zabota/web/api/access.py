"""Who may call: a machine with a key that has the right, not too often."""

from __future__ import annotations

from collections.abc import Callable

from allauth.core.internal.ratelimit import consume
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from zabota.domain.people.models import ApiKey
from zabota.domain.people.operations import note_key_used
from zabota.domain.people.queries import find_key
from zabota.domain.people.rules import KeyRight
from zabota.kit.clock import now
from zabota.web.api.problems import Problem

RATES = {"call": "600/m/key"}


class KeyHolder(HttpBearer):
    """`Authorization: Bearer zb_…`, with one right."""

    def __init__(self, right: KeyRight) -> None:
        super().__init__()
        self.right = right

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        """The key; a problem when it may not do this, or calls too often."""
        key = find_key(token)
        if key is None:
            return None
        if self.right not in key.rights:
            raise Problem(403, _("This key may not do this."), needs=str(self.right))
        if not consume(
            request, app="api", action="call", key=str(key.pk), config=RATES, limit_get=True
        ):
            raise Problem(429, _("Too many calls. Wait a minute and go on."))
        note_key_used(key, at=now())
        return key


def needs(right: KeyRight) -> Callable[..., object]:
    """The `auth` of an operation."""
    return KeyHolder(right)
