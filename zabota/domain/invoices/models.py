"""Invoices: the number with its check digit is what ties a bank transfer to a client."""

from __future__ import annotations

from secrets import token_urlsafe

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.kit.vat import Vat, VatKind


def new_token() -> str:
    """The unguessable end of an invoice's public address."""
    return token_urlsafe(18)


class InvoiceStatus(models.TextChoices):
    """Where an invoice stands. Overdue and viewed are told by days and moments, not by a status."""

    ISSUED = "issued", _("issued")
    PART_PAID = "part_paid", _("part paid")
    PAID = "paid", _("paid")
    CANCELLED = "cancelled", _("cancelled")


OPEN = (InvoiceStatus.ISSUED, InvoiceStatus.PART_PAID)


class Product(models.Model):
    """What staff let be sold by invoice, with its usual price, VAT inside."""

    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(_("code"), max_length=60, blank=True)
    unit = models.CharField(_("unit"), max_length=20, default="мес.")
    price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="RUB")
    offered = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="invoices_product_price"),
        ]

    def __str__(self) -> str:
        return self.name


class VatRegime(models.Model):
    """How the vendor pays VAT from a day on; invoices keep what was in force when they were issued."""

    valid_from = models.DateField(_("from"), unique=True)
    kind = models.CharField(
        _("VAT"), max_length=10, choices=[(kind.value, kind.value) for kind in VatKind]
    )
    basis = models.CharField(_("legal ground"), max_length=120, blank=True)
    entered_by = models.CharField(max_length=120, blank=True)
    entered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.valid_from}: {self.vat.words()}"

    @property
    def vat(self) -> Vat:
        """The regime as plain arithmetic knows it."""
        return Vat(kind=VatKind(self.kind), valid_from=self.valid_from, basis=self.basis)


class Letterhead(models.Model):
    """What the vendor adds to his requisites on invoices, and when clients are reminded. One row."""

    address = models.CharField(_("address"), max_length=200, blank=True)
    signer = models.CharField(_("who signs"), max_length=120, blank=True)
    signer_title = models.CharField(_("his position"), max_length=120, blank=True)
    accountant = models.CharField(_("chief accountant"), max_length=120, blank=True)
    english_name = models.CharField(_("name in English"), max_length=70, blank=True)
    english_address = models.CharField(_("address in English"), max_length=200, blank=True)
    iban = models.CharField("IBAN", max_length=34, blank=True)
    swift = models.CharField("BIC (SWIFT)", max_length=11, blank=True)
    stamp = models.BinaryField(null=True, blank=True)
    signature = models.BinaryField(null=True, blank=True)
    basis = models.CharField(_("basis of invoices"), max_length=200, blank=True)
    valid_days = models.PositiveSmallIntegerField(_("days an invoice is valid"), default=14)
    remind_before = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    remind_after = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)

    def __str__(self) -> str:
        return self.english_name or "letterhead"


class Schedule(models.Model):
    """The same invoice every month until a day, issued by itself.

    `trouble` is why this month's could not be issued: the msgid of a refusal and its figures.
    """

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="schedules")
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="schedules"
    )
    lines = models.JSONField()
    currency = models.CharField(max_length=3, default="RUB")
    # None: the usual one of the client on the day of each invoice; "" is none at all.
    basis = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001
    email = models.EmailField(blank=True)
    day_of_month = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    made_by = models.CharField(max_length=120, blank=True)
    trouble = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(day_of_month__gte=1, day_of_month__lte=31), name="invoices_schedule_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client}: {self.day_of_month}"


class Draft(models.Model):
    """An invoice not issued yet: without number, requisites and VAT, which are frozen at issue."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="invoice_drafts")
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="invoice_drafts"
    )
    lines = models.JSONField()
    currency = models.CharField(max_length=3, default="RUB")
    basis = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    written_by = models.CharField(max_length=120, blank=True)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.client}"


class Invoice(models.Model):
    """A bill to a client: number with check digit, amount, purpose, everything frozen at issue."""

    number = models.CharField(_("number"), max_length=40, unique=True)
    number_key = models.CharField(max_length=40, unique=True)
    # What makes one wish one invoice: "api:" and the caller's own number, or "form:" and the form's.
    key = models.CharField(max_length=100, unique=True, null=True, blank=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="invoices")
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="invoices"
    )
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="RUB")
    paid_minor = models.BigIntegerField(default=0)
    returned_minor = models.BigIntegerField(default=0)  # what went back of what was paid
    purpose = models.CharField(max_length=210)
    product = models.CharField(max_length=60, blank=True)
    status = models.CharField(
        max_length=10, choices=InvoiceStatus.choices, default=InvoiceStatus.ISSUED
    )
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    frozen = models.JSONField(default=dict, blank=True)
    email = models.EmailField(blank=True)
    reminders = models.BooleanField(default=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    viewed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.CharField(max_length=120, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    schedule = models.ForeignKey(
        Schedule, null=True, blank=True, on_delete=models.PROTECT, related_name="invoices"
    )
    month = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="invoices_amount"),
            models.UniqueConstraint(fields=["schedule", "month"], name="invoices_once_a_month"),
        ]
        indexes = [
            models.Index(fields=["client", "status"], name="invoices_client_status"),
            models.Index(fields=["partner", "-issued_at"], name="invoices_partner_issued"),
            models.Index(
                fields=["due_on"],
                condition=Q(status__in=["issued", "part_paid"]),
                name="invoices_open_due",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_returned(self) -> bool:
        """Whether its money went back and nobody has asked the client for it again."""
        return self.status in OPEN and self.returned_minor > 0 and not self.reminders


class Paper(models.Model):
    """The PDF of an invoice: typeset once from what was frozen, kept with its digest."""

    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="paper")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.invoice}: {self.sha256[:12]}"


class Reminder(models.Model):
    """The client was reminded so many days after the day to pay by; before it they are below zero."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="reminded")
    days = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "days"], name="invoices_reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice}: {self.days:+d}"


class NumberSeries(models.Model):
    """The last number given in a year, so that our numbers have no gaps."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
