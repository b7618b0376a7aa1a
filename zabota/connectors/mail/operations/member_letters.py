"""What is said of a partner's people: one is asked in, has come, has another role, is gone."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.wording import link
from zabota.domain.partners.models import Invitation, MemberRole, Partner
from zabota.domain.people.models import Person
from zabota.kit.events.models import Event

PEOPLE = "/cabinet/people/"


def member_invited(event: Event) -> list[Message]:
    """To the address: who asks him in, and the link, unless the invitation was taken back."""
    invitation = Invitation.objects.select_related("partner").get(pk=event.payload["invitation_id"])
    if not invitation.is_open(at=event.at):
        return []
    known = Person.objects.filter(email=invitation.email).first()

    def compose() -> tuple[str, str]:
        words = {
            "by": event.by,
            "partner": invitation.partner.name,
            "role": MemberRole(invitation.role).label,
            "link": link(f"/invitation/{invitation.token}/"),
        }
        return (
            _("You are asked into the cabinet of “%(partner)s”") % words,
            _(
                "%(by)s asks you into the partner cabinet of “%(partner)s”. Your role: %(role)s.\n"
                "Come in by this link within a week: %(link)s\n"
                "If you know nothing of it, do nothing."
            )
            % words,
        )

    language = known.language if known else ""
    return [Message(compose, addresses=(invitation.email,), language=language)]


def _to_all(event: Event, sentence: Callable[[dict[str, object]], str]) -> list[Message]:
    """To everybody who works there: what has changed among them, and by whom."""

    def compose() -> tuple[str, str]:
        words: dict[str, object] = {"by": event.by, "name": event.payload["name"]}
        way = _(
            "Who may do what is here: %(link)s\nIf this is not as it should be, tell your manager."
        )
        return sentence(words), way % {"link": link(PEOPLE)}

    return [Message(compose, partner_id=event.payload["partner_id"])]


def member_joined(event: Event) -> list[Message]:
    """To everybody who works there: who came, asked in by whom, to do what."""
    role, invited_by = MemberRole(event.payload["role"]), event.payload["invited_by"]
    return _to_all(
        event,
        lambda words: (
            _("%(name)s came into the cabinet: %(role)s, asked in by %(invited_by)s")
            % {**words, "role": role.label, "invited_by": invited_by}
        ),
    )


def member_role_changed(event: Event) -> list[Message]:
    """To everybody who works there: whose role is another now."""
    role = MemberRole(event.payload["after"])
    return _to_all(
        event,
        lambda words: (
            _("%(by)s gave %(name)s another role: %(role)s") % {**words, "role": role.label}
        ),
    )


def member_removed(event: Event) -> list[Message]:
    """To those who stay, and to him who goes."""
    partner = Partner.objects.get(pk=event.payload["partner_id"])

    def to_him() -> tuple[str, str]:
        words = {"partner": partner.name, "by": event.by}
        return (
            _("You no longer work in the cabinet of “%(partner)s”") % words,
            _("%(by)s has taken your access away. If this is a mistake, ask there.") % words,
        )

    gone = Message(to_him, person_id=event.payload["person_id"])
    stay = _to_all(
        event, lambda words: _("%(by)s took the access to the cabinet away: %(name)s") % words
    )
    return [*stay, gone]
