"""Terms of the programme: versions, special terms, and the clauses of both."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models import Partner
from zabota.kit.clock import local_date


class TermsStatus(models.TextChoices):
    """A draft may change; a published version never does."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class Precedence(models.TextChoices):
    """Whose a company is that a partner named beforehand and that gives another partner's code."""

    CODE = "code", _("the company's own code counts more")
    LEAD = "lead", _("the partner who named it beforehand counts more")


class TermsVersion(models.Model):
    """One version of the terms: from `effective_from` it prices every payment made since.

    Rewards are due `payout_days` after the payment, or so many banking days. Refunds later than
    `refund_floor_days` after the payment are the vendor's loss. A company registered beforehand is
    kept for the partner `lead_days`; `lead_rule` says whose it is when it gives another's code. A version recalled before its beginning is a draft again.
    """

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=160)
    note = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=TermsStatus.choices, default=TermsStatus.DRAFT)
    effective_from = models.DateTimeField()
    payout_days = models.PositiveSmallIntegerField(default=3)
    banking_days = models.BooleanField(default=False)
    refund_floor_days = models.PositiveSmallIntegerField(null=True, blank=True)
    lead_days = models.PositiveSmallIntegerField(default=60)
    lead_rule = models.CharField(max_length=4, choices=Precedence.choices, default=Precedence.CODE)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=120, blank=True)
    recalled_at = models.DateTimeField(null=True, blank=True)

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


class CapPer(models.TextChoices):
    """By what a cap counts: all rewards of the clause together within it."""

    CLIENT = "client", _("per client")
    CLIENT_YEAR = "client_year", _("per client and year")
    CLIENT_MONTH = "client_month", _("per client and month")
    PARTNER_MONTH = "partner_month", _("per partner and month")


class Audience(models.TextChoices):
    """Whom special terms are for."""

    EVERYONE = "everyone", _("all partners")
    PARTNER = "partner", _("one partner")
    JOINED = "joined", _("partners who join in")
    ACTIVE = "active", _("the most active partners")
    REGION = "region", _("partners of a region")
    TAG = "tag", _("partners with a tag")
    LEVEL = "level", _("partners of a level")


class SpecialTerms(models.Model):
    """Clauses with a scope: for a partner or a segment, for a while. A campaign is one in public.

    Active are partners with at least `least_clients` new paying clients in the last `window_days`;
    `word` is the region's number, the tag or the level. Strangers see who leads a campaign only with
    `public_standings`. Final once published; it may only end earlier.
    """

    name = models.CharField(max_length=120)
    name_english = models.CharField(max_length=120, blank=True)
    description = models.TextField(blank=True)
    description_english = models.TextField(blank=True)
    is_campaign = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=TermsStatus.choices, default=TermsStatus.DRAFT)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.EVERYONE)
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="special_terms"
    )
    word = models.CharField(max_length=40, blank=True)
    window_days = models.PositiveSmallIntegerField(null=True, blank=True)
    least_clients = models.PositiveSmallIntegerField(null=True, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    newcomers_only = models.BooleanField(default=False)
    exclusive = models.BooleanField(default=False)
    public_standings = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=120, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=models.F("starts_at")),
                name="programme_special_period",
            ),
            models.CheckConstraint(
                condition=Q(audience="partner", partner__isnull=False)
                | (~Q(audience="partner") & Q(partner__isnull=True)),
                name="programme_special_for_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date | None:
        """The last day on which they count; None until further notice."""
        return local_date(self.ends_at - self.ends_at.resolution) if self.ends_at else None


class Entitlement(models.Model):
    """For this period a partner may use special terms, and why. Closed early, never deleted."""

    special = models.ForeignKey(SpecialTerms, on_delete=models.PROTECT, related_name="entitlements")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="entitlements")
    during = DateTimeRangeField()
    reason = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="programme_entitled_once_at_a_time",
                expressions=[
                    ("special", RangeOperators.EQUAL),
                    ("partner", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.special}"


class Clause(models.Model):
    """One rule of a version or of special terms: how much, for which payments. The best one wins.

    Months count from the client's first payment, 1 is the first. `least_minor` and `most_minor`
    bound one reward, `cap_minor` all of the clause together per `cap_per`.
    """

    version = models.ForeignKey(
        TermsVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="clauses"
    )
    special = models.ForeignKey(
        SpecialTerms, null=True, blank=True, on_delete=models.PROTECT, related_name="clauses"
    )
    position = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=ClauseKind.choices, default=ClauseKind.PERCENT)
    rate_bp = models.PositiveIntegerField(null=True, blank=True)
    fixed_minor = models.PositiveBigIntegerField(null=True, blank=True)
    base = models.CharField(max_length=12, choices=ClauseBase.choices, default=ClauseBase.GROSS)
    servicing = models.CharField(max_length=10, choices=Servicing.choices, blank=True)
    product = models.CharField(max_length=60, blank=True)
    from_month = models.PositiveSmallIntegerField(null=True, blank=True)
    to_month = models.PositiveSmallIntegerField(null=True, blank=True)
    least_minor = models.PositiveBigIntegerField(null=True, blank=True)
    most_minor = models.PositiveBigIntegerField(null=True, blank=True)
    cap_minor = models.PositiveBigIntegerField(null=True, blank=True)
    cap_per = models.CharField(max_length=16, choices=CapPer.choices, blank=True)
    first_payments = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"], name="programme_clause_position"
            ),
            models.UniqueConstraint(
                fields=["special", "position"], name="programme_special_clause_position"
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=False, special__isnull=True)
                | Q(version__isnull=True, special__isnull=False),
                name="programme_clause_of_one",
            ),
            models.CheckConstraint(
                condition=Q(kind="percent", rate_bp__isnull=False, rate_bp__lte=10_000)
                | Q(kind="fixed", fixed_minor__isnull=False),
                name="programme_clause_counts",
            ),
            models.CheckConstraint(
                condition=Q(cap_minor__isnull=True, cap_per="")
                | (Q(cap_minor__isnull=False) & ~Q(cap_per="")),
                name="programme_clause_cap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version or self.special} §{self.position}"
