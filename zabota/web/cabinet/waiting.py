"""Why the partner's money cannot leave now, and what ends it."""

from __future__ import annotations

from datetime import datetime, timedelta

from zabota.domain.partners.models import Partner
from zabota.domain.payouts.queries import list_due
from zabota.domain.payouts.queries.hurdles import find_hurdles
from zabota.domain.payouts.queries.seen import Seen
from zabota.web.cabinet.words.needs import Need
from zabota.web.cabinet.words.waiting import need_of

EVER = timedelta(days=3650)


def list_waits(partner: Partner, *, at: datetime) -> list[Need]:
    """Every reason against paying him what is or comes due, the weightiest first; none while he is paid in time."""
    due = list_due(before=at + EVER, partner_id=partner.pk)
    found = find_hurdles(Seen(due, at)).values()
    return [need_of(one) for one in {one.reason: one for many in found for one in many}.values()]
