"""A partner, and the people who may enter his cabinet."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.people.models import Person


class LegalForm(models.TextChoices):
    """The legal form decides the papers, the checks and the account mask."""

    OOO = "ooo", _("company (OOO)")
    IP = "ip", _("sole proprietor (IP)")
    NPD = "npd", _("self-employed (NPD)")
    PERSON = "person", _("individual")
    FOREIGN = "foreign", _("foreign company")


class PartnerStatus(models.TextChoices):
    """Standing of a partner; none of them takes away what was earned."""

    ACTIVE = "active", _("active")
    STOPPED = "stopped", _("no longer sells, still earns")
    PAUSED = "paused", _("payouts paused")
    LEFT = "left", _("left the programme")


class Partner(models.Model):
    """An integrator who brings clients and is rewarded from every payment of theirs."""

    name = models.CharField(_("name"), max_length=160)
    legal_form = models.CharField(_("legal form"), max_length=10, choices=LegalForm.choices)
    inn = models.CharField(_("INN"), max_length=12, blank=True, db_index=True)
    kpp = models.CharField(_("KPP"), max_length=9, blank=True)
    ogrn = models.CharField(_("OGRN"), max_length=15, blank=True)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    status = models.CharField(
        max_length=10, choices=PartnerStatus.choices, default=PartnerStatus.ACTIVE
    )
    status_reason = models.CharField(max_length=300, blank=True)
    curator = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="looks_after"
    )
    joined_at = models.DateTimeField()

    class Meta:
        # And partners_by_name_part, by trigrams of the name: a migration in SQL.
        indexes = [models.Index(fields=["status", "name"], name="partners_status_name")]

    def __str__(self) -> str:
        return self.name


class MemberRole(models.TextChoices):
    """What a member may do is written in the table of rules; the owner may do everything."""

    OWNER = "owner", _("owner")
    MANAGER = "manager", _("manager")
    ACCOUNTANT = "accountant", _("accountant")
    VIEWER = "viewer", _("viewer")


class Member(models.Model):
    """A person who works for a partner and signs in to his cabinet."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="members")
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="membership")
    role = models.CharField(max_length=10, choices=MemberRole.choices, default=MemberRole.OWNER)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person} — {self.partner}"


class Invitation(models.Model):
    """Somebody is asked into a partner's cabinet by a letter whose link works for a week, once."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=MemberRole.choices)
    token = models.CharField(max_length=40, unique=True)
    letters = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    invited_by = models.CharField(max_length=120)
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="partners_one_open_invitation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.email}"

    def is_open(self, *, at: datetime) -> bool:
        """Whether one can still come in by it."""
        return self.accepted_at is None and self.revoked_at is None and at < self.expires_at
