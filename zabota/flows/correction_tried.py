"""What a correction would do, in figures, before anybody presses the button.

The correction is really made, looked at and rolled back: the figures are those that pressing gives,
with refunds, debts and what the vendor had borne before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zabota.domain.attribution.models import Bearer
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.domain.payouts.queries import list_paid_reward_ids
from zabota.domain.programme.models import Servicing
from zabota.domain.rewards.queries import (
    PaymentToPrice,
    RewardOfClient,
    list_live_of_client,
    list_payments_to_price,
)
from zabota.flows.client_placed import correct
from zabota.flows.servicing_changed import change_servicing
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, hold


@dataclass(frozen=True, slots=True)
class Moved:
    """One payment whose reward changes hands; None where there is no reward. Minor units."""

    payment: PaymentToPrice
    before: RewardOfClient | None
    after: RewardOfClient | None
    was_paid: bool

    @property
    def changes_hands(self) -> bool:
        """Whether the new reward, if any, is another partner's."""
        return (self.before and self.before.partner_id) != (self.after and self.after.partner_id)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a correction would do; per partner id how his rewards change, in minor units.

    `paid_minor` was paid out to the other partner already: the vendor bears it or it is his debt.
    """

    moved: list[Moved]
    by_partner: dict[tuple[int, str], int]
    paid_minor: int


@flow
def correction_tried(
    client: Client,
    *,
    to: Partner | None,
    since: datetime,
    at: datetime,
    servicing: str = Servicing.FULL,
) -> Effect:
    """The effect of a correction; nothing is written. Refused where the correction would be."""
    return _try(
        client,
        lambda: correct(
            client,
            to=to,
            since=since,
            bearer=Bearer.PARTNER,
            reason="",
            at=at,
            by="",
            servicing=servicing,
        ),
    )


@flow
def servicing_tried(client: Client, *, servicing: str, since: datetime, at: datetime) -> Effect:
    """The effect of another servicing level; nothing is written. Refused where the change would be."""
    return _try(
        client,
        lambda: change_servicing(client, servicing=servicing, since=since, reason="", at=at, by=""),
    )


def _try(client: Client, deed: Callable[[], object]) -> Effect:
    hold(Lock.BOOKS)
    payments = list_payments_to_price(client.pk)
    before = {reward.payment_id: reward for reward in list_live_of_client(client.pk)}
    paid = list_paid_reward_ids([reward.id for reward in before.values()])
    deed()
    after = {reward.payment_id: reward for reward in list_live_of_client(client.pk)}
    transaction.set_rollback(True)
    moved = [
        Moved(payment, old, new, was_paid=bool(old and old.id in paid))
        for payment in payments
        if _id(old := before.get(payment.id)) != _id(new := after.get(payment.id))
    ]
    return Effect(
        moved,
        _by_partner(moved),
        sum(
            one.before.left_minor
            for one in moved
            if one.before and one.was_paid and one.changes_hands
        ),
    )


def _id(reward: RewardOfClient | None) -> int | None:
    return reward.id if reward else None


def _by_partner(moved: list[Moved]) -> dict[tuple[int, str], int]:
    change: dict[tuple[int, str], int] = {}
    for one in moved:
        for reward, sign in ((one.before, -1), (one.after, 1)):
            if reward is not None:
                key = (reward.partner_id, reward.currency)
                change[key] = change.get(key, 0) + sign * reward.left_minor
    return change
