"""What letters say of the offer: a new version, and that its acceptance is missing."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.terms_letters import everybody, to_partners
from zabota.connectors.mail.operations.wording import day_of, link
from zabota.domain.programme.models import Offer
from zabota.kit.events.models import Event

OFFER = "/cabinet/offer/"


def offer_published(event: Event) -> list[Message]:
    """To every partner: the offer has changed, and whether he has to do something."""
    offer = Offer.objects.get(number=event.payload["offer"])
    if offer.number == 1:
        return []  # whoever joins accepts it: to the others there is nothing new

    def compose() -> tuple[str, str]:
        words = {"number": offer.number, "link": link(OFFER), "changes": offer.changes}
        about = f"{offer.changes}\n\n" if offer.changes else ""
        if offer.needed_from is None:
            return (
                _("The offer has a new version, No. %(number)s") % words,
                about
                + _("You need not do anything: your acceptance stays valid. The text: %(link)s")
                % words,
            )
        words["when"] = day_of(offer.needed_from)
        return (
            _("Please accept the new offer, No. %(number)s") % words,
            about
            + _(
                "From %(when)s on we may pay only by it. You go on earning in any case; what you "
                "earn is paid as soon as you have accepted. It takes a minute: %(link)s"
            )
            % words,
        )

    return to_partners(everybody(), compose)


def offer_awaited(event: Event) -> list[Message]:
    """To those who have not accepted what payouts need."""
    offer = Offer.objects.get(number=event.payload["offer"])

    def compose() -> tuple[str, str]:
        words = {"number": offer.number, "link": link(OFFER)}
        words["when"] = day_of(offer.needed_from or event.at)
        return (
            _("Offer No. %(number)s still waits for you") % words,
            _(
                "Without it we may not pay from %(when)s on. Your rewards are safe and wait for "
                "you. Read and accept: %(link)s"
            )
            % words,
        )

    return to_partners(event.payload["partner_ids"], compose)
