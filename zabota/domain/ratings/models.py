"""Ratings of months, by which rule, who stood where and why; levels and badges."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models import Partner


class RatingRule(models.Model):
    """How much each measure weighs, in per cent, from a month on; together a hundred.

    `rates` says at how many ten-thousandths of a rouble one unit of another currency counts.
    """

    from_month = models.DateField(unique=True)
    revenue = models.PositiveSmallIntegerField()
    newcomers = models.PositiveSmallIntegerField()
    retention = models.PositiveSmallIntegerField()
    training = models.PositiveSmallIntegerField()
    rates = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(revenue=100 - F("newcomers") - F("retention") - F("training")),
                name="ratings_weights_are_a_hundred",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_month:%Y-%m}"


class Level(models.Model):
    """A level: from this score of a month on, for the month that follows; and what it gives.

    `least_score` is in hundredths of a point. With `needs_training` a passed course is needed too.
    The English twins are for who reads English; without them he reads what was typed first.
    """

    name = models.CharField(max_length=40, unique=True)
    name_english = models.CharField(max_length=40, blank=True)
    least_score = models.PositiveIntegerField(unique=True)
    privileges = models.TextField(blank=True)
    privileges_english = models.TextField(blank=True)
    needs_training = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Rating(models.Model):
    """The rating of one month: provisional while it runs, then sealed for ever."""

    month = models.DateField(unique=True)
    rule = models.ForeignKey(RatingRule, on_delete=models.PROTECT, related_name="ratings")
    counted_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Standing(models.Model):
    """Where a partner stood in a month, with the measured facts and the points made of them.

    `score` and the points are in hundredths. The revenue is in kopecks, other currencies at the rates
    of the rule. `retained_of` clients paid in the month before,
    `retained` of them in this month too.
    """

    rating = models.ForeignKey(Rating, on_delete=models.CASCADE, related_name="standings")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="standings")
    place = models.PositiveIntegerField()
    score = models.PositiveIntegerField()
    revenue_minor = models.BigIntegerField()
    newcomers = models.PositiveIntegerField()
    retained = models.PositiveIntegerField()
    retained_of = models.PositiveIntegerField()
    training = models.PositiveIntegerField()
    revenue_points = models.PositiveIntegerField()
    newcomers_points = models.PositiveIntegerField()
    retention_points = models.PositiveIntegerField()
    training_points = models.PositiveIntegerField()
    level = models.ForeignKey(
        Level, null=True, blank=True, on_delete=models.PROTECT, related_name="standings"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rating", "partner"], name="ratings_standing_once"),
            models.UniqueConstraint(fields=["rating", "place"], name="ratings_place_once"),
        ]
        indexes = [models.Index(fields=["partner", "rating"], name="ratings_partner_month")]

    def __str__(self) -> str:
        return f"{self.rating}: {self.place}. {self.partner}"


class BadgeKind(models.TextChoices):
    """What a badge is given for."""

    FIRST_CLIENT = "first_client", _("the first paying client")
    TEN_CLIENTS = "ten_clients", _("ten paying clients")
    FIFTY_CLIENTS = "fifty_clients", _("fifty paying clients")
    BEST_OF_MONTH = "best_of_month", _("first place of a month")
    PODIUM = "podium", _("among the first three of a month")
    ALL_STAYED = "all_stayed", _("all clients stayed, five or more")


class Badge(models.Model):
    """A badge once earned stays; those of a month are earned anew each time."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="badges")
    kind = models.CharField(max_length=16, choices=BadgeKind.choices)
    month = models.DateField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "kind", "month"], name="ratings_badge_once"),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.kind}"


class Hidden(models.Model):
    """A partner who does not want his name in the rating; his place stays."""

    partner = models.OneToOneField(Partner, on_delete=models.CASCADE, related_name="hidden")
    since = models.DateTimeField()
    by = models.CharField(max_length=120)

    def __str__(self) -> str:
        return str(self.partner)
