"""Verbs about clients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zabota.domain.clients.events import ClientRegistered, ClientsBeganPaying
from zabota.domain.clients.facts import ClientFact
from zabota.domain.clients.models import Client, Payer
from zabota.domain.clients.operations.knowing import learn_health, note_client
from zabota.domain.clients.operations.statuses import (
    StatusRefused,
    add_status,
    change_client_status,
    change_status,
    move_status,
    remove_status,
    welcome_payers,
)
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish, publish_all
from zabota.kit.sql import fetch

__all__ = [
    "StatusRefused",
    "add_client",
    "add_clients",
    "add_status",
    "change_client_status",
    "change_status",
    "learn_health",
    "learn_payer",
    "move_status",
    "note_client",
    "note_first_payments",
    "remove_status",
    "welcome_payers",
]

# Clients are locked in the order of their ids, so that batches cannot deadlock on them; a client
# who has paid before is not touched at all.
_FIRST_PAID = """
WITH paid AS (
    SELECT c.id, p.first_at, c.first_paid_at IS NULL AS began FROM clients_client AS c
    JOIN unnest(%s::bigint[], %s::timestamptz[]) AS p(client_id, first_at) ON p.client_id = c.id
    WHERE c.first_paid_at IS NULL OR c.first_paid_at > p.first_at
    ORDER BY c.id FOR NO KEY UPDATE OF c
)
UPDATE clients_client AS c SET first_paid_at = least(c.first_paid_at, paid.first_at)
FROM paid WHERE paid.id = c.id RETURNING c.id, paid.began
"""


@transaction.atomic
def add_client(
    *,
    name: str,
    at: datetime,
    inn: str = "",
    kpp: str = "",
    email: str = "",
    phone: str = "",
    domain: str = "",
    external_id: str = "",
    by: str = "",
) -> Client:
    """The client with this external id or ИНН: found, or registered."""
    found = _find_same(inn=inn, external_id=external_id)
    if found is not None:
        return found
    client = Client.objects.create(
        name=name.strip(),
        inn=inn,
        kpp=kpp,
        email=email.strip().lower(),
        phone=phone,
        domain=domain,
        external_id=external_id,
        created_at=at,
    )
    publish(ClientRegistered(at=at, by=by, client_id=client.pk))
    return client


@transaction.atomic
def add_clients(facts: Sequence[ClientFact], *, by: str = "") -> list[Client]:
    """The clients of these facts in the same order: found, or registered, in a few statements."""
    known = _find_known(facts)
    new: dict[int, Client] = {}
    for position, fact in enumerate(facts):
        if _known(known, fact) is None:
            client = Client(
                name=fact.name.strip(),
                inn=fact.inn,
                email=fact.email.strip().lower(),
                phone=fact.phone,
                domain=fact.domain,
                external_id=fact.external_id,
                created_at=fact.at,
            )
            new[position] = client
            _remember(known, client)
    Client.objects.bulk_create(new.values())
    publish_all([ClientRegistered(at=c.created_at, by=by, client_id=c.pk) for c in new.values()])
    return [
        new.get(position) or _known(known, fact) or Client() for position, fact in enumerate(facts)
    ]


Known = dict[tuple[str, str], Client]


def _find_known(facts: Sequence[ClientFact]) -> Known:
    known: Known = {}
    inns = [fact.inn for fact in facts if fact.inn]
    external = [fact.external_id for fact in facts if fact.external_id]
    for client in Client.objects.filter(Q(inn__in=inns) | Q(external_id__in=external)):
        _remember(known, client)
    return known


def _remember(known: Known, client: Client) -> None:
    for kind in ("inn", "external_id"):
        if word := getattr(client, kind):
            known[kind, word] = client


def _known(known: Known, fact: ClientFact) -> Client | None:
    return known.get(("external_id", fact.external_id)) or known.get(("inn", fact.inn))


def _find_same(*, inn: str, external_id: str) -> Client | None:
    if external_id and (found := Client.objects.filter(external_id=external_id).first()):
        return found
    return Client.objects.filter(inn=inn).first() if inn else None


def note_first_payments(moments: Mapping[int, datetime], *, at: datetime) -> None:
    """Keep when clients paid first: client id → earliest payment of a batch; one statement.

    Those who never paid before are announced; what it means for their status is a reaction.
    """
    ids = sorted(moments)
    rows = fetch(_FIRST_PAID, [ids, [moments[pk] for pk in ids]])
    if began := sorted(pk for pk, never_before in rows if never_before):
        publish(ClientsBeganPaying(at=at, client_ids=tuple(began)))


def learn_payer(client: Client, *, inn: str, name: str, at: datetime, by: str) -> None:
    """Remember that this company pays for the client; refused when it pays for another."""
    if not inn or inn == client.inn:
        return
    payer, _ = Payer.objects.get_or_create(
        inn=inn,
        defaults={"client": client, "name": name[:160], "learned_at": at, "learned_by": by},
    )
    if payer.client_id != client.pk:
        raise Refusal(
            "This payer is already known as paying for %(client)s.",
            code="payer_elsewhere",
            client=str(payer.client),
        )
