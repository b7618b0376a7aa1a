"""A partner who leaves, and what becomes of his clients."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models.partners import Partner
from zabota.kit.states import Moves


class ClientsGo(models.TextChoices):
    """What becomes of the clients of a partner who leaves."""

    STAY = "stay", _("stay with him: he goes on earning from them")
    VENDOR = "vendor", _("come to us: nobody is rewarded for them")
    PARTNER = "partner", _("go to another partner")


class FarewellStatus(models.TextChoices):
    """A farewell waits for its day, was carried out, or was taken back."""

    WAITING = "waiting", _("waits for its day")
    DONE = "done", _("carried out")
    TAKEN_BACK = "taken_back", _("called off")


FAREWELL_MOVES: Moves = {
    FarewellStatus.WAITING: frozenset({FarewellStatus.DONE, FarewellStatus.TAKEN_BACK}),
}


class Farewell(models.Model):
    """A partner is said goodbye to on a day, and what becomes of his clients then.

    Until that day everything is as before, and the farewell can be taken back. What he has earned
    is paid always.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="farewells")
    on = models.DateField()
    clients_go = models.CharField(max_length=10, choices=ClientsGo.choices)
    to_partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="heirlooms"
    )
    reason = models.CharField(max_length=300)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=120)
    status = models.CharField(
        max_length=10, choices=FarewellStatus.choices, default=FarewellStatus.WAITING
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_why = models.CharField(max_length=300, blank=True)
    moved = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(status="waiting"),
                name="partners_one_waiting_farewell",
            ),
            models.CheckConstraint(
                condition=Q(clients_go="partner", to_partner__isnull=False)
                | (~Q(clients_go="partner") & Q(to_partner__isnull=True)),
                name="partners_farewell_to_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.on:%d.%m.%Y}"
