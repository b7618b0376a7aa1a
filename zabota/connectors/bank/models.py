"""Bank statements as they were read, and the fate of every line."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zabota.connectors.inbox.models import InboundEvent
from zabota.domain.payments.models import Payment
from zabota.domain.payouts.models import Payout


class StatementStatus(models.TextChoices):
    """What became of a statement file."""

    IMPORTED = "imported", _("imported")
    REFUSED = "refused", _("not imported: the figures do not agree")


class Statement(models.Model):
    """One statement file: its period, sums, oddities, and how it went."""

    event = models.OneToOneField(InboundEvent, on_delete=models.PROTECT, related_name="statement")
    status = models.CharField(max_length=10, choices=StatementStatus.choices)
    origin = models.CharField(max_length=12, default="1c")
    encoding = models.CharField(max_length=20)
    sender = models.CharField(max_length=160, blank=True)
    accounts = models.JSONField(default=list)
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    faults = models.JSONField(default=list)
    oddities = models.JSONField(default=list)
    unreadable = models.JSONField(default=list)
    recorded = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    settled = models.PositiveIntegerField(default=0)
    other = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"№ {self.pk}"


class LineKind(models.TextChoices):
    """What a line of a statement is."""

    CLIENT_PAYMENT = "client_payment", _("client's payment")
    PROCESSOR_SETTLEMENT = "processor_settlement", _("processor's settlement")
    OWN_TRANSFER = "own_transfer", _("between own accounts")
    BANK_FEE = "bank_fee", _("bank's fee")
    RETURNED_ORDER = "returned_order", _("returned order")
    CLIENT_REFUND = "client_refund", _("refund to a client")
    OUTGOING_ORDER = "outgoing_order", _("outgoing order")
    TOP_UP = "top_up", _("balance of payouts topped up")
    OTHER_IN = "other_in", _("other incoming")
    OTHER_OUT = "other_out", _("other outgoing")


class StatementLine(models.Model):
    """One line of a statement, known by its key however often the file comes."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    key = models.CharField(max_length=80, unique=True)
    account = models.CharField(max_length=34)
    direction = models.CharField(max_length=10)
    on = models.DateField()
    number = models.CharField(max_length=20, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="RUB")
    counterparty = models.CharField(max_length=300, blank=True)
    counterparty_inn = models.CharField(max_length=12, blank=True)
    counterparty_account = models.CharField(max_length=34, blank=True)
    purpose = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=22, choices=LineKind.choices)
    reason = models.CharField(max_length=60, blank=True)
    processor = models.CharField(max_length=20, blank=True)
    line = models.PositiveIntegerField(default=0)
    payment = models.ForeignKey(
        Payment, null=True, on_delete=models.PROTECT, related_name="statement_lines"
    )
    payout = models.ForeignKey(
        Payout, null=True, on_delete=models.PROTECT, related_name="statement_lines"
    )
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.CharField(max_length=120, blank=True)
    cleared_note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["statement", "line"], name="bank_statement_line"),
            models.Index(fields=["account", "on"], name="bank_line_day"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.number}"


class LineEcho(models.Model):
    """The same movement told by another source: a notification, a push, another format.

    `key` is the line's key in that source; empty for the further lines of a bundle.
    """

    line = models.ForeignKey(StatementLine, on_delete=models.PROTECT, related_name="echoes")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="echoes")
    origin = models.CharField(max_length=12)
    key = models.CharField(max_length=80, blank=True)
    by = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~models.Q(key=""), name="bank_echo_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin}: {self.key}"
