"""Verbs about a partner's people: asked in by a letter, given a role, let go."""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.db import IntegrityError, transaction
from django.db.models import F

from zabota.domain.partners.events import (
    InvitationRevoked,
    MemberInvited,
    MemberJoined,
    MemberRemoved,
    MemberRoleChanged,
)
from zabota.domain.partners.models import Invitation, Member, MemberRole, Partner
from zabota.domain.people.models import Person, StaffRole
from zabota.domain.people.operations import add_person
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish

INVITED_FOR = timedelta(days=7)
BREATH = timedelta(minutes=1)  # between two letters of one invitation
MOST_OPEN = 30


@transaction.atomic
def add_member(
    partner: Partner, *, person: Person, at: datetime, role: str = MemberRole.OWNER
) -> Member:
    """The person works for this partner from now on; twice is once."""
    member, _ = Member.objects.get_or_create(
        person=person, defaults={"partner": partner, "role": role, "since": at}
    )
    if member.partner_id != partner.pk:
        raise Refusal("This person already works for another partner.", code="member_elsewhere")
    return member


@transaction.atomic
def invite_member(
    partner: Partner, *, email: str, role: MemberRole, at: datetime, by: str
) -> Invitation:
    """Ask somebody in by a letter with a link that works for a week; refused who is in already."""
    email = email.strip().lower()
    if partner.members.filter(person__email=email).exists():
        raise Refusal("This person works here already.", code="member_already")
    if partner.invitations.filter(accepted_at=None, revoked_at=None).count() >= MOST_OPEN:
        raise Refusal("Too many invitations wait. Take some back first.", code="too_many")
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                partner=partner,
                email=email,
                role=role,
                token=token_urlsafe(24),
                sent_at=at,
                expires_at=at + INVITED_FOR,
                invited_by=by,
            )
    except IntegrityError as waiting:
        raise Refusal(
            "This person is invited already. Send the letter again below.", code="invited_already"
        ) from waiting
    _announce(invitation, at=at, by=by)
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, at: datetime, by: str) -> None:
    """Send the letter again with a fresh link for a week more; the former link opens nothing."""
    sent = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, revoked_at=None, sent_at__lte=at - BREATH
    ).update(
        token=token_urlsafe(24), sent_at=at, expires_at=at + INVITED_FOR, letters=F("letters") + 1
    )
    if not sent:
        raise Refusal(
            "The letter has just left, or the invitation is closed. Look again in a minute.",
            code="sent_just_now",
        )
    invitation.refresh_from_db()
    _announce(invitation, at=at, by=by)


def _announce(invitation: Invitation, *, at: datetime, by: str) -> None:
    publish(
        MemberInvited(
            at=at,
            by=by,
            partner_id=invitation.partner_id,
            invitation_id=invitation.pk,
            email=invitation.email,
            role=invitation.role,
        )
    )


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, at: datetime, by: str) -> None:
    """The link opens nothing from now on; refused when somebody came in by it already."""
    revoked = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not revoked.update(revoked_at=at):
        raise Refusal("The invitation is used or taken back already.", code="closed")
    publish(
        InvitationRevoked(at=at, by=by, partner_id=invitation.partner_id, email=invitation.email)
    )


@transaction.atomic
def accept_invitation(
    invitation: Invitation, *, name: str, at: datetime, language: str = "ru"
) -> Member:
    """Come in by the letter's link, once; refused when it is too late or the person is elsewhere."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not invitation.is_open(at=at):
        raise Refusal("This invitation is no longer valid. Ask for a new one.", code="closed")
    person = add_person(email=invitation.email, name=name.strip(), language=language)
    if StaffRole.objects.filter(person=person).exists():
        raise Refusal("You work for the vendor, and cannot be on both sides.", code="staff")
    member = add_member(invitation.partner, person=person, at=at, role=invitation.role)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=at)
    publish(
        MemberJoined(
            at=at,
            by=str(person),
            partner_id=member.partner_id,
            person_id=person.pk,
            name=str(person),
            role=member.role,
            invited_by=invitation.invited_by,
        )
    )
    return member


@transaction.atomic
def change_member_role(member: Member, *, role: MemberRole, at: datetime, by: str) -> None:
    """Give a member another role; refused for the last owner. The same role is a no-op."""
    member = _locked(member)
    if member.role == role:
        return
    _keep_an_owner(member)
    before = member.role
    Member.objects.filter(pk=member.pk).update(role=role)
    publish(
        MemberRoleChanged(
            at=at,
            by=by,
            partner_id=member.partner_id,
            person_id=member.person_id,
            name=str(member.person),
            before=before,
            after=role,
        )
    )


@transaction.atomic
def remove_member(member: Member, *, at: datetime, by: str) -> None:
    """He sees the cabinet no longer, in no open window; refused for the last owner."""
    member = _locked(member)
    _keep_an_owner(member)
    Member.objects.filter(pk=member.pk).delete()
    publish(
        MemberRemoved(
            at=at,
            by=by,
            partner_id=member.partner_id,
            person_id=member.person_id,
            name=str(member.person),
        )
    )


def _locked(member: Member) -> Member:
    """All of the partner's people are locked: two owners who let each other go would leave nobody."""
    rows = Member.objects.select_for_update(of=("self",)).filter(partner=member.partner_id)
    found = {one.pk: one for one in rows.select_related("person", "partner").order_by("pk")}
    if member.pk not in found:
        raise Refusal("This person works here no longer.", code="no_member")
    return found[member.pk]


def _keep_an_owner(member: Member) -> None:
    others = Member.objects.filter(partner=member.partner_id, role=MemberRole.OWNER)
    if member.role == MemberRole.OWNER and not others.exclude(pk=member.pk).exists():
        raise Refusal(
            "This is the last owner: make somebody else an owner first.", code="last_owner"
        )
