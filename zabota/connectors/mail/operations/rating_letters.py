"""What letters say of the rating: a level that changed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.wording import link
from zabota.kit.events.models import Event


def level_changed(event: Event) -> list[Message]:
    """To a partner who rose; a fall is seen in the cabinet, a letter would only hurt."""
    if not event.payload["rose"]:
        return []
    words = {"level": event.payload["after"], "link": link("/cabinet/rating/")}

    def compose() -> tuple[str, str]:
        return (
            _("Your level is %(level)s now") % words,
            _(
                "The rating of the month is out, and your level is %(level)s. What it gives: %(link)s"
            )
            % words,
        )

    return [Message(compose, partner_id=event.payload["partner_id"])]
