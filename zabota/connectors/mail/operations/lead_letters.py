"""What letters say of leads: one is proposed, one waits for us."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.wording import link
from zabota.domain.leads.models import Lead, Proposal
from zabota.domain.people.models import Role
from zabota.kit.events.models import Event
from zabota.kit.zone import ZONE


def lead_proposed(event: Event) -> list[Message]:
    """To the partner: a company for him, and till when he answers."""
    proposal = Proposal.objects.select_related("lead").get(pk=event.payload["proposal_id"])

    def compose() -> tuple[str, str]:
        words = {
            "company": proposal.lead.company,
            "till": f"{proposal.answer_by.astimezone(ZONE):%d.%m %H:%M}",
            "link": link("/cabinet/leads/"),
        }
        return (
            _("A client for you: %(company)s") % words,
            _(
                "%(company)s looks for an integrator, and you fit. Answer by %(till)s, then the next "
                "one is asked: %(link)s"
            )
            % words,
        )

    return [Message(compose, partner_id=proposal.partner_id)]


def lead_unclaimed(event: Event) -> list[Message]:
    """To partner managers: nobody took it."""
    lead = Lead.objects.get(pk=event.payload["lead_id"])

    def compose() -> tuple[str, str]:
        words = {"company": lead.company, "link": link(f"/office/leads/{lead.pk}/")}
        return (
            _("A lead waits: %(company)s") % words,
            _("Nobody fits or everybody declined. Hand it over yourself: %(link)s") % words,
        )

    return [Message(compose, roles=(Role.MANAGER,))]
