"""What a trial found: who would have earned how much more or less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q, Sum

from zabota.domain.rewards.models import Trial

# Upper ends of the bars of the histogram, per cent of change.
STEPS = (-50, -20, -10, -1, 0, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class Changed:
    """Before and after of a partner, or of one client of his; minor units, less refunds."""

    partner_id: int
    partner: str
    client_id: int | None
    client: str
    payments: int
    before: int
    after: int

    @property
    def difference(self) -> int:
        """How much more, below zero less."""
        return self.after - self.before

    @property
    def percent(self) -> float | None:
        """The difference in per cent of before, None when there was nothing before."""
        return 100 * self.difference / self.before if self.before else None


def list_changed(
    trial: Trial, *, by_client: bool, loses_percent: int | None = None, found: str = ""
) -> list[Changed]:
    """Partners (or their clients) with what changes for them; the greatest losses first."""
    keys = ["partner_id", "partner__name"]
    if by_client:
        keys += ["client_id", "client__name"]
    rows = trial.lines.all()
    if found:
        rows = rows.filter(Q(partner__name__icontains=found) | Q(client__name__icontains=found))
    sums = (
        rows.values(*keys)
        .annotate(n=Sum("payments"), was=Sum("before_minor"), would=Sum("after_minor"))
        .order_by(F("would") - F("was"), *keys)
    )
    changed = [
        Changed(
            row["partner_id"],
            row["partner__name"],
            row.get("client_id"),
            row.get("client__name", ""),
            row["n"],
            row["was"],
            row["would"],
        )
        for row in sums
    ]
    if loses_percent is None:
        return changed
    return [one for one in changed if one.percent is not None and one.percent <= -loses_percent]


def count_by_change(partners: Sequence[Changed]) -> list[tuple[str, int]]:
    """How many partners' rewards change by how many per cent, as bars of a histogram."""
    counted = Counter(_step(one) for one in partners if one.percent is not None)
    labels = [_label(n) for n in range(len(STEPS) + 1)]
    return [(label, counted[n]) for n, label in enumerate(labels)]


def _step(one: Changed) -> int:
    percent = one.percent or 0
    if percent == 0:
        return STEPS.index(0)
    ends = STEPS[: STEPS.index(0)] if percent < 0 else STEPS
    if percent < 0:
        return next((n for n, end in enumerate(ends) if percent <= end), len(ends) - 1)
    return next(
        (n for n in range(STEPS.index(0) + 1, len(STEPS)) if percent <= STEPS[n]), len(STEPS)
    )


def _label(n: int) -> str:
    zero = STEPS.index(0)
    if n == zero:
        return "0 %"
    if n < zero:
        return f"≤ {STEPS[n]} %".replace("-", "−")
    return f"> +{STEPS[n - 1]} %"
