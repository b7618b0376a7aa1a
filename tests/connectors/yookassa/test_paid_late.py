"""YooKassa pays what was given up here: the books tell the truth, and no reward is paid twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.connectors.yookassa.nina import Gateway, leave, look, made
from tests.make.money import client_of, payment
from tests.web.jobs import run_jobs
from tests.world import assert_books_balance, owed
from zabota.connectors.mail.models import Letter
from zabota.connectors.rails.operations.asking import ask_attempt, ask_due
from zabota.domain.ledger.queries import get_account_balance
from zabota.domain.payouts.facts import RailWord
from zabota.domain.payouts.models import (
    Advance,
    AttemptStatus,
    Payout,
    PayoutAttempt,
    PayoutStatus,
)
from zabota.domain.payouts.operations import NothingDue
from zabota.domain.payouts.operations.by_hand import Evidence
from zabota.domain.payouts.operations.late import AnotherPayoutHasIt, AnotherTry
from zabota.domain.payouts.queries.receipts import list_unreceipted, sum_of_year
from zabota.domain.payouts.queries.stuck import is_stuck
from zabota.domain.people.models import Role
from zabota.domain.people.operations import add_person, give_role
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_cancelled, batch_sent
from zabota.flows.payments_received import payments_received
from zabota.flows.payout_by_hand import proof_given
from zabota.flows.payouts_sent import attempt_told, payout_paid_after_all, payout_repeated
from zabota.flows.payouts_settled import payout_failed
from zabota.kit.clock import local_date, now
from zabota.kit.errors import Refusal

pytestmark = pytest.mark.django_db
BALANCE = "vendor:yookassa"
BANK = "vendor:bank"


def give_up(gateway: Gateway) -> tuple[Payout, PayoutAttempt]:
    """YooKassa has Nina's payout and answers late: Olga does not wait for it."""
    program, _ = gateway
    olga = add_person(email="olga@example.com", name="Ольга", language="en")
    give_role(olga, role=Role.FINANCE)
    program.play("config", payouts_end="pending")
    payout = leave()
    run_jobs()
    payout_failed(payout, reason="не дождались", at=now(), by="Ольга")
    return payout, payout.attempts.get()


def they_pay(gateway: Gateway, attempt: PayoutAttempt) -> None:
    """And then it is paid."""
    gateway[0].play("payout", id=attempt.external_id, status="succeeded")


def subjects() -> str:
    return "\n".join(Letter.objects.values_list("subject", flat=True))


def test_what_nobody_else_pays_is_booked_by_itself(gateway: Gateway) -> None:
    payout, attempt = give_up(gateway)
    assert owed(payout.partner) == 40_000
    ask_due(at=now() + timedelta(hours=1))
    assert look(payout) == (PayoutStatus.FAILED, AttemptStatus.GIVEN_UP), "not paid yet"
    they_pay(gateway, attempt)
    ask_due(at=now() + timedelta(hours=9))
    assert look(payout) == (PayoutStatus.SETTLED, AttemptStatus.SETTLED)
    assert (owed(payout.partner), payout.failure) == (0, "")
    assert get_account_balance(BALANCE) == -40_000
    assert ask_due(at=now() + timedelta(days=2)) == 0
    with pytest.raises(NothingDue):
        leave()
    run_jobs()
    assert "was paid after all" in subjects()
    assert_books_balance()

    payout_failed(payout, reason="вернулось", at=now(), by="Ольга")
    assert (owed(payout.partner), get_account_balance(BALANCE)) == (40_000, 0)
    attempt_told(attempt, RailWord(end="settled", external_id=attempt.external_id), at=now())
    assert look(payout)[0] == PayoutStatus.FAILED, "old news"
    assert_books_balance()


