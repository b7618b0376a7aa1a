"""Questions about clients."""

from __future__ import annotations

from zabota.domain.clients.models import WorkingStatus
from zabota.domain.clients.rules import ASK_WHY, STARTING, moved_by_payment


def list_statuses(*, hidden: bool = False) -> list[WorkingStatus]:
    """Working statuses in their order; with `hidden`, those that are offered no more as well."""
    kept = list(WorkingStatus.objects.order_by("place", "pk")) or starting_statuses()
    return [one for one in kept if hidden or not one.hidden]


def starting_statuses() -> list[WorkingStatus]:
    """The six one begins with, not saved."""
    return [
        WorkingStatus(
            key=key,
            name_en=english,
            name_ru=russian,
            tone=tone,
            place=place,
            asks_why=key in ASK_WHY,
        )
        for place, (key, english, russian, tone) in enumerate(STARTING)
    ]


def list_before_paying() -> tuple[str, ...]:
    """Keys of the statuses that a first payment ends."""
    return moved_by_payment([one.key for one in list_statuses(hidden=True)])
