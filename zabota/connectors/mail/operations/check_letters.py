"""A rule of the checks holds rewards: finance is told at once, for the deadline does not wait."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.wording import link
from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Role
from zabota.domain.scrutiny.models import RuleName
from zabota.kit.events.models import Event


def finding_made(event: Event) -> list[Message]:
    """To finance: which rule holds whose rewards; of what is only flagged the pages tell."""
    if not event.payload["holds"]:
        return []
    partner = Partner.objects.get(pk=event.payload["partner_id"])
    count = len(event.payload["reward_ids"])

    def compose() -> tuple[str, str]:
        words = {
            "partner": partner.name,
            "rule": RuleName(event.payload["rule"]).label,
            "count": count,
            "link": link(f"/office/checks/?partner={partner.pk}"),
        }
        body = ngettext(
            "%(count)s reward waits until somebody has looked; its deadline does not move. Look and "
            "clear it with a reason: %(link)s",
            "%(count)s rewards wait until somebody has looked; their deadlines do not move. Look and "
            "clear it with a reason: %(link)s",
            count,
        )
        return _("A check waits for you: %(partner)s, %(rule)s") % words, body % words

    return [Message(compose, roles=(Role.FINANCE,))]