def test_what_another_payout_pays_becomes_an_advance(gateway: Gateway) -> None:
    first, attempt = give_up(gateway)
    gateway[0].play("config", payouts_end="succeeded")
    second = leave()
    run_jobs()
    assert look(second)[0] == PayoutStatus.SETTLED
    they_pay(gateway, attempt)
    ask_due(at=now() + timedelta(hours=9))
    assert look(first) == (PayoutStatus.FAILED, AttemptStatus.SETTLED), "it waits for a person"
    assert list(Payout.objects.filter(is_stuck())) == [first]

    payout_paid_after_all(first, at=now(), by="Ольга")
    with pytest.raises(Refusal, match="has not said"):
        payout_paid_after_all(first, at=now(), by="Ольга")
    assert not Payout.objects.filter(is_stuck()).exists()
    assert (owed(first.partner), get_account_balance(BALANCE)) == (-40_000, -80_000)
    assert Advance.objects.get().proof == f"yookassa:{attempt.external_id}"
    run_jobs()
    assert "Вам дважды пришло 400\u00a0₽" in subjects()
    assert_books_balance()

    owing = {one.payout.pk for one in list_unreceipted([first.partner_id])}
    assert owing == {first.pk, second.pk}, "a receipt is owed for each of them"
    year = local_date(now()).year
    assert sum_of_year([first.partner_id], year=year) == {first.partner_id: 80_000}
    payments_received([payment(client_of(first.partner, "Сигма"), 250_000, at=now())], at=now())
    third = leave()
    run_jobs()
    assert (look(third)[0], third.amount_minor) == (PayoutStatus.SETTLED, 60_000)
    assert sorted(third.items.values_list("amount_minor", flat=True)) == [-40_000, 100_000]
    assert owed(first.partner) == 0
    assert sum(float(one["amount"]["value"]) for one in made(gateway[0])) == 1400
    assert_books_balance()


def test_what_was_proved_by_hand_and_paid_too_raises_an_alarm(gateway: Gateway) -> None:
    """YooKassa is silent, Olga pays from the bank and proves it, and then YooKassa pays as well."""
    program, _ = gateway
    olga = add_person(email="olga@example.com", name="Ольга", language="en")
    give_role(olga, role=Role.FINANCE)
    program.play("config", payouts_end="pending")
    program.play("knobs", fail_after=1)
    payout = leave()
    ask_due(at=now())
    assert look(payout) == (PayoutStatus.UNKNOWN, AttemptStatus.UNKNOWN)
    program.play("knobs", fail_after=0)
    paper = Evidence(on=local_date(now()), amount_minor=40_000, reference="№ 17",
                     name="платёжка.pdf", content=b"%PDF-1.7 paid")  # fmt: skip
    proof_given(payout, paper, at=now(), by="Ольга", person=olga)
    assert look(payout) == (PayoutStatus.SETTLED, AttemptStatus.GIVEN_UP), "it is asked about on"
    assert (get_account_balance(BANK), get_account_balance(BALANCE)) == (-40_000, 0)
    ask_due(at=now() + timedelta(hours=2))
    assert not Payout.objects.filter(is_stuck()).exists(), "not paid yet"
    assert len(made(program)) == 1, "and never asked for again"

    program.play("payout", id=made(program)[0]["id"], status="succeeded")
    ask_due(at=now() + timedelta(hours=20))
    assert look(payout) == (PayoutStatus.SETTLED, AttemptStatus.SETTLED)
    assert list(Payout.objects.filter(is_stuck())) == [payout]
    run_jobs()
    assert Letter.objects.filter(
        body__contains="proved by hand, and YooKassa paid them too"
    ).exists()
    payout_paid_after_all(payout, at=now(), by="Ольга")
    assert Advance.objects.get().amount_minor == 40_000
    assert owed(payout.partner) == -40_000
    assert (get_account_balance(BANK), get_account_balance(BALANCE)) == (-40_000, -40_000)
    assert not Payout.objects.filter(is_stuck()).exists()
    assert ask_due(at=now() + timedelta(days=3)) == 0
    assert_books_balance()


def test_what_was_proved_by_hand_comes_back_to_where_it_left(gateway: Gateway) -> None:
    """The bank's account, for the money never was in YooKassa's balance."""
    gateway[0].play("knobs", fail=1)
    payout = leave()
    ask_due(at=now())
    paper = Evidence(on=local_date(now()), amount_minor=40_000, reference="№ 17",
                     name="платёжка.pdf", content=b"%PDF-1.7 paid")  # fmt: skip
    proof_given(payout, paper, at=now(), by="Ольга")
    payout_failed(payout, reason="банк вернул", at=now(), by="Ольга")
    assert (get_account_balance(BANK), get_account_balance(BALANCE)) == (0, 0)
    assert owed(payout.partner) == 40_000
    assert_books_balance()


