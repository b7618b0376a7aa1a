"""Clients: companies that pay for the product, and who may pay for them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ClientStatus(models.TextChoices):
    """Working status of a client, as partner and staff see it."""

    LEAD = "lead", _("lead")
    CONNECTING = "connecting", _("connecting")
    TRIAL = "trial", _("trial")
    PAYING = "paying", _("paying")
    AT_RISK = "at_risk", _("at risk")
    LEFT = "left", _("left")


class Client(models.Model):
    """A company that pays the vendor for the product."""

    name = models.CharField(_("name"), max_length=160)
    inn = models.CharField(_("INN"), max_length=12, blank=True)
    kpp = models.CharField(_("KPP"), max_length=9, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    domain = models.CharField(_("website"), max_length=120, blank=True)
    external_id = models.CharField(max_length=80, blank=True)
    status = models.CharField(
        max_length=12, choices=ClientStatus.choices, default=ClientStatus.LEAD
    )
    created_at = models.DateTimeField()
    first_paid_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inn"], condition=~Q(inn=""), name="clients_inn_once"),
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="clients_external_once"
            ),
        ]
        indexes = [models.Index(fields=["status", "name"], name="clients_status_name")]

    def __str__(self) -> str:
        return self.name


class Payer(models.Model):
    """Another company that pays for a client, learned when a person tied its payment to him."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="payers")
    inn = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=160, blank=True)
    learned_at = models.DateTimeField()
    learned_by = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.inn} → {self.client}"
