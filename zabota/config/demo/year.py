"""The year's money: payments week by week, refunds, corrections, payouts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from zabota.config.demo.cast import Cast
from zabota.domain.clients.models import Client
from zabota.domain.payments.facts import PaymentFact

PRICES = (99_000, 149_000, 299_000, 499_000)
SHARES = (50, 30, 15, 5)
CARDS = "yookassa"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a client pays every month and on which day of the year he began."""

    client: Client
    price: int
    first: datetime
    last: datetime
    every_days: int


def plans(random: Random, cast: Cast, *, at: datetime) -> list[Plan]:
    """Who pays how much and how often; some leave, most stay."""
    found = []
    year_ago = at - timedelta(days=365)
    for place, clients in sorted(cast.clients.items()):
        for client in clients:
            first = max(client.created_at + timedelta(days=3), year_ago + timedelta(hours=9))
            first += timedelta(days=random.randint(0, 29), minutes=random.randint(0, 540))
            last = at if random.random() < 0.8 else first + timedelta(days=random.randint(20, 300))
            price = random.choices(PRICES, SHARES)[0]
            every = 30 if random.random() < 0.55 else 91
            if place == 0:
                last, every = at, 30
            found.append(Plan(client, price, first, min(last, at), every))
    return found


def payments_of(plans: list[Plan]) -> list[PaymentFact]:
    """Every payment of the plans in the order of time."""
    facts = [fact for plan in plans for fact in _stream(plan)]
    return sorted(facts, key=lambda fact: (fact.paid_at, fact.external_id))


def _stream(plan: Plan) -> Iterator[PaymentFact]:
    moment, number = plan.first, 0
    while moment < plan.last:
        months = 1 if plan.every_days == 30 else 3
        yield card_payment(plan.client, plan.price * months, moment, number)
        moment += timedelta(days=plan.every_days)
        number += 1


def card_payment(client: Client, minor: int, at: datetime, number: int) -> PaymentFact:
    """A payment by card, of which the processor knows the client."""
    return PaymentFact(
        source=CARDS,
        external_id=f"{client.external_id}-{at:%y%m%d}-{number}",
        amount_minor=minor,
        fee_minor=minor * 28 // 1000,
        paid_at=at,
        client_external_id=client.external_id,
        product="messenger",
    )


def veteran_payments(cast: Cast) -> list[PaymentFact]:
    """Old payments under v1, v2 and v3, of clients whose partner has stopped selling since."""
    facts = []
    for client in cast.clients.get(1, [])[:6]:
        for year in (2018, 2019, 2020):
            moment = datetime(year, 10, 12, 9, 30, tzinfo=UTC)
            if client.created_at < moment:
                facts.append(card_payment(client, 149_000, moment, year))
    return facts


def trim_to_total(facts: list[PaymentFact], *, rewards_minor: int) -> list[PaymentFact]:
    """The payments whose 40 % come to the wished total: thinned evenly, by their sums."""
    wanted = rewards_minor * 10_000 // 4_000
    total = sum(fact.amount_minor for fact in facts)
    if total <= wanted:
        return facts
    kept: list[PaymentFact] = []
    met = taken = 0
    for fact in facts:
        met += fact.amount_minor
        if (2 * taken + fact.amount_minor) * total <= 2 * met * wanted:
            kept.append(fact)
            taken += fact.amount_minor
    return kept
