"""The offer that partners accept, and the questions of the first page."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Language, Person


class Offer(models.Model):
    """A version of the public offer's text, in Markdown, as partners accept it; final once published.

    A draft has no number and no `published_at`. From `needed_from` on nobody is paid who has
    accepted only earlier versions; None when the earlier acceptances are enough.
    """

    number = models.PositiveIntegerField(unique=True, null=True, blank=True)
    title = models.CharField(max_length=160)
    text = models.TextField()
    changes = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    needed_from = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"№ {self.number}" if self.number else self.title

    @property
    def is_draft(self) -> bool:
        """Whether its text may still change."""
        return self.published_at is None


class Acceptance(models.Model):
    """A partner accepted the offer: who, when, from where, and the digest of what he read."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="acceptances")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="acceptances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "offer"], name="programme_acceptance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.offer}"


class SiteQuestion(models.Model):
    """A question on the first page and our answer in Markdown, in one language; staff write them."""

    language = models.CharField(max_length=2, choices=Language.choices, default=Language.RU)
    asked = models.CharField(_("question"), max_length=200)
    answer = models.TextField(_("answer"), max_length=4000)
    position = models.PositiveSmallIntegerField(default=10)
    shown = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["language", "position"], name="programme_site_questions")]

    def __str__(self) -> str:
        return self.asked
