"""What letters say when a partner stops, is paused, leaves, or comes back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.wording import day_of, link
from zabota.domain.partners.models import ClientsGo, Farewell, PartnerStatus
from zabota.kit.clock import noon_of
from zabota.kit.events.models import Event


def partner_standing_changed(event: Event) -> list[Message]:
    """To the partner: what his new standing means; money comes first."""
    after, reason = event.payload["after"], event.payload["reason"]

    def compose() -> tuple[str, str]:
        words = {"reason": reason, "link": link("/cabinet/")}
        subject, body = {
            PartnerStatus.ACTIVE: (
                _("You are with us again"),
                _("Everything works as before: codes, rewards and payouts. %(link)s"),
            ),
            PartnerStatus.STOPPED: (
                _("You no longer sell, and go on earning"),
                _(
                    "Your clients stay yours, rewards and payouts go on as before.\n%(reason)s\n"
                    "%(link)s"
                ),
            ),
            PartnerStatus.PAUSED: (
                _("Your payouts are paused"),
                _(
                    "Why: %(reason)s\nRewards go on growing and nothing earned is lost: it is paid "
                    "when the pause ends. %(link)s"
                ),
            ),
            PartnerStatus.LEFT: (
                _("We no longer work together"),
                _(
                    "Why: %(reason)s\nEverything you have earned is paid in its time; your cabinet "
                    "stays open for you. %(link)s"
                ),
            ),
        }[PartnerStatus(after)]
        return subject, body % words

    return [Message(compose, partner_id=event.payload["partner_id"])]


def farewell_said(event: Event) -> list[Message]:
    """To the partner: as of which day, why, and what becomes of his clients and his money.

    A farewell of the same day is told by the standing.
    """
    farewell = Farewell.objects.get(pk=event.payload["farewell_id"])
    if farewell.decided_at == farewell.said_at:
        return []

    def compose() -> tuple[str, str]:
        words = {
            "when": day_of(noon_of(farewell.on)),
            "reason": farewell.reason,
            "link": link("/cabinet/"),
        }
        clients = (
            _("Your clients stay with you: you go on earning from them.")
            if farewell.clients_go == ClientsGo.STAY
            else _(
                "Your clients are looked after by others from that day; payments till then are yours."
            )
        )
        return (
            _("We part on %(when)s") % words,
            _("As of %(when)s we no longer work together. Why: %(reason)s") % words
            + f"\n{clients}\n"
            + _("Everything you have earned is paid. If we are wrong, answer us: %(link)s") % words,
        )

    return [Message(compose, partner_id=farewell.partner_id)]


def farewell_withdrawn(event: Event) -> list[Message]:
    """To the partner: we stay together."""

    def compose() -> tuple[str, str]:
        return (
            _("We stay together"),
            _("We have taken our goodbye back. Nothing has changed: %(link)s")
            % {"link": link("/cabinet/")},
        )

    return [Message(compose, partner_id=event.payload["partner_id"])]
