"""Bulletins to partners, templates they begin from, and the letters of a bulletin."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Person
from zabota.kit.events.models import Event
from zabota.kit.states import Moves


class BulletinTemplate(models.Model):
    """The words of a bulletin kept under a name, to begin from; fields are those of `rules.FIELDS`."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), max_length=20_000)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    text_en = models.TextField(_("text in English"), max_length=20_000, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class BulletinStatus(models.TextChoices):
    """A bulletin is written, goes out, is out, or was stopped on its way."""

    DRAFT = "draft", _("draft")
    GOING = "going", _("goes out")
    SENT = "sent", _("sent")
    STOPPED = "stopped", _("stopped")


BULLETIN_MOVES: Moves = {
    BulletinStatus.DRAFT: frozenset({BulletinStatus.GOING}),
    BulletinStatus.GOING: frozenset({BulletinStatus.SENT, BulletinStatus.STOPPED}),
}


class Bulletin(models.Model):
    """What we tell many partners at once, in Markdown: behind the bell, on their page, by letter.

    Without English words everybody gets the Russian ones. Fields (`rules.FIELDS`) are filled in.
    `filters` say to whom; with `partner_ids` to these alone. They are frozen when it goes out, in
    its deliveries.
    """

    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), max_length=20_000)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    text_en = models.TextField(_("text in English"), max_length=20_000, blank=True)
    filters = models.JSONField(default=dict)
    partner_ids = models.JSONField(default=list)
    by_mail = models.BooleanField(_("by e-mail too"), default=True)
    shown_until = models.DateField(
        _("on the first page of the cabinet till"), null=True, blank=True
    )
    status = models.CharField(
        max_length=10, choices=BulletinStatus.choices, default=BulletinStatus.DRAFT
    )
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=120)
    started_at = models.DateTimeField(null=True, blank=True)
    started_by = models.CharField(max_length=120, blank=True)
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.PROTECT, related_name="bulletins"
    )

    def __str__(self) -> str:
        return self.title


class DeliveryStatus(models.TextChoices):
    """A letter of a bulletin waits, has left, cannot leave, came back, stayed here; or was not wanted."""

    WAITING = "waiting", _("waits")
    SENT = "sent", _("has left")
    FAILED = "failed", _("did not leave")
    RETURNED = "returned", _("came back")
    HELD = "held", _("stayed here")
    BELL = "bell", _("only behind the bell")
    OFF = "off", _("does not want news")


class Delivery(models.Model):
    """A bulletin to one person of a partner, and what became of its letter."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="deliveries")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="deliveries")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deliveries")
    status = models.CharField(max_length=10, choices=DeliveryStatus.choices)
    at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "person"], name="news_once"),
        ]

    def __str__(self) -> str:
        return f"{self.bulletin}: {self.person}"
