"""Who may enter the back office, and what he may do there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from zabota.domain.people.queries import get_rights
from zabota.domain.people.rules import Right
from zabota.kit.access import View, rule


def rights_of(request: HttpRequest) -> frozenset[Right]:
    """What the signed-in person may do here; asked of the database once a request."""
    kept: frozenset[Right] | None = getattr(request, "_staff_rights", None)
    if kept is None:
        kept = get_rights(request.user) if request.user.is_authenticated else frozenset()
        request._staff_rights = kept  # type: ignore[attr-defined]
    return kept


def staff_page(right: Right) -> Callable[[View], View]:
    """A page for staff with this right; a partner's member is refused (403)."""
    return rule(f"staff: {right}", lambda request: right in rights_of(request))
