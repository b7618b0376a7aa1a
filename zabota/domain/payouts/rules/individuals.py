"""What paying an individual without any regime costs the vendor, who becomes his tax agent.

Figures of 2026 (НК РФ, articles 224 and 425): НДФЛ is withheld from the reward, 13 % of the first
2.4 million roubles of a year, 15 % of what is above and more from 5 million on; contributions of 30 %
come on top and are the vendor's own.
"""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.money import divide_half_up

# Up to how much of a year's income (minor units) which rate holds.
SCALE = (
    (2_400_000_00, 1_300),
    (5_000_000_00, 1_500),
    (20_000_000_00, 1_800),
    (50_000_000_00, 2_000),
    (None, 2_200),
)
ON_TOP_BP = 3_000
BASIS_POINTS = 10_000
ROUBLE = 100


@dataclass(frozen=True, slots=True)
class TaxConsequence:
    """Minor units: what he gets, what is withheld, what comes on top, what it costs in all."""

    net: int
    withheld: int
    on_top: int

    @property
    def reward(self) -> int:
        """What he earned before tax."""
        return self.net + self.withheld

    @property
    def cost(self) -> int:
        """Everything the vendor spends."""
        return self.reward + self.on_top


def tax_on(reward_minor: int, *, before_minor: int = 0) -> TaxConsequence:
    """The consequence of one reward after what he was paid this year; НДФЛ is in whole roubles.

    The tax is counted from the year's sum, so that however the rewards are cut it comes to the same.
    """
    withheld = income_tax(before_minor + reward_minor) - income_tax(before_minor)
    on_top = divide_half_up(reward_minor * ON_TOP_BP, BASIS_POINTS)
    return TaxConsequence(reward_minor - withheld, withheld, on_top)


def income_tax(year_minor: int) -> int:
    """НДФЛ of a year's income, minor units in whole roubles."""
    parts, since = 0, 0
    for until, rate_bp in SCALE:
        upto = year_minor if until is None else min(year_minor, until)
        parts += max(0, upto - since) * rate_bp
        since = upto
    return divide_half_up(parts, BASIS_POINTS * ROUBLE) * ROUBLE
