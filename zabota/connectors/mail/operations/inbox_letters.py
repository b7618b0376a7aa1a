"""What letters say of the inbox: something stays that nobody understood."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.wording import link
from zabota.domain.people.models import Role
from zabota.kit.events.models import Event


def events_stuck(event: Event) -> list[Message]:
    """To finance and the owner: what came from outside and is not in the books, since when."""
    payload = event.payload

    def compose() -> tuple[str, str]:
        oldest = localtime(datetime.fromisoformat(payload["oldest_at"]))
        words = {
            "total": payload["failed"] + payload["waiting"],
            "failed": payload["failed"],
            "waiting": payload["waiting"],
            "sources": ", ".join(payload["sources"]),
            "since": f"{oldest:%d.%m %H:%M}",
            "link": link(f"/office/inbox/{'?status=failed' if payload['failed'] else ''}"),
        }
        return (
            _("Not understood for too long: %(total)s") % words,
            _(
                "Something came from outside and is not in the books yet. Failed: %(failed)s, "
                "waiting to be read: %(waiting)s, the oldest since %(since)s (%(sources)s).\n"
                "Nothing is lost: look at the reasons and try again: %(link)s"
            )
            % words,
        )

    return [Message(compose, roles=(Role.FINANCE, Role.OWNER))]
