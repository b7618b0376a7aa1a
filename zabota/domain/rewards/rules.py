"""Holds and reversals: choice and arithmetic. Plain Python, minor units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from zabota.kit.money import divide_half_up

THIRD_PARTY = "third_party"
SELF_PAYMENT = "self_payment"


def hold_for(*, payer_inn: str, partner_inn: str, client_inn: str, payer_known: bool) -> str:
    """Why a reward must wait for a person, "" when it need not.

    Sources that do not name the payer (processors) give no reason to hold.
    """
    if not payer_inn:
        return ""
    if payer_inn == partner_inn:
        return SELF_PAYMENT
    if client_inn and payer_inn != client_inn and not payer_known:
        return THIRD_PARTY
    return ""


@dataclass(frozen=True, slots=True)
class PayerWatch:
    """Which payers make a reward wait, as staff have set it: all of them where nobody has.

    `cleared` are (why, partner, client, payer's ИНН) that a person has looked at and allowed.
    """

    holding: frozenset[str] = frozenset({SELF_PAYMENT, THIRD_PARTY})
    cleared: frozenset[tuple[str, int, int, str]] = frozenset()

    def holds(self, why: str, *, partner_id: int, client_id: int, payer_inn: str) -> bool:
        """Whether a reward must wait for this reason of `hold_for`."""
        return why in self.holding and (why, partner_id, client_id, payer_inn) not in self.cleared


def reversal_parts(*, reward: int, paid: int, refunds: Sequence[int], taken: int = 0) -> list[int]:
    """What each refund takes back of a reward beyond `taken`, rounded on the running total.

    Refunds in the order they came, zero for those that take nothing; a full refund in any number
    of pieces reverses exactly the reward. Parts may be zero.
    """
    parts: list[int] = []
    for refunded in accumulate(refunds):
        total = reward - left_after_refunds(reward=reward, paid=paid, refunded=refunded)
        parts.append(max(0, total - taken))
        taken = max(taken, total)
    return parts


def left_after_refunds(*, reward: int, paid: int, refunded: int) -> int:
    """What refunds together leave of a reward: all but the sum of `reversal_parts`."""
    return reward - divide_half_up(reward * min(refunded, paid), paid)
