"""The partner's people: who works here and may do what; asked in, given a role, let go."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from zabota.domain.partners.models import Invitation, Member, MemberRole
from zabota.domain.partners.operations import (
    change_member_role,
    invite_member,
    remove_member,
    resend_invitation,
    revoke_invitation,
)
from zabota.domain.partners.rules import MEMBER_RIGHTS, MemberRight
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.ui.acting import refusals_said, sentence_of
from zabota.ui.toasts import say
from zabota.web.cabinet.access import member_of, member_rights, partner_of, partner_page
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.words.members import MEMBER_RIGHT_WORDS, ROLE_WORDS

people_page = partner_page(MemberRight.PEOPLE)


class MemberForm(forms.Form):
    """Whom to ask in, and to do what."""

    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=MemberRole.choices, initial=MemberRole.MANAGER
    )


@partner_page(MemberRight.READ, to_change=MemberRight.PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest) -> HttpResponse:
    """Who works in this cabinet and who is asked in; a new one is asked in by e-mail."""
    form = MemberForm(request.POST or None)
    if form.is_bound and form.is_valid() and _invite(request, form):
        return redirect("cabinet:members")
    partner, may = partner_of(request), MemberRight.PEOPLE in member_rights(request)
    people = partner.members.select_related("person").order_by("since", "pk")
    waiting = partner.invitations.filter(accepted_at=None, revoked_at=None).order_by("-sent_at")
    return page(
        request,
        "us/members.html",
        section="members",
        people=[(one, f"role-{one.pk}", f"remove-{one.pk}") for one in people],
        waiting=waiting if may else [],
        me=member_of(request),
        roles=[(role.value, role.label, ROLE_WORDS[role]) for role in MemberRole],
        table=_table(),
        form=form,
        status=422 if form.is_bound else 200,
    )


def _table() -> list[tuple[str, list[tuple[str, bool]]]]:
    """The rights in words, and which roles have them."""
    return [
        (str(words), [(str(role.label), right in MEMBER_RIGHTS[role]) for role in MemberRole])
        for right, words in MEMBER_RIGHT_WORDS
    ]


def _invite(request: HttpRequest, form: MemberForm) -> bool:
    wanted = form.cleaned_data
    try:
        invite_member(
            partner_of(request),
            email=wanted["email"],
            role=MemberRole(wanted["role"]),
            at=now(),
            by=str(request.user),
        )
    except Refusal as refusal:
        form.add_error("email", sentence_of(refusal))
        return False
    say(request, _("%(email)s gets a letter; its link works for a week.") % wanted)
    return True


@people_page
@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter once more, with a fresh link."""
    with refusals_said(request):
        invitation = _invitation(request, pk)
        resend_invitation(invitation, at=now(), by=str(request.user))
        say(request, _("The letter to %(email)s leaves again.") % {"email": invitation.email})
    return redirect("cabinet:members")


@people_page
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """The link opens nothing any more."""
    with refusals_said(request):
        invitation = _invitation(request, pk)
        revoke_invitation(invitation, at=now(), by=str(request.user))
        say(request, _("The invitation of %(email)s is taken back.") % {"email": invitation.email})
    return redirect("cabinet:members")


@people_page
@require_POST
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Another role for one of the people."""
    with refusals_said(request):
        member, wish = _member(request, pk), request.POST.get("role", "")
        if wish not in MemberRole.values:
            raise Refusal("Choose a role.", code="no_role")
        change_member_role(member, role=MemberRole(wish), at=now(), by=str(request.user))
        words = {"name": member.person, "role": MemberRole(wish).label}
        say(request, _("%(name)s: %(role)s") % words)
    return redirect("cabinet:members")


@people_page
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody go; who lets himself go is outside at once."""
    member = _member(request, pk)
    with refusals_said(request):
        remove_member(member, at=now(), by=str(request.user))
        say(
            request,
            _("%(name)s sees the cabinet no longer.") % {"name": member.person},
            tone="info",
        )
        if member.person == request.user:
            return redirect("public:landing")
    return redirect("cabinet:members")


def _member(request: HttpRequest, pk: int) -> Member:
    return get_object_or_404(partner_of(request).members.select_related("person"), pk=pk)


def _invitation(request: HttpRequest, pk: int) -> Invitation:
    return get_object_or_404(partner_of(request).invitations, pk=pk)
