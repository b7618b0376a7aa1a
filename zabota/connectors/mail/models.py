"""Letters that were written, and whether they have left."""

from __future__ import annotations

from django.db import models

from zabota.domain.people.models import Person
from zabota.kit.events.models import Event


class Letter(models.Model):
    """One letter to one person about one event, written once and kept as it was sent."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="letters")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="letters")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="mail_letter_once"),
        ]
        indexes = [
            models.Index(
                fields=["written_at"], condition=models.Q(sent_at=None), name="mail_unsent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.subject}"
