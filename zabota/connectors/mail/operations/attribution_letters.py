"""What events about whose client it is say beyond corrections: the servicing level."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.wording import day_of, link
from zabota.domain.attribution.models import Correction, Reservation
from zabota.domain.programme.models import Servicing
from zabota.kit.events.models import Event


def servicing_changed(event: Event) -> list[Message]:
    """To the partner: the level, since when and why; every counted payment is in the cabinet."""
    correction = Correction.objects.select_related("client").get(pk=event.payload["correction_id"])
    if correction.to_partner_id is None:
        return []

    def compose() -> tuple[str, str]:
        words = {
            "client": correction.client.name,
            "level": Servicing(correction.servicing).label,
            "since": day_of(correction.since),
            "reason": correction.reason,
            "count": event.payload["repriced"],
            "link": link(f"/cabinet/clients/{correction.client_id}/"),
        }
        return (
            _("%(client)s: %(level)s") % words,
            _(
                'Since %(since)s the client %(client)s has the level "%(level)s": %(reason)s\n'
                "Payments counted anew: %(count)s. Every line is here: %(link)s"
            )
            % words,
        )

    return [Message(compose, partner_id=correction.to_partner_id)]


def reservation_ending(event: Event) -> list[Message]:
    """To the partner: a company is kept for him for a few days more, and what he can do."""
    one = Reservation.objects.get(pk=event.payload["reservation_id"])

    def compose() -> tuple[str, str]:
        words = {
            "company": one.name,
            "till": day_of(one.expires_at),
            "link": link("/cabinet/named/"),
        }
        return (
            _("%(company)s is kept for you till %(till)s") % words,
            _("If the company needs more time, keep it longer, once: %(link)s") % words,
        )

    return [Message(compose, partner_id=one.partner_id)]
