"""Working statuses: staff set them, people move clients through them, a first payment moves too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from zabota.domain.clients.events import ClientStatusChanged, WorkingStatusesSet
from zabota.domain.clients.models import Client, ClientStatus, Tone, WorkingStatus
from zabota.domain.clients.queries import list_before_paying, list_statuses, starting_statuses
from zabota.domain.clients.rules import key_of
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish, publish_all
from zabota.kit.sql import fetch

MOST_STATUSES = 20

# Only clients whose status nobody touched after the payment: a hand is stronger than a payment.
_WELCOME = """
WITH asked AS (
    SELECT id, status FROM clients_client
    WHERE id = ANY(%s::bigint[]) AND status = ANY(%s::text[])
        AND (status_at IS NULL OR status_at <= %s::timestamptz)
    ORDER BY id FOR NO KEY UPDATE
)
UPDATE clients_client AS c SET status = 'paying', status_at = %s::timestamptz
FROM asked WHERE asked.id = c.id RETURNING c.id, asked.status
"""


class StatusRefused(Refusal):
    """A working status cannot be set so, with the reason."""

    code = "status_refused"


@transaction.atomic
def change_client_status(
    client: Client, *, to: str, at: datetime, by: str, why: str = ""
) -> str | None:
    """Set the working status by hand; the status before, None when it was this one already.

    Refused when there is no such status, or it is hidden.
    """
    to = to.replace("\x00", "")  # PostgreSQL would not even look for it
    # The row lock keeps a status from being deleted between this look and the write.
    list(WorkingStatus.objects.select_for_update().filter(key=to))
    if to not in {one.key for one in list_statuses()}:
        raise StatusRefused("There is no such working status any more. Choose another one.")
    before = Client.objects.select_for_update().get(pk=client.pk).status
    client.status = before
    if before == to:
        return None
    Client.objects.filter(pk=client.pk).update(status=to, status_at=at)
    client.status, client.status_at = to, at
    publish(
        ClientStatusChanged(
            at=at, by=by, client_id=client.pk, before=before, after=to, reason=why.strip()[:300]
        )
    )
    return before


@transaction.atomic
def welcome_payers(client_ids: Sequence[int], *, at: datetime) -> int:
    """Move clients who paid at this moment for the first time to "paying": how many moved.

    Only from a status before it, and only where nobody set one by hand since: twice is once.
    """
    rows = fetch(_WELCOME, [sorted(client_ids), list(list_before_paying()), at, at])
    publish_all(
        [
            ClientStatusChanged(
                at=at, client_id=pk, before=before, after=ClientStatus.PAYING, reason=""
            )
            for pk, before in sorted(rows)
        ]
    )
    return len(rows)


@transaction.atomic
def add_status(
    *,
    name_en: str,
    name_ru: str,
    tone: str,
    at: datetime,
    by: str,
    hidden: bool = False,
    asks_why: bool = False,
) -> WorkingStatus:
    """A new status at the end of the row."""
    kept = _settle()
    if len(kept) >= MOST_STATUSES:
        raise StatusRefused("Twenty statuses are enough. Delete one that nobody has.")
    _check(kept, None, name_en=name_en, name_ru=name_ru, tone=tone)
    status = WorkingStatus.objects.create(
        key=key_of(name_en, taken={one.key for one in kept}),
        name_en=name_en.strip(),
        name_ru=name_ru.strip(),
        tone=tone,
        hidden=hidden,
        asks_why=asks_why,
        place=max((one.place for one in kept), default=0) + 1,
    )
    _told(status, "added", at=at, by=by)
    return status


@transaction.atomic
def change_status(
    key: str,
    *,
    name_en: str,
    name_ru: str,
    tone: str,
    hidden: bool,
    at: datetime,
    by: str,
    asks_why: bool = False,
) -> WorkingStatus:
    """Name a status anew, give it another tone, hide it or show it again, let it ask why."""
    kept = _settle()
    status = _one(kept, key)
    if hidden and status.fixed:
        raise StatusRefused("Clients begin here or come here by paying: it cannot be hidden.")
    _check(kept, status, name_en=name_en, name_ru=name_ru, tone=tone)
    status.name_en, status.name_ru = name_en.strip(), name_ru.strip()
    status.tone, status.hidden, status.asks_why = tone, hidden, asks_why
    status.save(update_fields=["name_en", "name_ru", "tone", "hidden", "asks_why"])
    _told(status, "changed", at=at, by=by)
    return status


@transaction.atomic
def move_status(key: str, *, by_places: int, at: datetime, by: str) -> None:
    """Move a status one place up (-1) or down (1); at the end of the row nothing happens."""
    kept = _settle()
    status = _one(kept, key)
    index = kept.index(status)
    other = index + (1 if by_places > 0 else -1)
    if not 0 <= other < len(kept):
        return
    kept[index], kept[other] = kept[other], kept[index]
    for place, one in enumerate(kept):
        one.place = place
    WorkingStatus.objects.bulk_update(kept, ["place"])
    _told(status, "moved", at=at, by=by)


@transaction.atomic
def remove_status(key: str, *, at: datetime, by: str) -> None:
    """Delete a status that nobody has; refused for one in use: hide it instead."""
    kept = _settle()
    status = _one(kept, key)
    if status.fixed:
        raise StatusRefused("Clients begin here or come here by paying: it stays.")
    if (count := Client.objects.filter(status=key).count()) > 0:
        raise StatusRefused(
            "Clients in this status: %(count)d. Move them first, or hide it.", count=count
        )
    status.delete()
    _told(status, "removed", at=at, by=by)


def _settle() -> list[WorkingStatus]:
    """All statuses, for one change at a time; the first change writes the starting six down."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE clients_workingstatus IN EXCLUSIVE MODE")
    if not WorkingStatus.objects.exists():
        WorkingStatus.objects.bulk_create(starting_statuses())
    return list(WorkingStatus.objects.order_by("place", "pk"))


def _one(kept: list[WorkingStatus], key: str) -> WorkingStatus:
    found = next((one for one in kept if one.key == key), None)
    if found is None:
        raise StatusRefused("There is no such working status any more.")
    return found


def _check(
    kept: list[WorkingStatus], own: WorkingStatus | None, *, name_en: str, name_ru: str, tone: str
) -> None:
    if tone not in Tone.values:
        raise StatusRefused("Choose one of the tones.")
    names = {name_en.strip().casefold(), name_ru.strip().casefold()}
    if "" in names:
        raise StatusRefused("Name it in both languages: people read either.")
    for other in kept:
        if other != own and names & {other.name_en.casefold(), other.name_ru.casefold()}:
            raise StatusRefused("Another status has this name.")


def _told(status: WorkingStatus, deed: str, *, at: datetime, by: str) -> None:
    publish(WorkingStatusesSet(at=at, by=by, key=status.key, deed=deed, name=status.name_en))
