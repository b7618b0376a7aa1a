"""Who may enter a partner's cabinet: his members; some pages only his owner."""

from __future__ import annotations

from django.http import HttpRequest

from zabota.domain.partners.models import Member, MemberRole, Partner
from zabota.domain.partners.queries import find_membership
from zabota.kit.access import View, rule
from zabota.web.visiting import as_member, only_looking


def member_of(request: HttpRequest) -> Member | None:
    """The membership of the signed-in person; asked of the database once a request."""
    if not hasattr(request, "_member"):
        person = request.user
        request._member = (  # type: ignore[attr-defined]
            (find_membership(person) or as_member(request))  # type: ignore[arg-type]
            if person.is_authenticated
            else None
        )
    member: Member | None = request._member  # type: ignore[attr-defined]
    return member


def partner_of(request: HttpRequest) -> Partner:
    """The partner whose cabinet this is; only behind the rules below."""
    member = member_of(request)
    assert member is not None
    return member.partner


def is_owner(request: HttpRequest) -> bool:
    """Whether the person may change bank details, codes and acceptances."""
    member = member_of(request)
    return member is not None and member.role == MemberRole.OWNER


_members = rule("partner: member", lambda request: member_of(request) is not None)
_owners = rule("partner: owner", is_owner)


def members_page(view: View) -> View:
    """A page for the members of a partner; staff who look at it change nothing."""
    return _marked(_members(view))


def owners_page(view: View) -> View:
    """A page for the owner of a partner; staff who look at it change nothing."""
    return _marked(_owners(view))


def _marked(guarded: View) -> View:
    return only_looking(guarded)
