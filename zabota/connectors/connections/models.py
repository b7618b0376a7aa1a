"""Connections, what came through them, what was turned away, payments begun by clients and their slips."""

from __future__ import annotations

from secrets import token_urlsafe

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.connectors.inbox.models import InboundEvent
from zabota.domain.invoices.models import Invoice
from zabota.domain.payments.models import Payment
from zabota.kit.money import Money


def new_token() -> str:
    """The unguessable end of an entrance's address."""
    return token_urlsafe(24)


class Connection(models.Model):
    """A way to one outside system: its keys, the address they call, whether it is on.

    Secrets are sealed and never shown again; while keys are changed, the former ones still open
    what they signed.
    """

    kind = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=80)
    token = models.CharField(max_length=64, unique=True, default=new_token)
    settings = models.JSONField(default=dict)
    sealed = models.TextField(blank=True)
    former_sealed = models.TextField(blank=True)
    former_until = models.DateTimeField(null=True, blank=True)
    test_mode = models.BooleanField(_("test mode"), default=False)
    enabled = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=120, blank=True)
    keys_changed_at = models.DateTimeField()
    last_event_at = models.DateTimeField(null=True, blank=True)
    swept_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    trouble_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "enabled"], name="connections_kind")]

    def __str__(self) -> str:
        return self.name


class Fate(models.TextChoices):
    """What became of what they told us."""

    WAITING = "waiting", _("waits to be understood")
    RECORDED = "recorded", _("payment recorded")
    REFUNDED = "refunded", _("refund recorded")
    NOTED = "noted", _("noted, no money moved")
    PARKED = "parked", _("refund waits for its payment")
    TEST = "test", _("test, not in the books")
    UNKNOWN = "unknown", _("kept, of a kind we do not know")
    CONTRADICTING = "contradicting", _("contradicts what is recorded")
    DENIED = "denied", _("the processor knows nothing of it")


# After these nothing more is to be done; the others are looked at again.
FINAL = frozenset({Fate.RECORDED, Fate.REFUNDED, Fate.TEST})


class Notice(models.Model):
    """What an outside system told us through a connection, once, and what became of it."""

    event = models.OneToOneField(InboundEvent, on_delete=models.PROTECT, related_name="notice")
    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="notices")
    word = models.CharField(max_length=60)
    subject = models.CharField(max_length=120, blank=True)
    test = models.BooleanField(default=False)
    fate = models.CharField(max_length=14, choices=Fate.choices, default=Fate.WAITING)
    amount_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    payment = models.ForeignKey(
        Payment, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    waits_for = models.CharField(max_length=120, blank=True)
    came_at = models.DateTimeField()
    repeats = models.PositiveIntegerField(default=0)
    found_by_us = models.BooleanField(default=False)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["connection", "-came_at"], name="connections_notice_came"),
            models.Index(
                fields=["next_try_at"],
                condition=Q(next_try_at__isnull=False),
                name="connections_notice_next",
            ),
            models.Index(
                fields=["connection", "waits_for"],
                condition=~Q(waits_for=""),
                name="connections_notice_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} {self.subject}"

    @property
    def amount(self) -> Money | None:
        """The money it speaks of; below zero for a refund."""
        return None if self.amount_minor is None else Money(self.amount_minor, self.currency)


class RefusedCall(models.Model):
    """Calls to an entrance that were turned away on one day for one reason: counted, never acted on."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="refused")
    on = models.DateField()
    reason = models.CharField(max_length=20)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    last_from = models.CharField(max_length=45, blank=True)
    sample = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "on", "reason"], name="connections_refused_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.reason}: {self.count}"


class CheckoutStatus(models.TextChoices):
    """Where a payment begun by a client stands."""

    ASKED = "asked", _("asked for, the answer is not known yet")
    OPEN = "open", _("waits for the client")
    PAID = "paid", _("paid")
    CANCELLED = "cancelled", _("not paid")
    REFUSED = "refused", _("refused by the processor")


class Checkout(models.Model):
    """A client began to pay an invoice by card: our key there, their number, where he pays."""

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="checkouts")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="checkouts")
    key = models.CharField(max_length=40, unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="RUB")
    status = models.CharField(
        max_length=10, choices=CheckoutStatus.choices, default=CheckoutStatus.ASKED
    )
    external_id = models.CharField(max_length=120, blank=True)
    pay_url = models.URLField(max_length=2000, blank=True)  # a link in Russian is long
    return_url = models.URLField(max_length=500, blank=True)
    # Posted to pay_url; where it is empty, that is a link. And the till slip sent with it.
    pay_form = models.JSONField(default=dict, blank=True)
    slip = models.JSONField(default=dict, blank=True)
    # What it brought; set when the money is certain.
    payment = models.ForeignKey(
        Payment, null=True, blank=True, on_delete=models.PROTECT, related_name="checkouts"
    )
    begun_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    next_ask_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="connections_amount"),
        ]
        indexes = [
            models.Index(fields=["connection", "external_id"], name="connections_checkout_theirs"),
            models.Index(
                fields=["next_ask_at"],
                condition=Q(next_ask_at__isnull=False),
                name="connections_checkout_next",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_under_way(self) -> bool:
        """Whether its end is not known yet."""
        return self.status in (CheckoutStatus.ASKED, CheckoutStatus.OPEN)


class SlipKind(models.TextChoices):
    """What a slip is of."""

    PAYMENT = "payment", _("payment")
    REFUND = "refund", _("money back")
    CLOSING = "closing", _("advance closed")


class SlipStatus(models.TextChoices):
    """Where a later slip stands."""

    ASKED = "asked", _("asked for, the answer is not known yet")
    OPEN = "open", _("taken, not finished yet")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused by the processor")
    UNKNOWN = "unknown", _("nobody knows whether it was taken")


UNDER_WAY = (SlipStatus.ASKED, SlipStatus.OPEN, SlipStatus.UNKNOWN)


class LaterSlip(models.Model):
    """A slip after the first: of money that we return through the processor, or one that closes an advance.

    The first, which goes with the payment, has a row where the processor says whether it was printed. `refusal` of one that is done says that the money went back and the slip did not.
    """

    checkout = models.ForeignKey(Checkout, on_delete=models.PROTECT, related_name="later_slips")
    kind = models.CharField(max_length=8, choices=SlipKind.choices)
    key = models.CharField(max_length=40, unique=True)
    amount_minor = models.BigIntegerField()
    slip = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=8, choices=SlipStatus.choices, default=SlipStatus.ASKED)
    external_id = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    refusal = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120, blank=True)
    moved_at = models.DateTimeField()
    next_ask_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)  # somebody has looked at what went wrong

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="connections_slip_amount"),
            models.UniqueConstraint(
                fields=["checkout"],
                condition=Q(kind="closing") & ~Q(status="refused"),
                name="connections_closed_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_ask_at"],
                condition=Q(next_ask_at__isnull=False),
                name="connections_slip_next",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def amount(self) -> Money:
        """What it is about."""
        return Money(self.amount_minor, self.checkout.currency)

    @property
    def needs_somebody(self) -> bool:
        """Whether a person has to look: unknown, refused, or money without its slip."""
        return self.status == SlipStatus.UNKNOWN or bool(self.refusal and not self.seen_at)
