"""Questions about rewards: what pricing needs, and what trials have found."""

from zabota.domain.rewards.queries.pricing import (
    PaymentToPrice,
    RefundedReward,
    RewardOfClient,
    list_borne_of_client,
    list_given,
    list_live_of_client,
    list_payments_to_price,
    list_refunded,
)

__all__ = [
    "PaymentToPrice",
    "RefundedReward",
    "RewardOfClient",
    "list_borne_of_client",
    "list_given",
    "list_live_of_client",
    "list_payments_to_price",
    "list_refunded",
]
