"""Terms as immutable versions made of clauses; the offer and its acceptances."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Person


class TermsStatus(models.TextChoices):
    """A draft may change; a published version never does."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class TermsVersion(models.Model):
    """One version of the terms: from `effective_from` it prices every payment made since."""

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=160)
    note = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=TermsStatus.choices, default=TermsStatus.DRAFT)
    effective_from = models.DateTimeField()
    payout_days = models.PositiveSmallIntegerField(default=3)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["effective_from"],
                condition=Q(status="published"),
                name="programme_one_version_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"


class ClauseKind(models.TextChoices):
    """How a clause counts the reward."""

    PERCENT = "percent", _("a share of the payment")
    FIXED = "fixed", _("a fixed amount per payment")


class ClauseBase(models.TextChoices):
    """What the share is taken of."""

    GROSS = "gross", _("the whole payment")
    NET_OF_VAT = "net_of_vat", _("the payment without VAT")
    NET_OF_FEE = "net_of_fee", _("the payment less the processor's fee")


class Servicing(models.TextChoices):
    """Servicing level of a client: looked after in full, or only brought."""

    FULL = "full", _("full servicing")
    BROUGHT = "brought", _("only brought")


class Clause(models.Model):
    """One rule of a version: how much, for which payments. The best applicable one wins."""

    version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="clauses")
    position = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=ClauseKind.choices, default=ClauseKind.PERCENT)
    rate_bp = models.PositiveIntegerField(null=True, blank=True)
    fixed_minor = models.PositiveBigIntegerField(null=True, blank=True)
    base = models.CharField(max_length=12, choices=ClauseBase.choices, default=ClauseBase.GROSS)
    servicing = models.CharField(max_length=10, choices=Servicing.choices, blank=True)
    product = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"], name="programme_clause_position"
            ),
            models.CheckConstraint(
                condition=Q(kind="percent", rate_bp__isnull=False, rate_bp__lte=10_000)
                | Q(kind="fixed", fixed_minor__isnull=False),
                name="programme_clause_counts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} §{self.position}"


class Offer(models.Model):
    """A version of the public offer's text, as partners accept it."""

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=160)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"№ {self.number}"


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
