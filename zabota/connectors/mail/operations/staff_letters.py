"""What letters say to the vendor's own staff."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.wording import link
from zabota.domain.people.models import Role
from zabota.kit.events.models import Event


def staff_invited(event: Event) -> list[Message]:
    """To the person: the back office is open, and how to come in."""

    def compose() -> tuple[str, str]:
        words = {
            "by": event.by,
            "role": str(Role(event.payload["role"]).label),
            "link": link("/office/"),
        }
        return (
            _("You are invited to the back office"),
            _(
                "%(by)s invites you to the back office of the partner network. Your role: %(role)s.\n"
                "Sign in with this e-mail; a code comes to it, there is no password: %(link)s"
            )
            % words,
        )

    return [Message(compose, person_id=event.payload["person_id"])]
