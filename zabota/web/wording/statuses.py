"""Working statuses of clients as the sites show them: a word and a tone each."""

from __future__ import annotations

from zabota.domain.clients.models import Client, Health, WorkingStatus
from zabota.domain.clients.queries import list_statuses
from zabota.ui.boards import Kind

HEALTH = {
    Health.UNKNOWN: "quiet",
    Health.WORKS: "good",
    Health.TROUBLE: "wait",
    Health.BROKEN: "late",
}


class Working:
    """All statuses, asked of the database once a page."""

    def __init__(self) -> None:
        self.every = list_statuses(hidden=True)
        self._by_key = {one.key: one for one in self.every}

    def get(self, key: str) -> tuple[str, str]:
        """The word and the tone of a status; of one that was deleted, its key."""
        found = self._by_key.get(key)
        return (str(found), found.tone) if found else (key, "quiet")

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    @property
    def offered(self) -> list[WorkingStatus]:
        """Those one may choose."""
        return [one for one in self.every if not one.hidden]

    @property
    def kinds(self) -> list[Kind]:
        """Lanes of a board."""
        return [
            Kind(one.key, str(one), one.tone, closed=one.hidden, asks=one.asks_why)
            for one in self.every
        ]

    def label(self, key: str) -> str:
        """The word alone."""
        return self.get(key)[0]


TROUBLED = (Health.TROUBLE, Health.BROKEN)
HEALTH_BADGES = {value: (label, HEALTH[Health(value)]) for value, label in Health.choices}


def health_of(client: Client) -> tuple[str, str]:
    """The health of his connection as a word and a tone."""
    health = Health(client.connection)
    return str(health.label), HEALTH[health]
