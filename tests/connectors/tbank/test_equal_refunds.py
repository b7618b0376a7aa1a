"""T-Bank: two equal partial refunds are two, one told twice is one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.connectors.tbank.test_tbank import bill, program, terminal
from tests.emulators.running import Running
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, owed, world
from zabota.connectors.connections.models import Connection, Notice
from zabota.connectors.tbank.jobs import read_tbank_notice
from zabota.connectors.tbank.translate import is_made_of
from zabota.domain.payments.models import Refund

__all__ = ["program", "terminal", "world"]


def paid(program: Running, world: World) -> str:
    made = program.play("pay", OrderId=bill(world).number, Amount=100_000, status="CONFIRMED")
    read(program)
    return str(made["PaymentId"])


def back(program: Running, number: str, amount: int) -> None:
    program.play("pay", id=number, status="PARTIAL_REFUNDED", amount=amount)


def read(program: Running) -> None:
    program.settle()
    run_jobs()


def refunded() -> list[int]:
    return sorted(Refund.objects.values_list("amount_minor", flat=True))


@pytest.mark.django_db(transaction=True)
def test_two_equal_refunds_are_counted_and_a_repeat_is_not(
    program: Running, terminal: Connection, world: World
) -> None:
    number = paid(program, world)
    program.play("knobs", duplicate=1)
    for _ in range(2):
        back(program, number, 30_000)
        read(program)
    assert refunded() == [30_000, 30_000]
    assert owed(world.ivan) == 16_000
    program.play("pay", id=number, status="REFUNDED")
    read(program)
    assert (sum(refunded()), owed(world.ivan)) == (100_000, 0)
    assert_books_balance()


@pytest.mark.django_db(transaction=True)
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    amounts=st.lists(st.sampled_from([1_000, 7_000, 9_999]), min_size=1, max_size=7),
    seed=st.integers(0, 9),
)
def test_whatever_comes_in_whatever_order_the_sum_is_the_banks(
    program: Running, terminal: Connection, world: World, amounts: list[int], seed: int
) -> None:
    before = sum(refunded())
    number = paid(program, world)
    program.play("knobs", duplicate=0.5, delay=0.5, seed=seed)
    for amount in amounts:
        back(program, number, amount)
    read(program)
    program.play("knobs", duplicate=0, delay=0)
    assert sum(refunded()) - before == sum(amounts)
    assert_books_balance()


@pytest.mark.django_db(transaction=True)
def test_what_no_notification_explains_waits_for_the_one_that_does(
    program: Running, terminal: Connection, world: World
) -> None:
    number = paid(program, world)
    program.play("knobs", drop=1)
    back(program, number, 25_000)
    program.play("knobs", drop=0)
    back(program, number, 7_000)
    read(program)
    assert refunded() == []
    notice = Notice.objects.get(word="PARTIAL_REFUNDED")
    assert notice.next_try_at is not None
    Notice.objects.filter(pk=notice.pk).update(came_at=notice.came_at - timedelta(hours=2))
    read_tbank_notice(event_id=notice.event_id)
    assert refunded() == [7_000]


@pytest.mark.django_db(transaction=True)
def test_where_the_bank_does_not_lower_its_amount_the_notification_is_believed(
    program: Running, terminal: Connection, world: World
) -> None:
    number = paid(program, world)
    program.play("config", lowers=False)
    for _ in range(2):
        back(program, number, 30_000)
        read(program)
    assert refunded() == [30_000]


@pytest.mark.parametrize(
    ("total", "parts", "made"),
    [
        (0, [], True),
        (60, [30], False),
        (60, [30, 30], True),
        (50, [30, 7, 20], True),
        (7, [], False),
    ],
)
def test_sums_of_parts(total: int, parts: list[int], made: Any) -> None:
    assert is_made_of(total, parts) is made
