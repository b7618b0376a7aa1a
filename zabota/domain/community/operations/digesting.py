"""Who has not looked in for a while is told once what was said meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from zabota.domain.community.events import UnreadGathered
from zabota.domain.community.queries.digest import list_unread_by_person
from zabota.kit.events.announce import publish_all
from zabota.kit.sql import run

PATIENCE = timedelta(hours=12)

_TOLD = """
INSERT INTO community_readmark (room_id, person_id, last_id, at, muted, digest_id)
SELECT room_id, person_id, 0, %s::timestamptz, false, newest
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS t(room_id, person_id, newest)
ORDER BY room_id, person_id
ON CONFLICT (room_id, person_id) DO UPDATE
SET digest_id = greatest(community_readmark.digest_id, excluded.digest_id)
"""


@transaction.atomic
def gather_unread(*, at: datetime) -> int:
    """Announce, for every person with words older than half a day that he has neither read nor been
    told of, how many wait in which rooms; returns how many people.
    """
    rows = list_unread_by_person(older_than=at - PATIENCE)
    run(_TOLD, [
        at,
        [row.room_id for row in rows],
        [row.person_id for row in rows],
        [row.newest_id for row in rows],
    ])  # fmt: skip
    people: dict[int, list[tuple[str, int]]] = {}
    for row in rows:
        people.setdefault(row.person_id, []).append((row.room, row.unread))
    publish_all(
        [
            UnreadGathered(
                at=at,
                person_id=person_id,
                rooms=tuple(name for name, _count in waiting),
                counts=tuple(count for _name, count in waiting),
            )
            for person_id, waiting in people.items()
        ]
    )
    return len(people)
