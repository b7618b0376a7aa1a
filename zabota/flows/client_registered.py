"""Clients register with the vendor, with or without a promo code."""

from __future__ import annotations

from collections.abc import Sequence

from zabota.domain.attribution.models import Source
from zabota.domain.attribution.operations import attribute_newcomers
from zabota.domain.clients.facts import ClientFact
from zabota.domain.clients.models import Client
from zabota.domain.clients.operations import add_clients
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, hold


@flow
def clients_registered(
    facts: Sequence[ClientFact], *, source: str = Source.PROMO_CODE, by: str = ""
) -> list[Client]:
    """Register clients (each once), and give them to the partners whose codes they gave.

    A client who has been somebody's stays where he is; a code that is unknown, rejected or
    retired brings nobody. The number of statements does not depend on the number of clients.
    """
    hold(Lock.BOOKS)
    clients = add_clients(facts, by=by)
    attribute_newcomers(
        [(client, fact.promo, fact.at) for client, fact in zip(clients, facts, strict=True)],
        source=source,
        by=by,
    )
    return clients


def client_registered(fact: ClientFact, *, source: str = Source.PROMO_CODE, by: str = "") -> Client:
    """One client registers: a batch of one."""
    return clients_registered([fact], source=source, by=by)[0]
