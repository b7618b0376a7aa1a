"""Partners, their members, and the bank details they are paid to."""

from __future__ import annotations

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
        indexes = [models.Index(fields=["status", "name"], name="partners_status_name")]

    def __str__(self) -> str:
        return self.name


class MemberRole(models.TextChoices):
    """What a member may do: the owner also changes bank details and members."""

    OWNER = "owner", _("owner")
    MEMBER = "member", _("member")


class Member(models.Model):
    """A person who works for a partner and signs in to his cabinet."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="members")
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="membership")
    role = models.CharField(max_length=10, choices=MemberRole.choices, default=MemberRole.OWNER)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person} — {self.partner}"


class BankDetails(models.Model):
    """Where a partner is paid to, checked by check digits; a change is a new row."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="bank_details")
    holder = models.CharField(_("account holder"), max_length=160)
    account = models.CharField(_("account"), max_length=20)
    bic = models.CharField(_("BIC"), max_length=9)
    bank_name = models.CharField(_("bank"), max_length=160)
    corr_account = models.CharField(_("correspondent account"), max_length=20, blank=True)
    valid_from = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(replaced_at__isnull=True),
                name="partners_one_live_bank_details",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: …{self.account[-4:]}"
