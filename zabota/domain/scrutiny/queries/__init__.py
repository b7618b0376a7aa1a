"""Questions of the room: what the rules see in rewards, and how they are set."""

from __future__ import annotations

from zabota.domain.rewards.models import Reward
from zabota.domain.scrutiny.models import Examined, WatchRule
from zabota.domain.scrutiny.rules import DEFAULTS, Setting


def get_settings() -> dict[str, Setting]:
    """Every rule as it is set now; one statement."""
    chosen = {
        rule.name: Setting(rule.enabled, rule.holds, rule.threshold, rule.window_days)
        for rule in WatchRule.objects.all()
    }
    return {name: chosen.get(name, setting) for name, setting in DEFAULTS.items()}


def list_unexamined() -> list[int]:
    """Ids of rewards that came after the last full examination."""
    upto = Examined.objects.filter(pk=1).values_list("upto", flat=True).first() or 0
    return list(Reward.objects.filter(pk__gt=upto).order_by("pk").values_list("pk", flat=True))
