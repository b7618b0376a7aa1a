"""Tables that move in, and which of their rows have."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zabota.connectors.inbox.models import InboundEvent
from zabota.kit.states import Moves


class MovingInStatus(models.TextChoices):
    """The road of a table: read, looked through by a person, moved in."""

    CHECKED = "checked", _("looked through, nothing moved yet")
    RUNNING = "running", _("moving in")
    STOPPED = "stopped", _("stopped")
    DONE = "done", _("moved in")


MOVES: Moves = {
    MovingInStatus.CHECKED: frozenset({MovingInStatus.RUNNING}),
    MovingInStatus.RUNNING: frozenset({MovingInStatus.STOPPED, MovingInStatus.DONE}),
    MovingInStatus.STOPPED: frozenset({MovingInStatus.RUNNING}),
    MovingInStatus.DONE: frozenset({MovingInStatus.RUNNING}),
}


class MovingIn(models.Model):
    """One table: which column is what, a verdict on every row, and how far it has moved in.

    `faults` are [row number, field, reason code]; rows without one are good. `paid_until`: rewards
    for payments before it were paid by the former system and are only recorded here.
    """

    event = models.OneToOneField(InboundEvent, on_delete=models.PROTECT, related_name="moving_in")
    kind = models.CharField(max_length=14)
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    status = models.CharField(
        max_length=10, choices=MovingInStatus.choices, default=MovingInStatus.CHECKED
    )
    paid_until = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)
    checked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    started_by = models.CharField(max_length=120, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"№ {self.pk}"


class MovedRow(models.Model):
    """A row that has moved in, by the id of the system it came from."""

    kind = models.CharField(max_length=14)
    key = models.CharField(max_length=120)
    object_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="spreadsheet_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
