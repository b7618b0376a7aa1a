"""Verbs of rewards: earning, taking back, holding, trying terms on history."""

from zabota.domain.rewards.operations.earning import Foreseen, earn_rewards, foresee_rewards
from zabota.domain.rewards.operations.gathering import gather_earned
from zabota.domain.rewards.operations.holding import (
    hold_reward,
    hold_rewards,
    release_reward,
    release_rewards,
)
from zabota.domain.rewards.operations.taking_back import (
    cancel_rewards,
    put_back_for,
    reinstate_rewards,
    reverse_for_refunds,
)
from zabota.domain.rewards.operations.trials import cancel_trial, run_trial, start_trial

__all__ = [
    "Foreseen",
    "cancel_rewards",
    "cancel_trial",
    "earn_rewards",
    "foresee_rewards",
    "gather_earned",
    "hold_reward",
    "hold_rewards",
    "put_back_for",
    "reinstate_rewards",
    "release_reward",
    "release_rewards",
    "reverse_for_refunds",
    "run_trial",
    "start_trial",
]
