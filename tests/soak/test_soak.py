"""Nothing lost, nothing twice: repeats, overtaking, losses, forgeries, 429, 500 and SIGKILL at once.

`make soak` plays a month (SOAK_EVENTS=20000, SOAK_KILLS=40); inside `make test` it is a short one.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from tests.connectors.yookassa.conftest import THEIR_ADDRESS
from tests.emulators.running import Running, running
from tests.make.money import NOON
from tests.soak.house import House
from tests.soak.tills import Till, connect_tills, tills
from tests.world import World, assert_books_balance, owed, world
from zabota.connectors.connections.models import Connection, Fate, Notice, RefusedCall
from zabota.connectors.connections.operations.checkouts import ask_about_checkouts
from zabota.connectors.connections.operations.keeping import add_connection
from zabota.connectors.connections.operations.looking import look_at
from zabota.connectors.connections.operations.rehearsing import address_of
from zabota.connectors.connections.operations.understanding import look_again
from zabota.domain.clients.models import Client
from zabota.domain.ledger.queries import get_account_balance
from zabota.domain.payments.models import Payment, Refund
from zabota.domain.payouts.postings import on_the_way
from zabota.kit.clock import now

__all__ = ["world"]
EVENTS = int(os.environ.get("SOAK_EVENTS", "100"))
KILLS = int(os.environ.get("SOAK_KILLS", "2"))
AHEAD = max(50, EVENTS // 50)  # deliveries that may be on their way: kills must strike amid work
PATIENCE = max(60.0, EVENTS / 5)  # seconds for the house to come to rest
TROUBLE = {"duplicate": 0.3, "delay": 0.3, "drop": 0.05, "forge": 0.05, "too_many": 0.05,
           "fail": 0.05, "fail_after": 0.05, "seed": 7}  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_books_equal_their_truth(world: World, settings: Any) -> None:
    chance, begun = random.Random(7), time.monotonic()
    with running("yookassa") as shop, tills() as programs:
        addresses = frozenset(one.address for one in (shop, *programs))
        house = House(trusted=",".join(addresses))
        settings.PUBLIC_URL = house.url
        settings.OUTSIDE_TRUSTED = addresses
        ours, others = _connect(shop, world), connect_tills(programs)
        try:
            house.start()
            for program in (shop, *programs):
                program.play("knobs", **TROUBLE)
            sold = _play(shop, others, house, world, chance)
            state = Counter[str]()
            for program in (shop, *programs):
                state.update(program.settle(most=PATIENCE))
            told_after = round(time.monotonic() - begun)
            _come_to_rest(ours, others)
        finally:
            house.stop()
        truth = shop.play("truth")
        paid = {till.kind: till.truth() for till in others}
    payments = {p["id"]: p for p in truth["payments"]}
    theirs = Payment.objects.filter(source="yookassa")
    assert dict(theirs.values_list("external_id", "amount_minor")) == {
        number: _minor(one) for number, one in payments.items()
    }
    assert {till.kind: till.ours() for till in others} == paid
    assert sum(map(len, paid.values())) == sold
    assert dict(Refund.objects.values_list("external_id", "amount_minor")) == {
        one["id"]: _minor(one) for one in truth["refunds"]
    }
    assert _wrongly_rewarded(world) == []
    kept = sum(map(_minor, payments.values())) - sum(map(_minor, truth["refunds"]))
    kept += sum(sum(one.values()) for one in paid.values())
    # The clock proposes payouts before the bank's cut-off: what it took into a batch is on its way.
    his = owed(world.ivan) - get_account_balance(on_the_way(world.ivan.pk))
    assert abs(his - kept * 4 // 10) <= EVENTS, "each reward is rounded once"
    turned_away = sum(RefusedCall.objects.values_list("count", flat=True))
    assert turned_away <= state["forged"], "nobody but forgers is turned away"
    assert house.kills == KILLS
    assert_books_balance()
    told = {"events": EVENTS, "kills": KILLS, "seconds": round(time.monotonic() - begun),
            "seconds of telling": told_after,
            "turned away": turned_away,
            "payments": len(payments), "through invoices": sold, "refunds": len(truth["refunds"]), **state,
            "repeats": sum(Notice.objects.values_list("repeats", flat=True)),
            "found by looking": Notice.objects.filter(found_by_us=True).count()}  # fmt: skip
    print(told)


def _wrongly_rewarded(world: World) -> list[tuple[Any, ...]]:
    """Payments without client, or whose reward is not the partner's share of what was kept of them."""
    found = []
    for one in Payment.objects.prefetch_related("refunds", "rewards__reversals"):
        refunds = [refund.amount_minor for refund in one.refunds.all()]
        live = [reward for reward in one.rewards.all() if reward.cancelled_at is None]
        given = sum(reward.amount_minor for reward in live)
        taken = sum(back.amount_minor for reward in live for back in reward.reversals.all())
        due = (one.amount_minor - sum(refunds)) * 4 // 10
        if one.client_id != world.acme.pk or abs(given - taken - due) > 1 + len(refunds):
            found.append(
                (
                    one.source,
                    one.external_id,
                    one.client_id,
                    one.amount_minor,
                    refunds,
                    given,
                    taken,
                )
            )
    return found


