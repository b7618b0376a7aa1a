"""Letters that were written, and whether they have left."""

from __future__ import annotations

from django.db import models

from zabota.domain.people.models import Person
from zabota.kit.events.models import Event


class Letter(models.Model):
    """One letter to one person about one event, written once and kept as it was sent.

    A letter to an address that is nobody's sign-in (a partner's former e-mail) has no person.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="letters")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="letters"
    )
    address = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="mail_letter_once"),
            models.UniqueConstraint(
                fields=["event", "address"],
                condition=models.Q(person=None),
                name="mail_letter_to_address_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["written_at"], condition=models.Q(sent_at=None), name="mail_unsent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.address}: {self.subject}"
