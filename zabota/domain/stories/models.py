"""A story by its wordings: each side approves one of them, and what both approved is published."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zabota.domain.partners.models import Partner


class StoryKind(models.TextChoices):
    """What kind of story it is."""

    CASE = "case", _("a case")
    INTERVIEW = "interview", _("an interview")


class StoryStatus(models.TextChoices):
    """Whose turn it is, or how it ended."""

    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("with the editors")
    RETURNED = "returned", _("with the partner")
    PUBLISHED = "published", pgettext_lazy("story", "published")
    DECLINED = "declined", _("declined")


class Side(models.TextChoices):
    """Who wrote a wording."""

    PARTNER = "partner", _("the partner")
    STAFF = "staff", _("the editors")


class Story(models.Model):
    """A case or an interview of a partner; `approved_by_…` are numbers of its wordings.

    `note` is what the one side last said to the other. The slug is given once, at the first
    publication, and never changes.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="stories")
    kind = models.CharField(max_length=10, choices=StoryKind.choices, default=StoryKind.CASE)
    status = models.CharField(max_length=10, choices=StoryStatus.choices, default=StoryStatus.DRAFT)
    approved_by_partner = models.PositiveIntegerField(null=True, blank=True)
    approved_by_staff = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    picture = models.BinaryField(null=True, blank=True)
    card = models.BinaryField(null=True, blank=True)
    slug = models.SlugField(max_length=70, null=True, blank=True, unique=True)
    begun_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "stories"
        constraints = [
            models.CheckConstraint(
                name="stories_both_approve",
                condition=~Q(status=StoryStatus.PUBLISHED)
                | Q(
                    approved_by_partner=F("approved_by_staff"),
                    approved_by_partner__isnull=False,
                    approved_by_staff__isnull=False,
                    published_at__isnull=False,
                    slug__isnull=False,
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-published_at"], name="stories_by_status"),
            models.Index(fields=["partner", "-begun_at"], name="stories_of_partner"),
        ]

    def __str__(self) -> str:
        return f"story {self.pk}"


class Wording(models.Model):
    """The words of a story as somebody left them; a newer one takes its place, none is changed.

    `text` is Markdown. `figure` is a short result for the share card ("× 2"), `figure_says` what it
    counts ("replies a day").
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="wordings")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300)
    client = models.CharField(max_length=120, blank=True)
    figure = models.CharField(max_length=16, blank=True)
    figure_says = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    side = models.CharField(max_length=10, choices=Side.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="stories_wording_once"),
        ]

    def __str__(self) -> str:
        return self.title
