"""Alarms to finance and the owner: the books do not agree, a deadline has passed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.wording import link, sum_of
from zabota.domain.people.models import Role
from zabota.kit.events.models import Event


def books_checked(event: Event) -> list[Message]:
    """To finance and the owner, only if something does not agree."""
    if event.payload["ok"]:
        return []

    def compose() -> tuple[str, str]:
        faults = "\n".join(event.payload["faults"])
        return (
            _("The books do not agree"),
            _("The check of the books found faults:\n%(faults)s\n%(link)s")
            % {"faults": faults, "link": link("/office/")},
        )

    return [Message(compose, roles=(Role.FINANCE, Role.OWNER))]


def deadlines_missed(event: Event) -> list[Message]:
    """To finance and the owner: rewards that should have been paid by now."""
    payload = event.payload

    def compose() -> tuple[str, str]:
        words = {
            "amount": sum_of(payload["amount_minor"], payload.get("currency", "RUB")),
            "partners": payload["partners"],
            "since": payload["oldest"],
            "link": link("/office/payouts/"),
        }
        return (
            _("Overdue: %(amount)s") % words,
            _(
                "The promised three days have passed for %(amount)s, partners: %(partners)s, the "
                "oldest deadline was on %(since)s. Form a batch today: %(link)s"
            )
            % words,
        )

    return [Message(compose, roles=(Role.FINANCE, Role.OWNER))]
