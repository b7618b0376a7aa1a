"""Who may enter a partner's cabinet, and do what there: his people, by the rights of their role."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from zabota.domain.partners.models import Member, Partner
from zabota.domain.partners.queries import find_membership
from zabota.domain.partners.rules import MEMBER_RIGHTS, MemberRight
from zabota.kit.access import View, rule
from zabota.web.visiting import HARMLESS, as_member, only_looking


def member_of(request: HttpRequest) -> Member | None:
    """The membership of the signed-in person; asked of the database once a request.

    Who looks at another's cabinet sees that one, whether or not he has one of his own.
    """
    if not hasattr(request, "_member"):
        person = request.user
        request._member = (  # type: ignore[attr-defined]
            (as_member(request) or find_membership(person))  # type: ignore[arg-type]
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


def member_rights(request: HttpRequest) -> frozenset[MemberRight]:
    """What the person may do in this cabinet; empty for everybody who is not its member."""
    member = member_of(request)
    return MEMBER_RIGHTS.get(member.role, frozenset()) if member else frozenset()


def may_write(request: HttpRequest) -> bool:
    """Whether the person works with clients here."""
    return MemberRight.CLIENTS in member_rights(request)


def partner_page(
    right: MemberRight, *, to_change: MemberRight | None = None
) -> Callable[[View], View]:
    """A page for the partner's people with this right; what changes something may need another.

    Staff who look at the cabinet change nothing.
    """

    def mark(view: View) -> View:
        guarded = rule(f"partner: {right}", lambda request: _may(request, right, to_change))(view)
        return only_looking(guarded)

    return mark


def _may(request: HttpRequest, right: MemberRight, to_change: MemberRight | None) -> bool:
    asked = right if request.method in HARMLESS else to_change or right
    return {right, asked} <= member_rights(request)


# Everybody looks; who works with clients also writes. What a page changes that is not about clients
# says so itself.
members_page = partner_page(MemberRight.READ, to_change=MemberRight.CLIENTS)
# One's own: the chat, the bell, lessons. Whoever looks may also take part.
own_page = partner_page(MemberRight.READ)
