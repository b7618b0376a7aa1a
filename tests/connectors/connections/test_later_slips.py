"""Money that goes back with its slip, at four processors: once, and seen when it does not work out."""

from __future__ import annotations

import pytest

from tests.connectors.connections.paid import (
    asked,
    back,
    checkout,
    finish,
    heard,
    kind,
    later,
    program,
    programs,
    refund_by_hand,
    refund_items,
    their_own,
    world,
)
from tests.connectors.connections.shops import connected
from tests.emulators.running import Running
from tests.world import World, assert_books_balance, owed
from zabota.connectors.connections.facts import KeysRefused, OutcomeUnknown, ProcessorRefused
from zabota.connectors.connections.models import Checkout, LaterSlip, SlipStatus
from zabota.connectors.connections.operations.keeping import replace_secrets
from zabota.connectors.connections.operations.later_slips import (
    left_of,
    list_open_advances,
)
from zabota.connectors.connections.operations.slip_outcomes import (
    NotThere,
)
from zabota.domain.payments.models import Refund
from zabota.flows.payments_refunded import payments_refunded
from zabota.kit.clock import now
from zabota.kit.events.models import Event

__all__ = ["checkout", "kind", "program", "programs", "world"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_part_goes_back_with_its_slip_and_the_reward_follows(
    program: Running, kind: str, checkout: Checkout, world: World
) -> None:
    slip = back(checkout, 25_000)
    assert back(checkout, 25_000) == slip, "a form sent twice is one refund"
    finish(program, kind)
    slip.refresh_from_db()
    assert (slip.status, slip.refusal) == (SlipStatus.DONE, "")
    refund = Refund.objects.get()
    assert (refund.amount_minor, refund.reason) == (25_000, "передумали")
    assert Event.objects.get(name="payments.refunded").by == "Ольга"
    assert owed(world.ivan) == 30_000
    words = f"Возврат по счёту {checkout.invoice.number}"
    assert refund_items(program, kind) == [
        (words, {"yookassa": "250.00", "tbank": 25_000}.get(kind, 250))
    ]
    assert left_of(checkout) == 75_000
    heard(program)
    assert Refund.objects.count() == 1, "told by the answer and by their call, booked once"
    asked = Event.objects.get(name="slip.asked")
    assert (asked.by, asked.payload["what"], asked.payload["amount_minor"]) == (
        "Ольга",
        "refund",
        25_000,
    )
    assert_books_balance()


def test_all_of_it_goes_back_with_the_slip_of_the_payment(
    program: Running, kind: str, checkout: Checkout, world: World
) -> None:
    back(checkout, 100_000)
    finish(program, kind)
    assert asked().status == SlipStatus.DONE
    assert owed(world.ivan) == 0
    # Three of them make the slip of the whole by themselves; CloudPayments takes it from us.
    whole = [("Лицензия", 900), ("Обучение", 100)] if kind == "cloudpayments" else []
    assert refund_items(program, kind) == whole
    assert not list_open_advances().exists()
    with pytest.raises(NotThere, match="Less than this is left"):
        back(checkout, 1, key="k2")
    assert_books_balance()


def test_more_than_is_left_is_refused_in_their_words(
    program: Running, kind: str, checkout: Checkout
) -> None:
    with pytest.raises(NotThere):
        back(checkout, 100_001)
    assert not LaterSlip.objects.exclude(kind="payment").exists()
    if kind == "robokassa":
        replace_secrets(checkout.connection, secrets={"password3": "wrong"}, at=now(), by="Виктор")
        checkout.connection.refresh_from_db()
        said = "Token is not valid"
    elif kind == "yookassa":
        program.play(
            "refund",
            payment_id=checkout.external_id,
            amount={"value": "900.00", "currency": "RUB"},
            receipt=their_own(),
        )
        said = "The sum of refunds exceeds"
    elif kind == "tbank":
        program.play("tell", id=checkout.external_id, status="REJECTED")
        said = "Сумма возврата больше остатка"
    else:
        program.play(
            "tell",
            kind="cancel",
            id=int(checkout.payment.external_id),
            Amount="1000.00",
            truth="Cancelled",
        )
        said = "Сумма возврата больше суммы платежа"
    with pytest.raises(ProcessorRefused, match=said):
        back(checkout, 25_000)
    slip = asked()
    assert slip.status == SlipStatus.REFUSED
    assert said in slip.refusal
    assert slip.needs_somebody


def test_silence_is_asked_again_where_they_know_the_key_and_is_never_done_twice(
    program: Running, kind: str, checkout: Checkout, world: World
) -> None:
    if kind == "robokassa":
        program.play("config", silent=True)
    else:
        program.play("knobs", fail_after=1)
    with pytest.raises(OutcomeUnknown):
        back(checkout, 25_000)
    program.play("knobs", fail_after=0)
    slip = asked()
    if kind == "robokassa":
        later()
        slip.refresh_from_db()
        assert slip.status == SlipStatus.UNKNOWN, "they know no key of refunds: a person looks"
        assert len(program.play("truth")["refunds"]) == 1
        assert left_of(checkout) == 75_000
        return
    assert slip.status == SlipStatus.ASKED
    assert left_of(checkout) in (75_000, 50_000), "what is on its way is not given twice"
    later()
    heard(program)
    slip.refresh_from_db()
    assert slip.status == SlipStatus.DONE
    assert Refund.objects.get().amount_minor == 25_000
    assert owed(world.ivan) == 30_000
    assert_books_balance()


@pytest.mark.parametrize("kind", ["yookassa"], indirect=True)
def test_money_that_went_back_without_its_slip_needs_somebody(
    program: Running, kind: str, checkout: Checkout
) -> None:
    program.play("config", prints="pending")
    slip = back(checkout, 25_000)
    assert (slip.status, slip.needs_somebody) == (SlipStatus.DONE, False)
    program.play("print", status="canceled")
    later()
    slip.refresh_from_db()
    assert slip.status == SlipStatus.DONE
    assert "чек возврата касса не пробила" in slip.refusal
    assert slip.needs_somebody


@pytest.mark.parametrize("kind", ["tbank"], indirect=True)
def test_what_is_done_there_is_gone_before_it_is_booked_here(
    program: Running, kind: str, checkout: Checkout
) -> None:
    back(checkout, 25_000)  # its call has come and is not read yet
    assert asked().status == SlipStatus.DONE
    assert not Refund.objects.exists()
    assert left_of(checkout) == 75_000
    with pytest.raises(NotThere):
        back(checkout, 80_000, key="k2")
    heard(program)
    assert Refund.objects.get().amount_minor == 25_000
    assert left_of(checkout) == 75_000
    payments_refunded([refund_by_hand(checkout, 10_000)], at=now())
    assert left_of(checkout) == 65_000


@pytest.mark.parametrize("kind", ["robokassa"], indirect=True)
def test_before_anything_is_asked_for_silence_is_a_no(
    program: Running, kind: str, checkout: Checkout
) -> None:
    program.play("knobs", fail=1)
    with pytest.raises(ProcessorRefused, match="does not answer"):
        back(checkout, 25_000)
    program.play("knobs", fail=0)
    back(checkout, 25_000, key="k2")
    assert len(program.play("truth")["refunds"]) == 1


@pytest.mark.parametrize("kind", ["robokassa"], indirect=True)
def test_without_password_3_money_is_returned_in_their_cabinet(
    program: Running, kind: str, checkout: Checkout
) -> None:
    bare = connected(kind, program)
    bare.sealed = ""
    bare.save()
    checkout.connection = bare
    checkout.save()
    with pytest.raises(KeysRefused, match="password 3"):
        back(checkout, 25_000)
    assert asked().status == SlipStatus.REFUSED
