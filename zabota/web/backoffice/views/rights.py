"""What each role may do: everybody of the staff reads the table, the owner changes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.people.models import Role, RoleRight
from zabota.domain.people.operations import change_rights
from zabota.domain.people.queries import get_matrix
from zabota.domain.people.rules import Right, is_movable
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.ui.acting import refusals_said
from zabota.ui.lists import one_page
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.staff import RIGHT_WORDS


class Cell(NamedTuple):
    """A role and a right: whether it may, and whether the owner can change that."""

    key: str
    role: str
    allowed: bool
    movable: bool


class Change(NamedTuple):
    """A line of the history."""

    right: str
    row: RoleRight


@staff_page(Right.READ)
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """The table of roles and what each may do, in plain words; below, who changed what."""
    matrix = get_matrix()
    words: dict[str, Any] = dict(RIGHT_WORDS)
    table = [(told, [_cell(role, right, matrix) for role in Role]) for right, told in RIGHT_WORDS]
    rows = one_page(request, RoleRight.objects.order_by("-pk"))
    history = [Change(str(words.get(row.right, row.right)), row) for row in rows]
    roles = [str(role.label) for role in Role]
    return page(
        request,
        "staff/rights.html",
        section="staff",
        roles=roles,
        table=table,
        history=history,
        page=rows,
    )


def _cell(role: Role, right: Right, matrix: Mapping[Role, frozenset[Right]]) -> Cell:
    movable = is_movable(role, right)
    return Cell(f"{role}:{right}", str(role.label), right in matrix[role], movable)


@staff_page(Right.STAFF)
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Change what was ticked or cleared since the table was shown; what others changed meanwhile stays."""
    # The way back brings its cells in the address.
    was, ticked = (
        set(request.POST.getlist(name) or request.GET.getlist(name)) for name in ("was", "cell")
    )
    with refusals_said(request):
        changes = {_read(key): key in ticked for key in was ^ ticked}
        changed = change_rights(changes, at=now(), by=str(request.user))
        if changed:
            undo = [("was", key) for key in ticked - was] + [("cell", key) for key in was - ticked]
            address = f"{reverse('office:change_rights')}?{urlencode(undo)}"
            say(request, _("Saved: it holds at once, in every open window."), undo_url=address)
        else:
            say(request, _("Nothing has changed."), tone="info")
    return redirect("office:staff_rights")


def _read(key: str) -> tuple[Role, Right]:
    role, _sign, right = key.partition(":")
    if role not in Role.values or right not in set(Right):
        raise Refusal("There is no such right. Load the page anew.", code="no_right")
    return Role(role), Right(right)
