"""Promo codes, attribution periods and corrections."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.domain.programme.models import Servicing
from zabota.kit.states import Moves


class PromoCodeStatus(models.TextChoices):
    """A code works from the first minute; staff look at it later."""

    PENDING = "pending", _("works, waits for approval")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    RETIRED = "retired", _("retired")


class PromoCode(models.Model):
    """A word that ties a client to a partner; look-alike letters and case mean the same."""

    code = models.CharField(_("promo code"), max_length=8)
    folded = models.CharField(max_length=8, unique=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="promo_codes")
    status = models.CharField(
        max_length=10, choices=PromoCodeStatus.choices, default=PromoCodeStatus.PENDING
    )
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.code


class Source(models.TextChoices):
    """How a client came to be a partner's."""

    PROMO_CODE = "promo_code", _("promo code")
    LINK = "link", _("promo link")
    STAFF = "staff", _("by staff")
    CORRECTION = "correction", _("correction")
    RESERVED = "reserved", _("named beforehand")
    LEAD = "lead", _("lead handed over by us")
    HANDED_OVER = "handed_over", _("handed over when his partner left")
    IMPORT = "import", _("moved in")


class Attribution(models.Model):
    """For this period the client is this partner's. Rows are withdrawn, never edited.

    No two live periods of a client overlap (exclusion constraint). `recorded_at` and
    `withdrawn_at` tell what was known when.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="attributions")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="attributions")
    during = DateTimeRangeField()
    servicing = models.CharField(max_length=10, choices=Servicing.choices, default=Servicing.FULL)
    source = models.CharField(max_length=12, choices=Source.choices)
    promo_code = models.ForeignKey(
        PromoCode, null=True, blank=True, on_delete=models.PROTECT, related_name="attributions"
    )
    evidence = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="attribution_one_partner_at_a_time",
                expressions=[("client", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client} → {self.partner}"


class Bearer(models.TextChoices):
    """Who bears what was already paid to the partner who turned out not to be the rightful one."""

    VENDOR = "vendor", _("the vendor bears it")
    PARTNER = "partner", _("his debt, netted from later payouts")


class Correction(models.Model):
    """A client was put in the rightful place, afterwards: what changed, why, and who bears it.

    With `servicing` it is the level that changed, and not whose he is.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="corrections")
    to_partner = models.ForeignKey(
        Partner, null=True, on_delete=models.PROTECT, related_name="corrections"
    )
    since = models.DateTimeField()
    servicing = models.CharField(max_length=10, choices=Servicing.choices, blank=True)
    bearer = models.CharField(max_length=10, choices=Bearer.choices)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )
    withdrawn = models.JSONField(default=list)
    created = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"#{self.pk} {self.client}"


class ClaimStatus(models.TextChoices):
    """What became of a claim; a decided one stays as it is."""

    WAITING = "waiting", _("waits for a decision")
    APPROVED = "approved", _("the client is yours")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("taken back by the partner")


CLAIM_MOVES: Moves = {
    ClaimStatus.WAITING: frozenset(
        {ClaimStatus.APPROVED, ClaimStatus.DECLINED, ClaimStatus.WITHDRAWN}
    ),
}


class Claim(models.Model):
    """A partner says: this is my client, the promo code was forgotten. Staff decide.

    `said` is what he knew the client by (ИНН, domain, e-mail or invoice number), `since` from when
    on he says the client is his. `correction` is what an approval did.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="claims")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="claims")
    said = models.CharField(max_length=120)
    since = models.DateTimeField()
    words = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    status = models.CharField(
        max_length=10, choices=ClaimStatus.choices, default=ClaimStatus.WAITING
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    correction = models.OneToOneField(
        Correction, null=True, blank=True, on_delete=models.PROTECT, related_name="claim"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "client"],
                condition=Q(status="waiting"),
                name="attribution_one_waiting_claim",
            ),
        ]
        indexes = [models.Index(fields=["status", "made_at"], name="attribution_claims_queue")]

    def __str__(self) -> str:
        return f"{self.partner} → {self.client}"


class ReservationStatus(models.TextChoices):
    """What became of a reservation; whether it still protects is said by its last day."""

    STANDING = "standing", _("kept for you")
    BECAME = "became", _("became your client")
    OUTPACED = "outpaced", _("came by another code")
    WITHDRAWN = "withdrawn", _("taken back by the partner")


class Reservation(models.Model):
    """A partner names a company beforehand; if it registers without a code in time, it is his.

    The terms say whether another's code, which the company gives itself, counts more: `against` is
    that code, and both partners see who was preferred.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="reservations")
    name = models.CharField(max_length=160)
    inn = models.CharField(max_length=12, blank=True, db_index=True)
    domain = models.CharField(max_length=120, blank=True, db_index=True)
    email = models.EmailField(blank=True, db_index=True)
    phone = models.CharField(max_length=30, blank=True, db_index=True)
    words = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    expires_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    extended_at = models.DateTimeField(null=True, blank=True)
    extended_why = models.CharField(max_length=400, blank=True)
    status = models.CharField(
        max_length=10, choices=ReservationStatus.choices, default=ReservationStatus.STANDING
    )
    client = models.ForeignKey(
        Client, null=True, blank=True, on_delete=models.PROTECT, related_name="reservations"
    )
    against = models.ForeignKey(
        PromoCode, null=True, blank=True, on_delete=models.PROTECT, related_name="disputed"
    )

    class Meta:
        indexes = [models.Index(fields=["status", "expires_at"], name="attribution_kept_till")]

    def __str__(self) -> str:
        return f"{self.partner}: {self.name}"

    def covers(self, at: datetime) -> bool:
        """Whether the company is kept for the partner at a moment."""
        return self.made_at <= at < self.expires_at


class Visit(models.Model):
    """Somebody came by a link of a promo code: once per visitor, code and campaign.

    `visitor` is a digest that names nobody; `client` is who registered afterwards.
    """

    promo_code = models.ForeignKey(PromoCode, on_delete=models.PROTECT, related_name="visits")
    campaign = models.CharField(max_length=60, blank=True)
    utm_source = models.CharField(max_length=60, blank=True)
    utm_medium = models.CharField(max_length=60, blank=True)
    visitor = models.CharField(max_length=32)
    came_at = models.DateTimeField()
    client = models.ForeignKey(
        Client, null=True, blank=True, on_delete=models.PROTECT, related_name="visits"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["promo_code", "campaign", "visitor"], name="attribution_visit_once"
            ),
        ]
        indexes = [models.Index(fields=["visitor", "came_at"], name="attribution_visitor")]

    def __str__(self) -> str:
        return f"{self.promo_code} {self.campaign}"


class Device(models.Model):
    """A browser that a partner's people used, or that a client was registered from.

    `visitor` is the digest of visits: it names nobody, and says only that two were the same.
    """

    visitor = models.CharField(max_length=32)
    partner = models.ForeignKey(
        Partner, null=True, on_delete=models.CASCADE, related_name="devices"
    )
    client = models.ForeignKey(Client, null=True, on_delete=models.CASCADE, related_name="devices")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "visitor"], name="attribution_device_of_partner"
            ),
            models.UniqueConstraint(
                fields=["client", "visitor"], name="attribution_device_of_client"
            ),
            models.CheckConstraint(
                condition=Q(partner__isnull=True) ^ Q(client__isnull=True),
                name="attribution_device_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.visitor
