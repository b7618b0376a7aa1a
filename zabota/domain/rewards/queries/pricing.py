"""Questions about rewards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection

from zabota.domain.programme.rules.tally import Given
from zabota.kit.sql import fetch

# A refund later than the version in force at the payment allows is borne by the vendor.
_REFUNDED = """
SELECT w.id, w.partner_id, w.currency, w.amount_minor, p.amount_minor, coalesce((
        SELECT sum(v.amount_minor) FROM rewards_reversal AS v
        WHERE v.reward_id = w.id AND v.refund_id IS NOT NULL), 0)::bigint, r.id, r.amount_minor,
    EXISTS (SELECT 1 FROM rewards_reversal AS v WHERE v.reward_id = w.id AND v.refund_id = r.id),
    coalesce(r.refunded_at > p.paid_at + make_interval(days => (
        SELECT t.refund_floor_days FROM programme_termsversion AS t
        WHERE t.status = 'published' AND t.effective_from <= p.paid_at
        ORDER BY t.effective_from DESC LIMIT 1)), false) OR r.undone_at IS NOT NULL
FROM rewards_reward AS w
JOIN payments_payment AS p ON p.id = w.payment_id
JOIN payments_refund AS r ON r.payment_id = p.id
WHERE w.payment_id = ANY(%s) AND w.cancelled_at IS NULL
ORDER BY w.id, r.id
"""


@dataclass(frozen=True, slots=True)
class RefundOfReward:
    """A refund: minor units, whether it has been reversed yet, whether it takes nothing back:
    the vendor bears it, or it was undone."""

    id: int
    minor: int
    reversed: bool
    harmless: bool


@dataclass(frozen=True, slots=True)
class RefundedReward:
    """A live reward of a refunded payment, with every refund in the order it came.

    `taken_minor` is what refunds have taken back of it so far.
    """

    id: int
    partner_id: int
    currency: str
    amount_minor: int
    paid_minor: int
    taken_minor: int
    refunds: list[RefundOfReward]


def list_refunded(payment_ids: Sequence[int]) -> list[RefundedReward]:
    """Live rewards of these payments that have refunds."""
    with connection.cursor() as cursor:
        cursor.execute(_REFUNDED, [list(payment_ids)])
        rows = cursor.fetchall()
    found: dict[tuple[int, int, str, int, int, int], list[RefundOfReward]] = defaultdict(list)
    for row in rows:
        found[row[:6]].append(RefundOfReward(*row[6:]))
    return [RefundedReward(*key, refunds=refunds) for key, refunds in found.items()]


# Twice the same sums: by the clients of a batch, and by its partners, whose caps count all clients.
_GIVEN = """
SELECT w.clause_id, p.client_id, w.partner_id,
    to_char(p.paid_at AT TIME ZONE %s::text, 'YYYY-MM') AS month, count(*),
    sum(w.amount_minor - coalesce((SELECT sum(v.amount_minor) FROM rewards_reversal AS v
                                   WHERE v.reward_id = w.id), 0))::bigint
FROM rewards_reward AS w JOIN payments_payment AS p ON p.id = w.payment_id
WHERE w.clause_id = ANY(%s::bigint[]) AND w.cancelled_at IS NULL
    AND (p.client_id = ANY(%s::bigint[]) OR w.partner_id = ANY(%s::bigint[]))
GROUP BY w.clause_id, p.client_id, w.partner_id, month
"""


def list_given(
    clause_ids: Sequence[int], *, client_ids: Sequence[int], partner_ids: Sequence[int]
) -> list[Given]:
    """What these clauses have given so far to these clients' and these partners' payments."""
    rows = fetch(
        _GIVEN,
        [settings.TIME_ZONE, list(clause_ids), list(client_ids), list(partner_ids)],
    )
    return [Given(*row) for row in rows]


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