def _connect(shop: Running, world: World) -> Connection:
    Client.objects.filter(pk=world.acme.pk).update(external_id="acme")
    ours = add_connection(
        kind="yookassa", name="Магазин", at=NOON,
        settings={"shop_id": "100500", "api_url": f"{shop.url}/v3/"},
        secrets={"secret_key": "test_secret"},
    )  # fmt: skip
    shop.play("config", hook=address_of(ours), caller=THEIR_ADDRESS)
    return ours


def _play(
    shop: Running, others: list[Till], house: House, world: World, chance: random.Random
) -> int:
    """Payments, and refunds of some of them in parts, often told in the wrong order.

    Every tenth is an invoice paid through another processor; the answer is how many of those were.
    """
    sold = 0
    strikes = Counter(chance.randrange(EVENTS // 5, EVENTS) for _ in range(KILLS))
    open_payments: list[tuple[str, int]] = []
    for number in range(EVENTS):
        if number % 25 == 0:
            _keep_pace(shop)
        for _ in range(strikes[number]):
            house.kill_one(chance)
        if number % 10 == 9:
            till = others[number // 10 % len(others)]
            sold += till.sell(world.acme, chance.randint(10_00, 9_999_99))
            continue
        if open_payments and chance.random() < 0.25:
            payment, left = open_payments.pop(chance.randrange(len(open_payments)))
            part = left if chance.random() < 0.5 else chance.randint(1, left)
            shop.play("refund", payment_id=payment, amount=_roubles(part))
            if part < left:
                open_payments.append((payment, left - part))
            continue
        minor = chance.randint(1_00, 9_999_99)
        made = shop.play("pay", amount=_roubles(minor), metadata={"client": "acme"})
        open_payments.append((made["id"], minor))
    return sold


def _keep_pace(shop: Running) -> None:
    """A shop does not sell faster than its house can listen; one that was killed is waited for."""
    until = time.monotonic() + PATIENCE
    while shop.play("quiet")["under way"] > AHEAD and time.monotonic() < until:
        time.sleep(0.05)


def _come_to_rest(ours: Connection, others: list[Till]) -> None:
    """What the clock does in the hours after: look into their lists, ask, read again what is due."""
    until, hours = time.monotonic() + PATIENCE, 0
    while time.monotonic() < until:
        hours += 1
        ask_about_checkouts(at=now() + timedelta(hours=hours), most=EVENTS)
        ours.refresh_from_db()
        look_at(ours, at=now())
        ours.refresh_from_db()
        look_again(at=now() + timedelta(hours=3), most=EVENTS)
        _wait_for_queue(until)
        open_ones = Notice.objects.exclude(fate__in=[Fate.RECORDED, Fate.REFUNDED, Fate.NOTED])
        known = all(till.ours() == till.truth() for till in others)
        if not ours.trouble and not open_ones.exists() and known:
            return
    left = Counter(Notice.objects.values_list("word", "fate", "event__error"))
    raise AssertionError(f"not at rest: {left}, {ours.trouble}")


def _wait_for_queue(until: float) -> None:
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' "
                "AND task_name LIKE '%.read'"
            )
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.1)


def _roubles(minor: int) -> dict[str, str]:
    return {"value": f"{Decimal(minor) / 100:.2f}", "currency": "RUB"}


def _minor(one: dict[str, Any]) -> int:
    return int(Decimal(one["amount"]["value"]) * 100)
