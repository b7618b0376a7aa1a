"""A partner leaves on the day that was said: his clients go where they were to go, all at once."""

from __future__ import annotations

from datetime import date, datetime

from zabota.domain.attribution.events import ClientHandedOver
from zabota.domain.attribution.models import Attribution, Source
from zabota.domain.attribution.operations import attribute_client
from zabota.domain.partners.models import (
    FAREWELL_MOVES,
    ClientsGo,
    Farewell,
    FarewellStatus,
    Partner,
    PartnerStatus,
)
from zabota.domain.partners.operations import change_standing, say_farewell
from zabota.kit.clock import local_date
from zabota.kit.events.announce import publish_all
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, hold
from zabota.kit.states import move


@flow
def farewell_said(
    partner: Partner,
    *,
    on: date,
    clients_go: str,
    to: Partner | None,
    reason: str,
    at: datetime,
    by: str,
) -> Farewell:
    """Say goodbye as of a day; when the day is today, it is carried out at once."""
    hold(Lock.BOOKS)
    farewell = say_farewell(
        partner, on=on, clients_go=clients_go, to=to, reason=reason, at=at, by=by
    )
    if on <= local_date(at):
        _carry_out(farewell, at=at, by=by)
    return farewell


@flow
def farewell_carried_out(farewell: Farewell, *, at: datetime, by: str = "") -> None:
    """The partner leaves now. Payments up to this moment are his; what he earned is paid."""
    hold(Lock.BOOKS)
    _carry_out(farewell, at=at, by=by)


def _carry_out(farewell: Farewell, *, at: datetime, by: str) -> None:
    clients = _hand_over(farewell, at=at, by=by) if farewell.clients_go != ClientsGo.STAY else 0
    move(
        farewell,
        FarewellStatus.DONE,
        allowed=FAREWELL_MOVES,
        decided_at=at,
        decided_by=by,
        moved=clients,
    )
    change_standing(farewell.partner, to=PartnerStatus.LEFT, reason=farewell.reason, at=at, by=by)


def farewells_carried_out(*, at: datetime) -> int:
    """Carry out every farewell whose day has come, each in its own transaction; how many."""
    due = Farewell.objects.filter(status=FarewellStatus.WAITING, on__lte=local_date(at))
    farewells = list(due.select_related("partner", "to_partner").order_by("pk"))
    for farewell in farewells:
        farewell_carried_out(farewell, at=at)
    return len(farewells)


def _hand_over(farewell: Farewell, *, at: datetime, by: str) -> int:
    """His clients go to us or to the other partner, as they are serviced now; how many.

    An attribution that begins later than now is his as well, and goes too.
    """
    his = Attribution.objects.filter(
        partner=farewell.partner, withdrawn_at=None, during__endswith=None
    )
    rows = list(his.select_related("client").order_by("pk"))
    for row in rows:
        attribute_client(
            row.client,
            to=farewell.to_partner,
            since=at,
            at=at,
            source=Source.HANDED_OVER,
            by=by,
            evidence=farewell.reason,
            servicing=row.servicing,
        )
    publish_all(
        [
            ClientHandedOver(
                at=at,
                by=by,
                client_id=row.client_id,
                partner_id=farewell.to_partner_id,
                from_partner_id=farewell.partner_id,
                reason=farewell.reason,
            )
            for row in rows
        ]
    )
    return len(rows)
