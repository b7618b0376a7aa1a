"""The balance of payouts: topped up by the bank's line, spent by payouts, held against YooKassa's word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.connectors.yookassa.nina import Gateway, leave, look
from tests.flows.test_bank_lines import refund
from tests.flows.test_bank_road import bring, statement
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance
from zabota.connectors.bank.models import StatementLine
from zabota.connectors.bank.operations.open_lines import (
    LineDecided,
    list_open_lines,
    top_up_by_line,
)
from zabota.connectors.connections.operations.keeping import switch_connection
from zabota.connectors.rails.operations.asking import ask_balances
from zabota.domain.ledger.queries import get_account_balance
from zabota.domain.payouts.models import BalanceMove, BalanceWord, PayoutStatus
from zabota.domain.payouts.operations.balances import MoveFact, MoveRefused
from zabota.domain.payouts.queries.balances import get_books_balance, list_differing_balances
from zabota.flows.balance_moved import balance_move_undone, balance_moved
from zabota.kit.clock import local_date, now

pytestmark = pytest.mark.django_db
YOOMONEY = "7750005725"
WORDS = "Пополнение баланса выплат по договору НВ.100500. НДС не облагается"


def paid_to_yookassa(minor: int, words: str = WORDS, *, number: str = "55") -> bytes:
    """Our statement with one transfer to YooKassa."""
    return statement(refund(minor, words, inn=YOOMONEY, number=number), outgoing=minor // 100)


def fact(kind: str, minor: int) -> MoveFact:
    return MoveFact(
        rail="yookassa", kind=kind, amount_minor=minor, currency="RUB", on=local_date(now())
    )


def test_the_banks_line_tops_up_and_a_payout_spends(gateway: Gateway) -> None:
    program, _ = gateway
    program.play("config", balance=1000)
    bring(paid_to_yookassa(100_000))
    bring(paid_to_yookassa(100_000) + b"\r\n")
    assert BalanceMove.objects.count() == 1
    assert (get_books_balance("yookassa"), get_account_balance("vendor:bank")) == (
        100_000, -100_000,
    )  # fmt: skip
    assert not list_open_lines().exists()
    payout = leave()
    run_jobs()
    assert look(payout)[0] == PayoutStatus.SETTLED
    assert ask_balances(at=now()) == 1
    word = BalanceWord.objects.get()
    assert (word.said_minor, word.books_minor, word.differs_minor) == (60_000, 60_000, 0)
    assert_books_balance()


def test_what_yookassa_has_and_the_books_have_not_is_a_difference(gateway: Gateway) -> None:
    program, connection = gateway
    program.play("config", balance=500)
    ask_balances(at=now())
    assert [word.differs_minor for word in list_differing_balances()] == [50_000]
    balance_moved([fact("top_up", 70_000), fact("fee", 1_000)], at=now(), by="Ольга")
    ask_balances(at=now())
    assert [word.differs_minor for word in list_differing_balances()] == [-19_000]
    balance_moved([fact("taken_back", 19_000)], at=now(), by="Ольга")
    ask_balances(at=now())
    assert list_differing_balances() == []
    assert get_account_balance("vendor:gateway_fees") == 1_000
    switch_connection(connection, on=False, at=now(), by="Виктор")
    assert ask_balances(at=now()) == 0
    assert_books_balance()


def test_what_is_under_way_may_be_taken_from_it_or_not(gateway: Gateway) -> None:
    program, _ = gateway
    balance_moved([fact("top_up", 100_000)], at=now(), by="Ольга")
    program.play("config", payouts_end="pending")
    leave()
    run_jobs()
    for there, differs in ((1000, 0), (600, 0), (599, -100), (1001, 100)):
        program.play("config", balance=there)
        ask_balances(at=now())
        assert BalanceWord.objects.get().differs_minor == differs


def test_a_move_by_mistake_is_undone_once(world: World) -> None:
    (move,) = balance_moved([fact("top_up", 70_000)], at=now(), by="Ольга")
    for _ in range(2):
        balance_move_undone(move, at=now(), by="Ольга")
    assert get_books_balance("yookassa") == 0
    with pytest.raises(MoveRefused):
        balance_moved([fact("fee", 0)], at=now(), by="Ольга")
    tomorrow = MoveFact(
        rail="yookassa", kind="fee", amount_minor=1, currency="RUB",
        on=local_date(now()) + timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(MoveRefused):
        balance_moved([tomorrow], at=now(), by="Ольга")
    assert_books_balance()


def test_a_transfer_that_does_not_say_what_for_waits_for_a_click(world: World) -> None:
    bring(paid_to_yookassa(100_000, "Оплата по договору 100500"))
    assert BalanceMove.objects.count() == 0
    (line,) = list_open_lines()
    top_up_by_line(line, at=now(), by="Ольга")
    assert get_books_balance("yookassa") == 100_000
    assert not list_open_lines().exists()
    with pytest.raises(LineDecided):
        top_up_by_line(StatementLine.objects.get(), at=now(), by="Пётр")
    assert_books_balance()
