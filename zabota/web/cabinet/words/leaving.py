"""What his standing, or a farewell that waits, means to the partner."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from zabota.domain.partners.models import ClientsGo, Partner, PartnerStatus
from zabota.domain.partners.queries import find_farewell
from zabota.ui.templatetags.ui import moment_words


class Notice(NamedTuple):
    """A title, what it means, and the reason we gave."""

    title: str
    meaning: str
    reason: str
    tone: str = "wait"


def find_notice(partner: Partner, *, leaves: bool) -> Notice | None:
    """What the partner should read first; nothing while all is as usual.

    `leaves` says whether a farewell waits for its day: it is asked for only then.
    """
    farewell = find_farewell(partner) if leaves else None
    if farewell is not None:
        day = moment_words(farewell.on)
        clients = (
            _("Your clients stay with you, and you go on earning from them.")
            if farewell.clients_go == ClientsGo.STAY
            else _(
                "Payments of your clients until then are yours; later ones no longer bring a reward."
            )
        )
        money = _("Everything you have earned is paid, whatever the day.")
        return Notice(_("We part on %(day)s") % {"day": day}, f"{clients} {money}", farewell.reason)
    told = {
        PartnerStatus.STOPPED: (
            _("You no longer sell"),
            _("Your clients are yours, rewards and payouts go on as before."),
        ),
        PartnerStatus.LEFT: (
            _("We no longer work together"),
            _("What you have earned is paid in its time. This cabinet stays open for you."),
        ),
    }.get(PartnerStatus(partner.status))
    if told is None:
        return None
    tone = "wait" if partner.status == PartnerStatus.LEFT else ""
    return Notice(*told, partner.status_reason, tone)
