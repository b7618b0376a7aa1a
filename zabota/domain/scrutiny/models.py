"""Rules as they are set, what they found, and how far rewards have been examined."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models import Partner
from zabota.domain.rewards.models import Reward


class RuleName(models.TextChoices):
    """The rules that look at rewards."""

    SELF_PAYMENT = "self_payment", _("paid by the partner himself")
    THIRD_PARTY = "third_party", _("paid by somebody else than the client")
    PAYER_ACCOUNT = "payer_account", _("paid from the partner's own account")
    REFUND_ACCOUNT = "refund_account", _("refunds go to the partner's account")
    SELF_REFERRAL = "self_referral", _("the client looks like the partner himself")
    CLIENT_DEVICE = "client_device", _("the client came from the partner's own device")
    SHARED_ACCOUNT = "shared_account", _("two partners are paid to one account")
    SHARED_DEVICE = "shared_device", _("two partners signed from one device")
    REFUND_CYCLES = "refund_cycles", _("many refunds")
    SPIKE = "spike", _("a sudden jump of rewards")


class WatchRule(models.Model):
    """A rule as staff set it; one without a row stands as it began."""

    name = models.CharField(max_length=20, choices=RuleName.choices, unique=True)
    enabled = models.BooleanField(_("looks at rewards"), default=True)
    holds = models.BooleanField(_("holds the reward until somebody has looked"), default=True)
    threshold = models.PositiveIntegerField(_("threshold"), default=0)
    window_days = models.PositiveIntegerField(_("days it looks back"), default=0)
    minimum = models.PositiveIntegerField(_("minimum"), default=0)
    minimum_abroad = models.PositiveIntegerField(_("minimum in other currencies"), default=0)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)

    def __str__(self) -> str:
        return str(self.get_name_display())


class Finding(models.Model):
    """What a rule found, once for one thing; cleared, it is not found again for the same thing."""

    rule = models.CharField(max_length=20, choices=RuleName.choices)
    key = models.CharField(max_length=160, unique=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="findings")
    evidence = models.JSONField(default=dict)
    holds = models.BooleanField()
    found_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.CharField(max_length=120, blank=True)
    cleared_why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["cleared_at", "found_at"], name="scrutiny_open"),
            models.Index(fields=["rule", "found_at"], name="scrutiny_by_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}: {self.partner}"


class Suspect(models.Model):
    """A reward that a finding concerns, each once."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="suspects")
    reward = models.ForeignKey(Reward, on_delete=models.PROTECT, related_name="suspicions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "reward"], name="scrutiny_suspect_once"),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id}: {self.reward_id}"


class Examined(models.Model):
    """All rewards up to this one were examined before a batch was formed."""

    upto = models.BigIntegerField(default=0)
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.upto)
