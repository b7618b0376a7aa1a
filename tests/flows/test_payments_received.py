"""A client pays: the partner is rewarded by the terms of that moment, once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.make.money import NOON, client, client_of, four_terms, partner, payment, refund
from tests.world import World, assert_books_balance, owed
from zabota.domain.invoices.operations import issue_invoice
from zabota.domain.payments.models import Payment
from zabota.domain.programme.models import Servicing
from zabota.domain.rewards.models import Hold, Reward
from zabota.flows.payment_matched import payment_matched
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.kit.errors import Refusal
from zabota.kit.money import Money

pytestmark = pytest.mark.django_db


def test_the_partner_gets_forty_percent_with_three_days_to_go(world: World) -> None:
    payments_received([payment(world.acme, 123_456)], at=NOON)

    reward = Reward.objects.get()
    assert (reward.partner, reward.amount_minor, reward.rate_bp) == (world.ivan, 49_382, 4000)
    assert reward.due_at == NOON + timedelta(days=3)
    assert owed(world.ivan) == 49_382
    assert_books_balance()


def test_the_same_payment_twice_is_rewarded_once(world: World) -> None:
    fact = payment(world.acme, id="once")
    payments_received([fact, fact], at=NOON)
    again = payments_received([fact], at=NOON)

    assert (again.known, again.reward_ids) == (1, [])
    assert owed(world.ivan) == 40_000
    assert_books_balance()


def test_the_same_key_with_another_amount_is_told_apart(world: World) -> None:
    payments_received([payment(world.acme, 100_000, id="x")], at=NOON)
    other = payment(world.acme, 200_000, id="x")
    assert payments_received([other], at=NOON).contradicting == [other]
    assert owed(world.ivan) == 40_000


def test_a_client_of_nobody_pays_and_nobody_is_owed(world: World) -> None:
    payments_received([payment(world.zero)], at=NOON)
    assert Payment.objects.get().client == world.zero
    assert not Reward.objects.exists()


def test_each_payment_is_priced_by_the_version_of_its_moment() -> None:
    four_terms()
    ivan = partner("Иван", "ИВАН10", at=datetime(2018, 1, 1, tzinfo=UTC))
    start = datetime(2018, 1, 1, tzinfo=UTC)
    full = client_of(ivan, "Полный", since=start)
    brought = client_of(ivan, "Приведённый", since=start, servicing=Servicing.BROUGHT)
    years = [datetime(year, 6, 1, tzinfo=UTC) for year in (2017, 2018, 2019, 2020, 2022)]
    payments_received([payment(full, 100_000, at=at) for at in years], at=NOON)
    payments_received([payment(brought, 100_000, at=at) for at in years], at=NOON)

    def rewards_of(name: str) -> list[tuple[int, int]]:
        rows = Reward.objects.filter(payment__client__name=name).order_by("payment__paid_at")
        return list(rows.values_list("clause__version__number", "amount_minor"))

    assert rewards_of("Полный") == [(1, 20_000), (2, 30_000), (3, 30_000), (4, 40_000)]
    assert rewards_of("Приведённый") == [(1, 20_000), (2, 15_000), (3, 30_000), (4, 40_000)]
    assert_books_balance()


def test_our_reference_in_the_purpose_finds_the_client_and_pays_the_invoice(world: World) -> None:
    invoice = issue_invoice(world.acme, amount=Money(100_000), subject="Лицензия", at=NOON)
    fact = payment(None, purpose=invoice.purpose, payer_inn=world.acme.inn)
    payments_received([fact], at=NOON)

    paid = Payment.objects.get()
    invoice.refresh_from_db()
    assert (paid.client, paid.matched_by, invoice.status) == (world.acme, "reference", "paid")
    assert owed(world.ivan) == 40_000


def test_the_payers_inn_finds_a_known_client(world: World) -> None:
    payments_received([payment(None, payer_inn=world.acme.inn)], at=NOON)
    assert Payment.objects.get().matched_by == "inn"


def test_somebody_elses_money_for_our_invoice_is_held(world: World) -> None:
    invoice = issue_invoice(world.acme, amount=Money(100_000), subject="Лицензия", at=NOON)
    payments_received(
        [payment(None, purpose=invoice.purpose, payer_inn=client("Чужой").inn)], at=NOON
    )
    assert Reward.objects.get().hold == Hold.THIRD_PARTY


def test_a_partner_who_pays_for_his_client_is_looked_at(world: World) -> None:
    payments_received([payment(world.acme, payer_inn=world.ivan.inn)], at=NOON)
    assert Reward.objects.get().hold == Hold.SELF_PAYMENT


def test_a_waiting_payment_is_priced_from_its_own_date_once_tied(world: World) -> None:
    long_before = NOON - timedelta(days=30)
    received = payments_received([payment(None, at=long_before, payer_inn="1")], at=NOON)
    assert received.waiting == 1
    waiting = Payment.objects.get()

    payment_matched(waiting, client=world.acme, remember_payer=True, at=NOON, by="Ольга")
    assert Reward.objects.get().due_at == long_before + timedelta(days=3)
    payments_received([payment(None, payer_inn="1")], at=NOON)
    assert owed(world.ivan) == 80_000
    with pytest.raises(Refusal):
        payment_matched(waiting, client=world.zero, remember_payer=False, at=NOON, by="Ольга")
    assert_books_balance()


def test_refunds_in_pieces_take_back_exactly_the_reward(world: World) -> None:
    fact = payment(world.acme, 9_999)
    payments_received([fact], at=NOON)
    for minor in (3_333, 3_333, 3_333):
        once = refund(fact, minor)
        payments_refunded([once], at=NOON)
        payments_refunded([once], at=NOON)
    assert owed(world.ivan) == 0
    assert_books_balance()


def test_more_than_was_paid_is_not_refunded(world: World) -> None:
    fact = payment(world.acme, 10_000)
    payments_received([fact], at=NOON)
    with pytest.raises(Refusal):
        payments_refunded([refund(fact, 10_001)], at=NOON)
    assert owed(world.ivan) == 4_000


@pytest.mark.parametrize("size", [10, 1000])
def test_the_number_of_statements_does_not_depend_on_the_number_of_facts(
    world: World, size: int
) -> None:
    payments_received([payment(world.acme)], at=NOON)
    with CaptureQueriesContext(
        connection,
    ) as one:
        payments_received([payment(world.acme)], at=NOON)
    with CaptureQueriesContext(connection) as many:
        payments_received([payment(world.acme) for _ in range(size)], at=NOON)
    assert len(many) == len(one)
    assert_books_balance()
