"""A partner moves his client through the working statuses."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zabota.domain.cards.operations.opening import refuse_others
from zabota.domain.clients.models import Client
from zabota.domain.clients.operations import change_client_status
from zabota.domain.partners.models import Partner


@transaction.atomic
def move_client(
    client: Client, *, partner: Partner, to: str, at: datetime, by: str, why: str = ""
) -> str | None:
    """Set the working status for the partner whose client it is: the status before, None if the same.

    Refused when the client is no longer his.
    """
    refuse_others([(partner.pk, client.pk)], at=at)
    return change_client_status(client, to=to, at=at, by=by, why=why)
