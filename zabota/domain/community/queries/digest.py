"""What people have not read, room by room, for the digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zabota.kit.sql import fetch

# Members only: staff have their desk. A line is his own, an open room everybody's, a gated one of the admitted.
_UNREAD = """
SELECT p.id, r.id, coalesce(r.name, ''), count(*), max(m.id)
FROM community_chatroom r
JOIN community_chatmessage m ON m.room_id = r.id AND m.deleted_at IS NULL
JOIN partners_member b ON m.at >= b.since
JOIN partners_partner t ON t.id = b.partner_id AND (b.partner_id = r.partner_id OR t.status <> 'left' AND (
    r.kind = 'open' OR EXISTS (
        SELECT 1 FROM community_admission a
        WHERE a.room_id = r.id AND a.partner_id = b.partner_id AND a.at <= m.at
    )
))
JOIN people_person p ON p.id = b.person_id AND p.is_active
LEFT JOIN community_readmark k ON k.room_id = r.id AND k.person_id = p.id
WHERE r.closed_at IS NULL AND m.author_id IS DISTINCT FROM p.id
    AND NOT coalesce(k.muted, false)
    AND m.id > greatest(coalesce(k.last_id, 0), coalesce(k.digest_id, 0))
GROUP BY p.id, r.id
HAVING min(m.at) < %s::timestamptz
ORDER BY p.id, r.id
"""


@dataclass(frozen=True, slots=True)
class Unread:
    """How many messages of a room a person has neither read nor been told of."""

    person_id: int
    room_id: int
    room: str
    unread: int
    newest_id: int


def list_unread_by_person(*, older_than: datetime) -> list[Unread]:
    """Where the oldest such message is older than a moment; by person, then room."""
    return [Unread(*row) for row in fetch(_UNREAD, [older_than])]
