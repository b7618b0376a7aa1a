"""Payouts through YooKassa over real HTTP: paid once, whatever happens to the answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import yookassa as sdk

from tests.connectors.yookassa.nina import Gateway, leave, look, made
from tests.emulators.running import Running
from tests.web.jobs import run_jobs
from tests.world import assert_books_balance, owed
from zabota.connectors.connections.models import Connection, Fate, Notice
from zabota.connectors.connections.operations.keeping import (
    replace_secrets,
    switch_connection,
)
from zabota.connectors.rails.operations.asking import ask_attempt, ask_due
from zabota.connectors.yookassa.kind import YOOKASSA_RAIL
from zabota.connectors.yookassa.operations import paying
from zabota.domain.payouts.models import (
    AttemptStatus,
    Payout,
    PayoutAttempt,
    PayoutStatus,
)
from zabota.domain.payouts.operations import NothingDue
from zabota.domain.payouts.operations.attempts import NothingToRepeat, note_call
from zabota.domain.payouts.operations.late import AnotherPayoutHasIt
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_cancelled
from zabota.flows.payouts_sent import payout_paid_after_all, payout_repeated
from zabota.flows.payouts_settled import payout_failed
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db


def test_a_batch_is_paid_by_itself(gateway: Gateway) -> None:
    program, _ = gateway
    payout = leave()
    run_jobs()
    assert look(payout) == (PayoutStatus.SETTLED, AttemptStatus.SETTLED)
    there = made(program)[0]
    assert there["amount"] == {"value": "400.00", "currency": "RUB"}
    where = {"type": "sbp", "phone": "79161234567", "bank_id": "100000000111"}
    assert there["payout_destination"] == where
    assert payout.proof == f"yookassa:{there['id']}"
    assert ask_due(at=now() + timedelta(days=1)) == 0
    assert_books_balance()


@pytest.mark.parametrize("knob", ["fail_after", "fail", "too_many", "slow"])
def test_what_is_not_known_is_asked_again_under_the_same_key(
    gateway: Gateway, knob: str, impatient: None
) -> None:
    program, _ = gateway
    payout = leave()
    program.play("knobs", **{knob: 1})
    run_jobs()
    assert look(payout) == (PayoutStatus.UNKNOWN, AttemptStatus.UNKNOWN)
    program.play("knobs", **{knob: 0})
    assert ask_due(at=now()) == 0, "not at once"
    assert ask_due(at=now() + timedelta(minutes=2)) == 1
    assert look(payout) == (PayoutStatus.SETTLED, AttemptStatus.SETTLED)
    assert len(made(program)) == 1
    assert payout.attempts.count() == 1
    assert_books_balance()


def test_killed_between_the_call_and_the_note(gateway: Gateway) -> None:
    """The worker dies after YooKassa has paid and before anything is written."""
    program, _ = gateway
    payout = leave()
    attempt = payout.attempts.get()
    assert note_call(attempt, at=now())
    assert YOOKASSA_RAIL.submit(attempt, now()).end == "settled"
    assert look(payout) == (PayoutStatus.SENT, AttemptStatus.UNKNOWN)
    assert ask_due(at=now() + timedelta(minutes=2)) == 1
    assert look(payout) == (PayoutStatus.SETTLED, AttemptStatus.SETTLED)
    assert len(made(program)) == 1
    assert_books_balance()


def test_killed_before_the_call(gateway: Gateway) -> None:
    program, _ = gateway
    payout = leave()
    assert note_call(payout.attempts.get(), at=now())
    assert made(program) == []
    ask_due(at=now() + timedelta(minutes=2))
    assert look(payout) == (PayoutStatus.SETTLED, AttemptStatus.SETTLED)
    assert len(made(program)) == 1


def test_after_a_day_the_key_is_not_used_again_and_their_list_is_read(gateway: Gateway) -> None:
    """Their memory of keys is a day: a call under an old key might be a second payout."""
    program, _ = gateway
    payout, lost = leave(), now() + timedelta(hours=30)
    attempt = payout.attempts.get()
    assert note_call(attempt, at=now())
    ask_attempt(attempt, at=lost)
    assert look(payout) == (PayoutStatus.UNKNOWN, AttemptStatus.UNKNOWN)
    assert made(program) == [], "it waits for a person"
    YOOKASSA_RAIL.submit(attempt, now())
    ask_attempt(attempt, at=lost)
    assert look(payout) == (PayoutStatus.SETTLED, AttemptStatus.SETTLED)
    assert len(made(program)) == 1
    assert_books_balance()


@pytest.mark.django_db(transaction=True)
def test_what_they_pay_later_is_heard_once(called: Running) -> None:
    payout = leave()
    run_jobs()
    assert look(payout) == (PayoutStatus.SENT, AttemptStatus.SENT)
    number = payout.attempts.get().external_id
    called.play("knobs", duplicate=1)
    called.play("payout", id=number, status="succeeded")
    called.settle()
    run_jobs()
    assert look(payout) == (PayoutStatus.SETTLED, AttemptStatus.SETTLED)
    assert set(Notice.objects.values_list("fate", flat=True)) == {Fate.NOTED}
    assert_books_balance()


@pytest.mark.django_db(transaction=True)
def test_a_forged_word_is_not_believed(called: Running) -> None:
    payout = leave()
    run_jobs()
    number = payout.attempts.get().external_id
    called.play("tell", event="payout.succeeded", id=number)
    called.play("tell", event="payout.succeeded", id="po-x", object={"id": "po-x"})
    called.settle()
    run_jobs()
    assert look(payout) == (PayoutStatus.SENT, AttemptStatus.SENT)
    assert Notice.objects.filter(fate=Fate.DENIED).count() == 1


def test_what_they_pay_later_is_asked_about(gateway: Gateway) -> None:
    program, _ = gateway
    program.play("config", payouts_end="pending")
    payout = leave()
    run_jobs()
    program.play("payout", id=payout.attempts.get().external_id, status="succeeded")
    program.play("knobs", fail=1)
    ask_due(at=now() + timedelta(minutes=2))
    assert look(payout) == (PayoutStatus.SENT, AttemptStatus.SENT), "accepted stays accepted"
    program.play("knobs", fail=0)
    ask_due(at=now() + timedelta(minutes=9))
    assert look(payout) == (PayoutStatus.SETTLED, AttemptStatus.SETTLED)


def given_up(program: Running) -> Payout:
    """On its way at YooKassa, and given up by Olga."""
    program.play("config", payouts_end="pending")
    payout = leave()
    run_jobs()
    payout_failed(payout, reason="не дождались", at=now(), by="Ольга")
    assert look(payout) == (PayoutStatus.FAILED, AttemptStatus.GIVEN_UP)
    assert owed(payout.partner) == 40_000
    return payout


def test_money_that_left_after_a_person_gave_up_is_booked(gateway: Gateway) -> None:
    """Its rewards are still free: the payout takes them back, and finance is told."""
    program, _ = gateway
    payout = given_up(program)
    program.play("payout", id=payout.attempts.get().external_id, status="succeeded")
    ask_due(at=now() + timedelta(hours=2))
    assert look(payout) == (PayoutStatus.SETTLED, AttemptStatus.SETTLED)
    assert owed(payout.partner) == 0
    assert Event.objects.get(name="payout_paid_after.all").payload["booked"]
    with pytest.raises(NothingDue):
        batch_formed(before=now() + timedelta(days=9), at=now(), by="Ольга")
    assert_books_balance()


def test_what_another_payout_has_meanwhile_waits_for_a_person(gateway: Gateway) -> None:
    program, _ = gateway
    payout = given_up(program)
    second = batch_formed(before=now() + timedelta(days=9), at=now(), by="Ольга").batch
    program.play("payout", id=payout.attempts.get().external_id, status="succeeded")
    ask_due(at=now() + timedelta(hours=2))
    assert look(payout) == (PayoutStatus.FAILED, AttemptStatus.SETTLED)
    assert not Event.objects.get(name="payout_paid_after.all").payload["booked"]
    with pytest.raises(AnotherPayoutHasIt):
        payout_paid_after_all(payout, at=now(), by="Ольга")
    batch_cancelled(second, at=now(), by="Ольга")
    payout_paid_after_all(payout, at=now(), by="Ольга")
    assert look(payout)[0] == PayoutStatus.SETTLED
    assert owed(payout.partner) == 0
    assert_books_balance()


def test_what_was_given_up_is_never_made_by_asking(gateway: Gateway) -> None:
    """YooKassa does not know the key: asking must not make the payout now."""
    program, _ = gateway
    program.play("knobs", fail=1)
    payout = leave()
    run_jobs()
    program.play("knobs", fail=0)
    payout_failed(payout, reason="не дождались", at=now(), by="Ольга")
    ask_due(at=now() + timedelta(hours=2))
    assert look(payout) == (PayoutStatus.FAILED, AttemptStatus.GIVEN_UP)
    assert program.play("truth")["payouts"] == []
    ask_due(at=now() + timedelta(days=40))
    assert_books_balance()


def test_cancelled_by_them_is_due_again(gateway: Gateway) -> None:
    program, _ = gateway
    program.play("config", payouts_end="canceled")
    payout = leave()
    run_jobs()
    assert look(payout) == (PayoutStatus.FAILED, AttemptStatus.FAILED)
    assert "получатель не найден" in payout.failure
    assert owed(payout.partner) == 40_000
    with pytest.raises(NothingToRepeat):
        payout_repeated(payout, at=now(), by="Ольга")
    assert_books_balance()


def test_refused_for_want_of_money_is_sent_again_under_a_new_key(gateway: Gateway) -> None:
    program, _ = gateway
    program.play("config", balance=10)
    payout = leave()
    run_jobs()
    assert look(payout) == (PayoutStatus.APPROVED, AttemptStatus.REFUSED)
    program.play("config", balance=1000)
    assert ask_due(at=now() + timedelta(days=1)) == 0, "only a person sends it again"
    again = payout_repeated(payout, at=now(), by="Ольга")
    ask_attempt(again, at=now())
    assert look(payout) == (PayoutStatus.SETTLED, AttemptStatus.SETTLED)
    first, second = payout.attempts.order_by("number")
    assert first.key != second.key
    assert [one["status"] for one in made(program)] == ["canceled", "succeeded"]
    assert_books_balance()


def test_refused_may_be_given_up(gateway: Gateway) -> None:
    program, _ = gateway
    program.play("config", balance=10)
    payout = leave()
    run_jobs()
    payout.refresh_from_db()
    payout_failed(payout, reason="платим иначе", at=now(), by="Ольга")
    assert owed(payout.partner) == 40_000
    assert_books_balance()


def test_wrong_keys_leave_it_open(gateway: Gateway) -> None:
    program, connection = gateway
    replace_secrets(connection, secrets={"secret_key": "wrong"}, at=now(), by="Виктор")
    payout = leave()
    run_jobs()
    assert look(payout) == (PayoutStatus.UNKNOWN, AttemptStatus.UNKNOWN)
    with pytest.raises(Refusal):
        paying.check_keys(Connection.objects.get())
    replace_secrets(connection, secrets={"secret_key": "test_secret"}, at=now(), by="Виктор")
    ask_due(at=now() + timedelta(minutes=2))
    assert look(payout) == (PayoutStatus.SETTLED, AttemptStatus.SETTLED)
    assert len(made(program)) == 1


def test_without_a_gateway_nobody_is_called(gateway: Gateway) -> None:
    program, connection = gateway
    payout = leave()
    switch_connection(connection, on=False, at=now(), by="Виктор")
    run_jobs()
    assert look(payout) == (PayoutStatus.SENT, AttemptStatus.PREPARED)
    payout_failed(payout, reason="передумали", at=now(), by="Ольга")
    with pytest.raises(NothingDue):
        leave()
    assert made(program) == []
    assert PayoutAttempt.objects.get().status == AttemptStatus.FAILED


def test_the_sdk_makes_the_same_payout(gateway: Gateway, monkeypatch: Any) -> None:
    """YooKassa's own SDK asks in our words and reads the emulator's object as ours does."""
    program, _ = gateway
    monkeypatch.setattr(sdk.Configuration, "account_id", "100500")
    monkeypatch.setattr(sdk.Configuration, "secret_key", "test_secret")
    monkeypatch.setattr(
        sdk.Configuration, "api_endpoint", staticmethod(lambda: f"{program.url}/v3")
    )
    payout = leave()
    run_jobs()
    ours = made(program)[0]
    theirs = sdk.Payout.find_one(ours["id"])
    assert (theirs.status, theirs.metadata["attempt"]) == (
        "succeeded", payout.attempts.get().key,
    )  # fmt: skip
    wish = {
        "amount": ours["amount"],
        "payout_destination_data": {
            "type": "sbp",
            "phone": "79161234567",
            "bank_id": "100000000111",
        },
        "description": ours["description"],
        "metadata": ours["metadata"],
    }
    assert sdk.Payout.create(wish, payout.attempts.get().key).id == ours["id"]
