"""The servicing level of a client changes from a day on; payments since then are priced anew."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.attribution.models import Attribution, Bearer, Correction
from zabota.domain.attribution.operations.servicing import set_servicing
from zabota.domain.clients.models import Client
from zabota.flows.client_placed import put_right
from zabota.kit.errors import Refusal
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, hold


@flow
def servicing_changed(
    client: Client, *, servicing: str, since: datetime, reason: str, at: datetime, by: str
) -> Correction:
    """From `since` on the client is serviced in full, or was only brought; whose he is stays.

    It is a correction, and is undone as one. What the partner was paid more than his due is netted
    from later payouts. Refused when the level is this since then already, or the client is nobody's.
    """
    return change_servicing(client, servicing=servicing, since=since, reason=reason, at=at, by=by)


def change_servicing(
    client: Client, *, servicing: str, since: datetime, reason: str, at: datetime, by: str
) -> Correction:
    """The same inside a story that is told already."""
    hold(Lock.BOOKS)
    live = Attribution.objects.filter(client=client, withdrawn_at=None).select_related("partner")
    last = live.order_by("during").last()
    if last is None:
        raise Refusal("The client is nobody's: give him to a partner first.", code="nobodys")
    moved = set_servicing(client, servicing=servicing, since=since, at=at, by=by)
    if not moved.withdrawn:
        raise Refusal("This is his servicing level since then already.", code="same_level")
    correction = Correction.objects.create(
        client=client,
        to_partner=last.partner,
        since=since,
        servicing=servicing,
        bearer=Bearer.PARTNER,
        reason=reason,
        at=at,
        by=by,
        withdrawn=moved.withdrawn,
        created=moved.created,
    )
    put_right(correction, from_partner_id=last.partner_id)
    return correction
