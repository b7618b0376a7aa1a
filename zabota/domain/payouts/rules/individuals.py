"""What paying an individual without any regime costs the vendor, who becomes his tax agent.

НДФЛ (НК РФ, article 224) is withheld from the reward: 13 % of the first 2.4 million roubles of a year,
15 % of what is above and more from 5 million on. Contributions come on top and are the vendor's own. Since
2023 one tariff holds for labour and for contracts of civil law alike (article 425): 30 % of what a person
was paid from the beginning of the year up to the base limit, 15.1 % of what is above. An accredited IT
company pays less (article 427). The limit of a year is set by the Government.
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
BASIS_POINTS = 10_000
ROUBLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributions:
    """The tariff of a year: what a person is paid in it up to the limit (minor units), and above."""

    limit_minor: int
    below_bp: int
    above_bp: int

    def on(self, year_minor: int) -> int:
        """The contributions on what one person was paid since the first of January, minor units."""
        below = min(year_minor, self.limit_minor)
        parts = below * self.below_bp + (year_minor - below) * self.above_bp
        return divide_half_up(parts, BASIS_POINTS)


# The first year → the base limit from it on: decrees of the Government of 31.10.2024 No. 1457, of 31.10.2025 No. 1701.
LIMITS = {2025: 2_759_000_00, 2026: 2_979_000_00}
GENERAL = (3_000, 1_510)
# An accredited IT company: 7.6 % of everything in 2025, from 2026 on 15 % up to the limit (425-ФЗ).
REDUCED = {2025: (760, 760), 2026: (1_500, 760)}


def contributions_of(year: int, *, reduced: bool = False, limit_minor: int = 0) -> Contributions:
    """The tariff of a year; of a year not known here the last known holds, unless a limit is given."""
    limit = limit_minor or LIMITS[_known(year)]
    below, above = REDUCED[_known(year)] if reduced else GENERAL
    return Contributions(limit_minor=limit, below_bp=below, above_bp=above)


def _known(year: int) -> int:
    return max((one for one in LIMITS if one <= year), default=min(LIMITS))


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


def tax_on(
    reward_minor: int, *, contributions: Contributions, before_minor: int = 0
) -> TaxConsequence:
    """The consequence of one reward after what he was paid this year; НДФЛ is in whole roubles.

    Both are counted from the year's sum, so that however the rewards are cut they come to the same.
    """
    withheld = income_tax(before_minor + reward_minor) - income_tax(before_minor)
    on_top = contributions.on(before_minor + reward_minor) - contributions.on(before_minor)
    return TaxConsequence(reward_minor - withheld, withheld, on_top)


def income_tax(year_minor: int) -> int:
    """НДФЛ of a year's income, minor units in whole roubles."""
    parts, since = 0, 0
    for until, rate_bp in SCALE:
        upto = year_minor if until is None else min(year_minor, until)
        parts += max(0, upto - since) * rate_bp
        since = upto
    return divide_half_up(parts, BASIS_POINTS * ROUBLE) * ROUBLE
