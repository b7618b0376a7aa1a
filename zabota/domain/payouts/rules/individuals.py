"""What paying an individual without any regime costs the vendor, who becomes his tax agent.

Figures of 2026 (НК РФ, articles 224 and 425): НДФЛ 13 % is withheld from the reward (15 % above 2.4
million roubles a year and more above), contributions of 30 % come on top and are the vendor's own.
"""

from __future__ import annotations

from dataclasses import dataclass

from zabota.kit.money import divide_half_up

WITHHELD_BP = 1_300
ON_TOP_BP = 3_000
BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class TaxConsequence:
    """Minor units: what he gets, what is withheld, what comes on top, what it costs in all."""

    net: int
    withheld: int
    on_top: int

    @property
    def cost(self) -> int:
        """Everything the vendor spends."""
        return self.net + self.withheld + self.on_top


def tax_on(reward_minor: int) -> TaxConsequence:
    """The consequence of one reward at the lowest rate; НДФЛ is counted in whole roubles."""
    withheld = divide_half_up(reward_minor * WITHHELD_BP, BASIS_POINTS * 100) * 100
    on_top = divide_half_up(reward_minor * ON_TOP_BP, BASIS_POINTS)
    return TaxConsequence(reward_minor - withheld, withheld, on_top)
