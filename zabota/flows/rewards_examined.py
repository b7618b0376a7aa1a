"""Rewards are examined: the rules look at what is new, and hold what a person has to see."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.payouts.queries import list_paid_reward_ids, list_payable_items
from zabota.domain.scrutiny.operations import examine_rewards, note_examined
from zabota.domain.scrutiny.queries import list_unexamined
from zabota.domain.scrutiny.queries.accounts import list_moved_partners
from zabota.kit.flow import flow


@flow
def rewards_examined(*, at: datetime) -> list[int]:
    """Look at what came since the last batch; ids of the rewards that are held now.

    The road of payments is not touched: this runs beside it, and once more before a batch.
    """
    return _examine(list_unexamined(), at=at)


def examine_before_batch(*, at: datetime) -> None:
    """The examination that no batch is formed without; the caller holds the books alone."""
    ids = list_unexamined()
    _examine(ids, at=at)
    note_examined(ids, at=at)


def _examine(new: list[int], *, at: datetime) -> list[int]:
    """The new rewards, and what is still to be paid to partners whose bank details changed."""
    moved = list_moved_partners()
    unpaid = {item.reward_id for item in list_payable_items(moved)} if moved else set()
    ids = sorted({*new, *(pk for pk in unpaid if pk is not None)})
    paid = list_paid_reward_ids(ids) if ids else set()
    return examine_rewards(ids, paid=paid, at=at)