def test_another_batch_waits_until_it_is_booked(gateway: Gateway) -> None:
    first, attempt = give_up(gateway)
    batch = batch_formed(before=now() + timedelta(days=7), at=now(), by="Ольга").batch
    batch_approved(batch, at=now(), by="Ольга")
    they_pay(gateway, attempt)
    ask_due(at=now() + timedelta(hours=9))
    with pytest.raises(Refusal, match="after all"):
        batch_sent(batch, at=now(), by="Ольга")
    with pytest.raises(AnotherPayoutHasIt):
        payout_paid_after_all(first, at=now(), by="Ольга")
    batch_cancelled(batch, at=now(), by="Ольга")
    with pytest.raises(NothingDue):
        leave()
    payout_paid_after_all(first, at=now(), by="Ольга")
    assert look(first)[0] == PayoutStatus.SETTLED
    assert not Advance.objects.exists()
    assert len(made(gateway[0])) == 1
    assert_books_balance()


def test_a_refused_first_try_may_be_paid_and_the_second_is_waited_for(gateway: Gateway) -> None:
    program, _ = gateway
    program.play("config", balance=10)
    payout = leave()
    run_jobs()
    first = payout.attempts.get()
    payout.refresh_from_db()
    program.play("config", balance=1000, payouts_end="pending")
    second = payout_repeated(payout, at=now(), by="Ольга")
    ask_attempt(second, at=now())
    attempt_told(first, RailWord(end="settled", external_id=first.external_id), at=now())
    with pytest.raises(AnotherTry):
        payout_paid_after_all(payout, at=now(), by="Ольга")
    they_pay(gateway, second)
    ask_due(at=now() + timedelta(minutes=9))
    assert look(payout) == (PayoutStatus.SETTLED, AttemptStatus.SETTLED)
    payout_paid_after_all(payout, at=now(), by="Ольга")
    assert owed(payout.partner) == -40_000
    assert_books_balance()


def test_a_second_try_that_has_not_left_never_does(gateway: Gateway) -> None:
    program, _ = gateway
    program.play("config", balance=10)
    payout = leave()
    run_jobs()
    first = payout.attempts.get()
    payout.refresh_from_db()
    payout_repeated(payout, at=now(), by="Ольга")
    attempt_told(first, RailWord(end="settled", external_id=first.external_id), at=now())
    payout.refresh_from_db()
    assert (payout.status, payout.attempts.last().status) == (
        PayoutStatus.SETTLED, AttemptStatus.REFUSED,
    )  # fmt: skip
    assert owed(payout.partner) == 0
    assert ask_due(at=now() + timedelta(days=1)) == 0
    assert_books_balance()


@pytest.mark.parametrize("from_balance", [False, True])
def test_a_proof_says_where_the_money_left_and_it_returns_there(
    gateway: Gateway, from_balance: bool
) -> None:
    """What left the bank must not lessen the balance at YooKassa, neither when paid nor when it comes back."""
    program, _ = gateway
    program.play("config", payouts_end="pending")
    program.play("knobs", fail_after=1)
    payout = leave()
    ask_due(at=now())
    paper = Evidence(on=local_date(now()), amount_minor=40_000, reference="№ 17", name="платёжка.pdf",
                     content=b"%PDF-1.7 paid", from_balance=from_balance)  # fmt: skip
    proof_given(payout, paper, at=now(), by="Ольга")
    paid_from, untouched = (BALANCE, "vendor:bank") if from_balance else ("vendor:bank", BALANCE)
    assert get_account_balance(paid_from) == -40_000
    assert get_account_balance(untouched) == 0
    payout_failed(payout, reason="вернулось", at=now(), by="Ольга")
    assert (get_account_balance(paid_from), get_account_balance(untouched)) == (0, 0)
    assert owed(payout.partner) == 40_000
    assert_books_balance()
