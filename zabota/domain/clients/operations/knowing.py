"""What is known of a client beside his money: staff's notes, paid until when, how his connection is."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from zabota.domain.clients.events import ClientNoted
from zabota.domain.clients.models import Client, ClientNote, Health
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish

MOST_LETTERS = 2000


@transaction.atomic
def note_client(client: Client, *, words: str, at: datetime, by: str) -> ClientNote:
    """Write down what staff know; partners never see it."""
    said = words.replace("\x00", "").strip()
    if not said:
        raise Refusal("Write something first: an empty note says nothing.", code="empty_note")
    if len(said) > MOST_LETTERS:
        raise Refusal("A note has at most 2000 characters.", code="long_note")
    note = ClientNote.objects.create(client=client, words=said, at=at, by=by)
    publish(ClientNoted(at=at, by=by, client_id=client.pk))
    return note


def learn_health(
    client: Client,
    *,
    at: datetime,
    paid_until: date | None = None,
    connection: str | None = None,
    words: str = "",
) -> None:
    """Keep what the vendor's systems say: paid until when, how the connection is; None is "not said".

    What is older than what is known already changes nothing.
    """
    if paid_until is not None:
        Client.objects.filter(pk=client.pk).update(paid_until=paid_until)
        client.paid_until = paid_until
    if connection is None:
        return
    if connection not in Health.values:
        raise Refusal("A connection works, is in trouble, or is broken.", code="no_such_health")
    newer = Client.objects.filter(pk=client.pk).exclude(connection_at__gt=at)
    if newer.update(connection=connection, connection_words=words[:200], connection_at=at):
        client.connection, client.connection_words = connection, words[:200]
        client.connection_at = at
