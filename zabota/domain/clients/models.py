"""Clients: companies that pay for the product, their working statuses, and who may pay for them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class ClientStatus(models.TextChoices):
    """The working statuses one begins with; staff may add others, and name and order them anew."""

    LEAD = "lead", _("lead")
    CONNECTING = "connecting", _("connecting")
    TRIAL = "trial", _("trial")
    PAYING = "paying", _("paying")
    AT_RISK = "at_risk", _("at risk")
    LEFT = "left", _("left")


class Tone(models.TextChoices):
    """How a status looks: a tone of the looks' own palette."""

    QUIET = "quiet", _("quiet")
    INFO = "info", _("outlined")
    GOOD = "good", _("green")
    WAIT = "wait", _("amber")
    LATE = "late", _("red")


class WorkingStatus(models.Model):
    """A working status as staff have set it: its names, its place in the row, its tone.

    While the table is empty the six of `ClientStatus` hold. A hidden one is offered to nobody; the
    clients who have it keep it. One that asks why wants a reason of who moves a client into it.
    """

    key = models.CharField(max_length=12, unique=True)
    name_en = models.CharField(max_length=40)
    name_ru = models.CharField(max_length=40)
    place = models.PositiveSmallIntegerField()
    tone = models.CharField(max_length=5, choices=Tone.choices, default=Tone.QUIET)
    hidden = models.BooleanField(default=False)
    asks_why = models.BooleanField(default=False)

    def __str__(self) -> str:
        russian = (get_language() or "").startswith("ru")
        return self.name_ru if russian else self.name_en

    @property
    def fixed(self) -> bool:
        """The house itself gives it: never hidden, never deleted."""
        return self.key in (ClientStatus.LEAD, ClientStatus.PAYING)


class Health(models.TextChoices):
    """Health of a client's connection, where the vendor's systems have told it."""

    UNKNOWN = "", _("not known")
    WORKS = "works", _("works")
    TROUBLE = "trouble", _("in trouble")
    BROKEN = "broken", _("broken")


class Client(models.Model):
    """A company that pays the vendor for the product."""

    name = models.CharField(_("name"), max_length=160)
    inn = models.CharField(_("INN"), max_length=12, blank=True)
    kpp = models.CharField(_("KPP"), max_length=9, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    domain = models.CharField(_("website"), max_length=120, blank=True)
    external_id = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=12, default=ClientStatus.LEAD)
    status_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    first_paid_at = models.DateTimeField(null=True, blank=True)
    paid_until = models.DateField(null=True, blank=True)
    connection = models.CharField(max_length=8, choices=Health.choices, blank=True)
    connection_words = models.CharField(max_length=200, blank=True)
    connection_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inn"], condition=~Q(inn=""), name="clients_inn_once"),
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="clients_external_once"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "name"], name="clients_status_name"),
            # And clients_by_name_part, by trigrams of the name: a migration in SQL.
            models.Index(fields=["inn"], name="clients_by_inn", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.name


class ClientNote(models.Model):
    """What staff wrote down about a client; no partner ever sees it."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="notes")
    words = models.TextField(max_length=2000)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.client}: {self.words[:40]}"


class Payer(models.Model):
    """Another company that pays for a client, learned when a person tied its payment to him."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="payers")
    inn = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=160, blank=True)
    learned_at = models.DateTimeField()
    learned_by = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.inn} → {self.client}"
