"""Papers as they were made, their signed scans, and errands: work on many papers at once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models import Partner
from zabota.domain.payouts.models import Payout
from zabota.kit.clock import local_date
from zabota.kit.states import Moves


class PaperKind(models.TextChoices):
    """What a paper is; the partner's legal form decides which of them a month needs."""

    AGENT_REPORT = "agent_report", _("agent's report")
    AGENCY_ACT = "agency_act", _("act of agency services")
    SERVICES_ACT = "services_act", _("act of services")
    PAYOUT_NOTICE = "payout_notice", _("notice of a payout")


class PaperStatus(models.TextChoices):
    """The road of a paper; a correction makes a new one that replaces it."""

    MADE = "made", _("made")
    SENT = "sent", _("sent to the partner")
    SIGNED = "signed", _("signed")
    REPLACED = "replaced", _("no longer counts")


PAPER_MOVES: Moves = {
    PaperStatus.MADE: frozenset({PaperStatus.SENT, PaperStatus.SIGNED, PaperStatus.REPLACED}),
    PaperStatus.SENT: frozenset({PaperStatus.SIGNED, PaperStatus.REPLACED}),
    PaperStatus.SIGNED: frozenset({PaperStatus.SENT, PaperStatus.REPLACED}),  # a scan is returned
    PaperStatus.REPLACED: frozenset[str](),
}


class PaperSeries(models.Model):
    """The last number given to papers of a kind in a year, so that there are no gaps."""

    kind = models.CharField(max_length=16, choices=PaperKind.choices)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "paper series"
        constraints = [
            models.UniqueConstraint(fields=["kind", "year"], name="papers_series_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"


class Paper(models.Model):
    """A paper as it was made: its number, all that is printed on it, the PDF and its digest.

    It speaks of [since, until): rewards earned and reversals made then, or of one payout. What it
    says never changes (a trigger refuses); only its status does. Minor units.
    """

    kind = models.CharField(max_length=16, choices=PaperKind.choices)
    number = models.CharField(max_length=24, unique=True)
    on = models.DateField()
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="papers")
    payout = models.ForeignKey(
        Payout, null=True, blank=True, on_delete=models.PROTECT, related_name="papers"
    )
    since = models.DateTimeField()
    until = models.DateTimeField()
    currency = models.CharField(max_length=3)
    earned_minor = models.BigIntegerField()
    taken_minor = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    content = models.JSONField()
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    status = models.CharField(max_length=10, choices=PaperStatus.choices, default=PaperStatus.MADE)
    sent_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "kind", "since", "currency"],
                condition=Q(payout__isnull=True) & ~Q(status="replaced"),
                name="papers_one_live_a_month",
            ),
            models.UniqueConstraint(
                fields=["payout", "kind"],
                condition=Q(payout__isnull=False) & ~Q(status="replaced"),
                name="papers_one_live_a_payout",
            ),
        ]
        indexes = [models.Index(fields=["since", "kind"], name="papers_month")]

    def __str__(self) -> str:
        return self.number

    @property
    def month(self) -> str:
        """The month it speaks of, as addresses write it: "2026-10"."""
        return f"{local_date(self.since):%Y-%m}"


class SignedScan(models.Model):
    """A scan of a paper with the partner's signature; the latest one counts, none is deleted."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="scans")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=120)
    returned_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "sha256"], name="papers_scan_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ErrandKind(models.TextChoices):
    """What is done to many papers at once."""

    MAKE = "make", _("make the papers of a month")
    NOTIFY = "notify", _("make the notices of payouts")
    SEND = "send", _("send papers to partners")
    REMIND = "remind", _("remind partners to sign")
    PACK = "pack", _("pack everything for the accountant")


class ErrandStatus(models.TextChoices):
    """How far an errand has come."""

    WAITING = "waiting", _("waits for its turn")
    RUNNING = "running", _("is being done")
    DONE = "done", _("done")
    FAILED = "failed", _("broke off")
    STOPPED = "stopped", _("stopped")


class Errand(models.Model):
    """Work on many papers in the background: what, for which days, how far, and what went wrong.

    `paper_ids` names the papers it is about; without them it is about the days. `faults` are
    {"partner": id, "name": …, "why": code}; doing an errand again leaves what is done alone.
    """

    kind = models.CharField(max_length=10, choices=ErrandKind.choices)
    first_on = models.DateField()
    last_on = models.DateField()
    paper_ids = models.JSONField(default=list, blank=True)
    status = models.CharField(
        max_length=10, choices=ErrandStatus.choices, default=ErrandStatus.WAITING
    )
    total = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list, blank=True)
    error = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    finished_at = models.DateTimeField(null=True, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    file_bytes = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first_on", "last_on"],
                condition=Q(status__in=["waiting", "running"], kind__in=["make", "notify", "pack"]),
                name="papers_errand_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_on:%d.%m.%Y}–{self.last_on:%d.%m.%Y}"


class ErrandPiece(models.Model):
    """A piece of the file that an errand has packed; together, in order, they are the file."""

    errand = models.ForeignKey(Errand, on_delete=models.CASCADE, related_name="pieces")
    position = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["errand", "position"], name="papers_piece_once"),
        ]

    def __str__(self) -> str:
        return f"{self.errand_id}: {self.position}"
