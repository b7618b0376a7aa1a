"""Questions of the room: what the rules see in rewards, and how they are set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from zabota.domain.rewards.models import Reward
from zabota.domain.rewards.rules import PayerWatch
from zabota.domain.scrutiny.models import Examined, Finding, Suspect, WatchRule
from zabota.domain.scrutiny.rules import DEFAULTS, PAYER_RULES, Setting


def get_settings() -> dict[str, Setting]:
    """Every rule as it is set now; one statement."""
    chosen = {
        rule.name: Setting(
            enabled=rule.enabled,
            holds=rule.holds,
            threshold=rule.threshold,
            window_days=rule.window_days,
            minimum=rule.minimum,
            minimum_abroad=rule.minimum_abroad,
        )
        for rule in WatchRule.objects.all()
    }
    return {name: chosen.get(name, setting) for name, setting in DEFAULTS.items()}


def get_payer_watch(payer_inns: Collection[str]) -> PayerWatch:
    """Which of these payers make a reward wait; nothing is asked when no source names one.

    Two statements, however many payments.
    """
    named = sorted({inn for inn in payer_inns if inn})
    if not named:
        return PayerWatch()
    settings = get_settings()
    cleared = Finding.objects.filter(
        rule__in=PAYER_RULES, cleared_at__isnull=False, evidence__payer_inn__in=named
    ).values_list("rule", "partner_id", "evidence__client_id", "evidence__payer_inn")
    return PayerWatch(
        holding=frozenset(
            rule for rule in PAYER_RULES if settings[rule].enabled and settings[rule].holds
        ),
        cleared=frozenset(cleared),
    )


@dataclass(frozen=True, slots=True)
class Caught:
    """How much a rule has found, and how much of it waits for a look."""

    found: int = 0
    waiting: int = 0


def count_caught(*, since: datetime) -> dict[str, Caught]:
    """What each rule has found since a moment; one statement."""
    counted = (
        Finding.objects.filter(found_at__gte=since)
        .values_list("rule")
        .annotate(found=Count("pk"), waiting=Count("pk", filter=Q(cleared_at=None)))
    )
    found = {rule: Caught(all_of_it, waiting) for rule, all_of_it, waiting in counted}
    return {rule: found.get(rule, Caught()) for rule in DEFAULTS}


def list_suspects(finding_ids: Collection[int], *, most: int) -> dict[int, list[Suspect]]:
    """The latest rewards that each finding concerns, with their payments; one statement."""
    latest = Window(
        RowNumber(), partition_by=F("finding"), order_by=[F("reward__payment__paid_at").desc()]
    )
    rows = (
        Suspect.objects.filter(finding__in=finding_ids)
        .annotate(nth=latest)
        .filter(nth__lte=most)
        .select_related("reward__payment__client")
        .order_by("finding", "nth")
    )
    found: dict[int, list[Suspect]] = defaultdict(list)
    for row in rows:
        found[row.finding_id].append(row)
    return found


def list_unexamined() -> list[int]:
    """Ids of rewards that came after the last full examination."""
    upto = Examined.objects.filter(pk=1).values_list("upto", flat=True).first() or 0
    return list(Reward.objects.filter(pk__gt=upto).order_by("pk").values_list("pk", flat=True))
