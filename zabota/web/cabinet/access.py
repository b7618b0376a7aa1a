"""Who may enter a partner's cabinet: his members; some pages only his owner."""

from __future__ import annotations

from django.http import HttpRequest

from zabota.domain.partners.models import Member, MemberRole, Partner
from zabota.domain.partners.queries import find_membership
from zabota.kit.access import rule


def member_of(request: HttpRequest) -> Member | None:
    """The membership of the signed-in person; asked of the database once a request."""
    if not hasattr(request, "_member"):
        person = request.user
        request._member = (  # type: ignore[attr-defined]
            find_membership(person) if person.is_authenticated else None  # type: ignore[arg-type]
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


members_page = rule("partner: member", lambda request: member_of(request) is not None)
owners_page = rule("partner: owner", is_owner)
