"""Questions about rewards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

_REFUNDED = """
SELECT w.id, w.partner_id, w.currency, w.amount_minor, p.amount_minor, r.id, r.amount_minor,
    EXISTS (SELECT 1 FROM rewards_reversal AS v WHERE v.reward_id = w.id AND v.refund_id = r.id)
FROM rewards_reward AS w
JOIN payments_payment AS p ON p.id = w.payment_id
JOIN payments_refund AS r ON r.payment_id = p.id
WHERE w.payment_id = ANY(%s) AND w.cancelled_at IS NULL
ORDER BY w.id, r.id
"""


@dataclass(frozen=True, slots=True)
class RefundedReward:
    """A live reward of a refunded payment, with every refund in the order it came."""

    id: int
    partner_id: int
    currency: str
    amount_minor: int
    paid_minor: int
    refunds: list[tuple[int, int, bool]]


def list_refunded(payment_ids: Sequence[int]) -> list[RefundedReward]:
    """Live rewards of these payments that have refunds: (refund id, minor units, reversed yet)."""
    with connection.cursor() as cursor:
        cursor.execute(_REFUNDED, [list(payment_ids)])
        rows = cursor.fetchall()
    found: dict[tuple[int, int, str, int, int], list[tuple[int, int, bool]]] = defaultdict(list)
    for *reward, refund_id, minor, is_reversed in rows:
        found[tuple(reward)].append((refund_id, minor, is_reversed))  # type: ignore[index]
    return [RefundedReward(*key, refunds=refunds) for key, refunds in found.items()]


_TO_PRICE = """
SELECT id, client_id, amount_minor, currency, fee_minor, vat_minor, paid_at, product, payer_inn
FROM payments_payment WHERE {} ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class PaymentToPrice:
    """What of a payment is needed to reward it. Amounts in minor units."""

    id: int
    client_id: int
    amount_minor: int
    currency: str
    fee_minor: int
    vat_minor: int
    paid_at: datetime
    product: str
    payer_inn: str


def list_payments_to_price(client_id: int) -> list[PaymentToPrice]:
    """Every payment of a client, as pricing needs it."""
    with connection.cursor() as cursor:
        cursor.execute(_TO_PRICE.format("client_id = %s"), [client_id])
        return [PaymentToPrice(*row) for row in cursor.fetchall()]


_LIVE = """
SELECT w.id, w.payment_id, w.partner_id, w.servicing, w.amount_minor, w.currency,
    w.amount_minor - coalesce((SELECT sum(v.amount_minor) FROM rewards_reversal AS v
                               WHERE v.reward_id = w.id), 0)::bigint
FROM rewards_reward AS w JOIN payments_payment AS p ON p.id = w.payment_id
WHERE p.client_id = %s AND w.cancelled_at IS NULL ORDER BY w.id
"""

_BORNE = """
SELECT w.id, w.payment_id, w.partner_id, w.servicing, w.amount_minor, w.currency,
    w.amount_minor - coalesce((SELECT sum(v.amount_minor) FROM rewards_reversal AS v
                               WHERE v.reward_id = w.id), 0)::bigint
FROM rewards_reward AS w JOIN payments_payment AS p ON p.id = w.payment_id
WHERE p.client_id = %s AND w.cancelled_at IS NOT NULL AND w.borne_by_vendor ORDER BY w.id
"""


@dataclass(frozen=True, slots=True)
class RewardOfClient:
    """A reward of a client's payment; `left_minor` is what reversals have left of it."""

    id: int
    payment_id: int
    partner_id: int
    servicing: str
    amount_minor: int
    currency: str
    left_minor: int


def list_live_of_client(client_id: int) -> list[RewardOfClient]:
    """Live rewards of a client's payments."""
    with connection.cursor() as cursor:
        cursor.execute(_LIVE, [client_id])
        return [RewardOfClient(*row) for row in cursor.fetchall()]


def list_borne_of_client(client_id: int) -> list[RewardOfClient]:
    """Cancelled rewards that the vendor bears: their partners keep the money."""
    with connection.cursor() as cursor:
        cursor.execute(_BORNE, [client_id])
        return [RewardOfClient(*row) for row in cursor.fetchall()]
