"""Profiles of integrators, leads, and to whom each lead was proposed, why, and what he said."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.kit.states import Moves


class Crm(models.TextChoices):
    """CRMs that are connected."""

    AMOCRM = "amocrm", "amoCRM"
    BITRIX24 = "bitrix24", _("Bitrix24")
    OTHER = "other", _("another CRM")


class Messenger(models.TextChoices):
    """Messengers that are connected."""

    WHATSAPP = "whatsapp", "WhatsApp"
    TELEGRAM = "telegram", "Telegram"
    MAX = "max", "MAX"
    VK = "vk", _("VK")
    AVITO = "avito", _("Avito")
    WEBCHAT = "webchat", _("chat on the website")


class Tongue(models.TextChoices):
    """Languages integrators work in."""

    RU = "ru", _("Russian")
    EN = "en", _("English")
    KK = "kk", _("Kazakh")
    UZ = "uz", _("Uzbek")
    BE = "be", _("Belarusian")


class Profile(models.Model):
    """An integrator as clients see him in the directory, and which leads he takes.

    `most_open` is how many leads he can have in work at once; 0 takes none. `shows_clients` lets the
    directory say how many clients of his pay.
    """

    partner = models.OneToOneField(Partner, on_delete=models.CASCADE, related_name="profile")
    slug = models.SlugField(max_length=60, unique=True)
    published = models.BooleanField(default=False)
    about = models.TextField(blank=True)
    city = models.CharField(max_length=80, blank=True)
    site = models.URLField(max_length=200, blank=True)
    crms = ArrayField(
        models.CharField(max_length=12, choices=Crm.choices), default=list, blank=True
    )
    messengers = ArrayField(
        models.CharField(max_length=12, choices=Messenger.choices), default=list, blank=True
    )
    tongues = ArrayField(
        models.CharField(max_length=4, choices=Tongue.choices), default=list, blank=True
    )
    shows_clients = models.BooleanField(default=False)
    most_open = models.PositiveSmallIntegerField(default=3)
    takes_since = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["published", "city"], name="leads_profile_city")]

    def __str__(self) -> str:
        return str(self.partner)


class LeadStatus(models.TextChoices):
    """How far a lead has come."""

    OFFERED = "offered", _("proposed, waits for an answer")
    ACCEPTED = "accepted", _("in work")
    WON = "won", _("pays")
    LOST = "lost", _("came to nothing")
    NOBODY = "nobody", _("nobody took it, waits for us")


LEAD_MOVES: Moves = {
    LeadStatus.OFFERED: frozenset({LeadStatus.ACCEPTED, LeadStatus.NOBODY, LeadStatus.LOST}),
    LeadStatus.NOBODY: frozenset({LeadStatus.OFFERED, LeadStatus.LOST}),
    LeadStatus.ACCEPTED: frozenset({LeadStatus.WON, LeadStatus.LOST, LeadStatus.OFFERED}),
    LeadStatus.WON: frozenset[str](),
    LeadStatus.LOST: frozenset({LeadStatus.OFFERED}),
}


class LeadSource(models.TextChoices):
    """Where a lead came from."""

    DIRECTORY = "directory", _("an integrator's page")
    FORM = "form", _("“recommend me an integrator”")
    STAFF = "staff", _("entered by us")
    API = "api", _("another system")


class Lead(models.Model):
    """A company that looks for an integrator. `partner` is who has it in work."""

    source = models.CharField(max_length=10, choices=LeadSource.choices)
    external_id = models.CharField(max_length=80, blank=True)
    company = models.CharField(max_length=160)
    person = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    inn = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80, blank=True)
    crm = models.CharField(max_length=12, choices=Crm.choices, blank=True)
    messenger = models.CharField(max_length=12, choices=Messenger.choices, blank=True)
    tongue = models.CharField(max_length=4, choices=Tongue.choices, default=Tongue.RU)
    words = models.TextField(blank=True)
    wished = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="wished_leads"
    )
    status = models.CharField(max_length=10, choices=LeadStatus.choices, default=LeadStatus.NOBODY)
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    client = models.ForeignKey(
        Client, null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="leads_lead_once",
            ),
        ]
        indexes = [models.Index(fields=["status", "made_at"], name="leads_status")]

    def __str__(self) -> str:
        return self.company


class Answer(models.TextChoices):
    """What a partner said to a proposal."""

    WAITING = "", _("waits")
    ACCEPTED = "accepted", _("taken")
    DECLINED = "declined", _("declined")
    SILENT = "silent", _("no answer in time")
    WITHDRAWN = "withdrawn", _("taken back by us")
    RETURNED = "returned", _("taken, then given back")


class Proposal(models.Model):
    """A lead was proposed to a partner: by which signs he was chosen, till when, what he said."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="proposals")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="proposals")
    at = models.DateTimeField()
    answer_by = models.DateTimeField()
    why = models.JSONField(default=dict)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=120, blank=True)
    answer_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lead"], condition=Q(answer=""), name="leads_one_waiting_proposal"
            ),
        ]
        indexes = [models.Index(fields=["answer", "answer_by"], name="leads_answer_by")]

    def __str__(self) -> str:
        return f"{self.lead} → {self.partner}"


class LeadRule(models.Model):
    """How leads are handed out; one row.

    A level of the rating weighs more by `level_bonus` per cent, unless `level_weights` (id of the
    level → per cent, 100 is as without a level) says otherwise.
    """

    answer_hours = models.PositiveSmallIntegerField(default=24)
    window_days = models.PositiveSmallIntegerField(default=90)
    level_bonus = models.PositiveSmallIntegerField(default=50)
    level_weights = models.JSONField(default=dict)
    needs_training = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.answer_hours} h"
