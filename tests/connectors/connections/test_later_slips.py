"""Slips after the first, at four processors: money that goes back, and advances that are closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest

from tests.connectors.connections.shops import SETTINGS, connected
from tests.connectors.yookassa.conftest import THEIR_ADDRESS
from tests.emulators.running import Running, running
from tests.make.invoices import bill, line, vat
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, owed, world
from zabota.connectors.connections.facts import KeysRefused, OutcomeUnknown, ProcessorRefused
from zabota.connectors.connections.models import Checkout, LaterSlip, SlipStatus
from zabota.connectors.connections.operations.checkouts import begin_checkout
from zabota.connectors.connections.operations.keeping import replace_secrets, switch_connection
from zabota.connectors.connections.operations.later_slips import (
    close_advance,
    find_checkout,
    give_back,
    left_of,
    list_open_advances,
)
from zabota.connectors.connections.operations.rehearsing import address_of
from zabota.connectors.connections.operations.slip_outcomes import (
    NotThere,
    ask_about_slips,
    settle_slip,
)
from zabota.domain.payments.facts import RefundFact
from zabota.domain.payments.models import Payment, Refund
from zabota.flows.payments_refunded import payments_refunded
from zabota.kit.clock import now
from zabota.kit.events.models import Event

__all__ = ["world"]
pytestmark = pytest.mark.django_db(transaction=True)
ADVANCE = "full_prepayment"


@pytest.fixture(scope="module")
def programs() -> Iterator[dict[str, Running]]:
    with ExitStack() as stack:
        yield {kind: stack.enter_context(running(kind)) for kind in SETTINGS}


@pytest.fixture(params=list(SETTINGS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def program(
    programs: dict[str, Running], kind: str, settings: Any, live_server: Any
) -> Iterator[Running]:
    settings.PUBLIC_URL = live_server.url
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1 if kind == "yookassa" else 0
    settings.OUTSIDE_TRUSTED = frozenset(
        {programs[kind].address, live_server.url.removeprefix("http://")}
    )
    programs[kind].play("forget")
    yield programs[kind]
    programs[kind].settle()


@pytest.fixture
def checkout(program: Running, kind: str, world: World) -> Checkout:
    """Acme has paid 1 000 roubles in advance through it: three licences and a course."""
    vat("22")
    connection = connected(kind, program, till_method=ADVANCE)
    hook = {"hook": address_of(connection)}
    program.play("config", **hook, **({"caller": THEIR_ADDRESS} if kind == "yookassa" else {}))
    world.acme.email = "acme@example.com"
    world.acme.save()
    invoice = bill(world.acme, line("Лицензия", 30_000, 3), line("Обучение", 10_000), at=now())
    begun = begin_checkout(connection, invoice, return_url="https://x.example/", at=now())
    {
        "yookassa": lambda: program.play("pay", id=begun.external_id),
        "tbank": lambda: program.play("tell", id=begun.external_id, status="CONFIRMED"),
        "cloudpayments": lambda: program.play(
            "tell", kind="pay", InvoiceId=begun.key, Amount="1000.00"
        ),
        "robokassa": lambda: program.play("pay", form=begun.pay_form),
    }[kind]()
    _heard(program)
    paid = find_checkout(Payment.objects.get())
    assert paid is not None
    assert paid.pk == begun.pk
    return paid


def asked() -> LaterSlip:
    """The one slip that somebody asked for."""
    return LaterSlip.objects.exclude(kind="payment").get()


def _heard(program: Running) -> None:
    program.settle()
    run_jobs()


def _later(minutes: int = 5) -> None:
    ask_about_slips(at=now() + timedelta(minutes=minutes))
    run_jobs()


def _back(checkout: Checkout, minor: int, key: str = "k1") -> LaterSlip:
    return give_back(
        checkout, amount_minor=minor, key=key, reason="передумали", at=now(), by="Ольга"
    )


def refund_by_hand(checkout: Checkout, minor: int) -> RefundFact:
    """What somebody records of a return made in the processor's cabinet."""
    assert checkout.payment is not None
    return RefundFact(
        source="hand", external_id="h1", payment_source=checkout.payment.source,
        payment_external_id=checkout.payment.external_id, amount_minor=minor, refunded_at=now(),
    )  # fmt: skip


def _refund_items(program: Running, kind: str) -> list[tuple[str, Any]]:
    """What the till was told of the refund: words, and the sum in the processor's own way."""
    truth = program.play("truth")
    if kind == "yookassa":
        items = (truth["refunds"][0]["_receipt"] or {"items": []})["items"]
        return [(one["description"], one["amount"]["value"]) for one in items]
    if kind == "tbank":
        return [(one["Name"], one["Amount"]) for slip in truth["slips"] for one in slip["Items"]]
    if kind == "cloudpayments":
        (slip,) = truth["slips"].values()
        return [(one["label"], one["amount"]) for one in slip["receipt"]["Items"]]
    (refund,) = truth["refunds"].values()
    return [(one["Name"], one["Cost"]) for one in refund["_items"] or []]


def _finish(program: Running, kind: str) -> None:
    if kind == "robokassa":
        program.play("refunds", label="finished")
        _later()
    _heard(program)


def test_a_part_goes_back_with_its_slip_and_the_reward_follows(
    program: Running, kind: str, checkout: Checkout, world: World
) -> None:
    slip = _back(checkout, 25_000)
    assert _back(checkout, 25_000) == slip, "a form sent twice is one refund"
    _finish(program, kind)
    slip.refresh_from_db()
    assert (slip.status, slip.refusal) == (SlipStatus.DONE, "")
    refund = Refund.objects.get()
    assert (refund.amount_minor, refund.reason) == (25_000, "передумали")
    assert Event.objects.get(name="payments.refunded").by == "Ольга"
    assert owed(world.ivan) == 30_000
    words = f"Возврат по счёту {checkout.invoice.number}"
    assert _refund_items(program, kind) == [
        (words, {"yookassa": "250.00", "tbank": 25_000}.get(kind, 250))
    ]
    assert left_of(checkout) == 75_000
    _heard(program)
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
    _back(checkout, 100_000)
    _finish(program, kind)
    assert asked().status == SlipStatus.DONE
    assert owed(world.ivan) == 0
    # Three of them make the slip of the whole by themselves; CloudPayments takes it from us.
    whole = [("Лицензия", 900), ("Обучение", 100)] if kind == "cloudpayments" else []
    assert _refund_items(program, kind) == whole
    assert not list_open_advances().exists()
    with pytest.raises(NotThere, match="Less than this is left"):
        _back(checkout, 1, key="k2")
    assert_books_balance()


def test_more_than_is_left_is_refused_in_their_words(
    program: Running, kind: str, checkout: Checkout
) -> None:
    with pytest.raises(NotThere):
        _back(checkout, 100_001)
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
            receipt=_their_own(),
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
        _back(checkout, 25_000)
    slip = asked()
    assert slip.status == SlipStatus.REFUSED
    assert said in slip.refusal
    assert slip.needs_somebody


def _their_own() -> dict[str, Any]:
    return {"customer": {"email": "a@b.ru"}, "tax_system_code": 2, "items": [
        {"description": "Часть", "quantity": "1.000", "amount": {"value": "900.00", "currency": "RUB"},
         "vat_code": 12, "payment_mode": ADVANCE, "payment_subject": "service"}]}  # fmt: skip


def test_silence_is_asked_again_where_they_know_the_key_and_is_never_done_twice(
    program: Running, kind: str, checkout: Checkout, world: World
) -> None:
    if kind == "robokassa":
        program.play("config", silent=True)
    else:
        program.play("knobs", fail_after=1)
    with pytest.raises(OutcomeUnknown):
        _back(checkout, 25_000)
    program.play("knobs", fail_after=0)
    slip = asked()
    if kind == "robokassa":
        _later()
        slip.refresh_from_db()
        assert slip.status == SlipStatus.UNKNOWN, "they know no key of refunds: a person looks"
        assert len(program.play("truth")["refunds"]) == 1
        assert left_of(checkout) == 75_000
        return
    assert slip.status == SlipStatus.ASKED
    assert left_of(checkout) in (75_000, 50_000), "what is on its way is not given twice"
    _later()
    _heard(program)
    slip.refresh_from_db()
    assert slip.status == SlipStatus.DONE
    assert Refund.objects.get().amount_minor == 25_000
    assert owed(world.ivan) == 30_000
    assert_books_balance()


def test_an_advance_is_closed_once_by_a_second_slip(
    program: Running, kind: str, checkout: Checkout
) -> None:
    assert [one.pk for one in list_open_advances()] == [checkout.pk]
    close_advance(checkout, at=now(), by="Ольга")
    with pytest.raises(NotThere, match="closed already"):
        close_advance(checkout, at=now(), by="Ольга")
    assert not list_open_advances().exists()
    _later()
    assert asked().status == SlipStatus.DONE
    truth = program.play("truth")
    slip: Any = {
        "yookassa": lambda: truth["receipts"][0],
        "tbank": lambda: truth["slips"][0],
        "cloudpayments": lambda: next(iter(truth["slips"].values()))["receipt"],
        "robokassa": lambda: next(iter(truth["slips"].values())),
    }[kind]()
    items = slip.get("items") or slip["Items"]
    names = [
        one.get("description") or one.get("Name") or one.get("label") or one["name"]
        for one in items
    ]
    assert names == ["Лицензия", "Обучение"]
    rates = {one.get("vat_code") or one.get("Tax") or one.get("vat") or one["tax"] for one in items}
    assert rates == {{"yookassa": 11, "cloudpayments": 22}.get(kind, "vat22")}
    if kind == "robokassa":
        assert slip["vats"] == [{"type": "vat22", "sum": 180.33}]
        assert slip["originId"] == checkout.external_id


def test_what_was_given_back_before_is_not_in_the_closing_slip(
    program: Running, kind: str, checkout: Checkout
) -> None:
    _back(checkout, 25_000)
    _finish(program, kind)
    closing = close_advance(checkout, at=now(), by="Ольга")
    assert closing.amount_minor == 75_000
    assert closing.slip["method"] == "full_payment"
    words = [one["words"] for one in closing.slip["lines"]]
    assert words == [f"По счёту {checkout.invoice.number}"]
    after = _back(checkout, 10_000, key="k2")
    assert after.slip["method"] == "full_payment", "what is given by now goes back as such"


@pytest.mark.parametrize("kind", ["yookassa", "cloudpayments", "robokassa"], indirect=True)
def test_a_till_that_does_not_print_is_said_and_may_be_tried_again(
    program: Running, kind: str, checkout: Checkout
) -> None:
    prints = {"yookassa": "pending", "cloudpayments": "Queued", "robokassa": "Wait"}
    fails = {"yookassa": "canceled", "cloudpayments": "Error", "robokassa": "Fail"}
    program.play("config", prints=prints[kind], hook="")
    close_advance(checkout, at=now(), by="Ольга")
    _later()
    assert asked().status == SlipStatus.OPEN
    program.play("config", prints=fails[kind], hook="")
    if kind == "yookassa":
        program.play("print", status="canceled")
    _later(30)
    slip = asked()
    assert slip.status == SlipStatus.REFUSED
    assert slip.refusal
    assert [one.pk for one in list_open_advances()] == [checkout.pk], "it may be closed again"
    close_advance(checkout, at=now(), by="Ольга")


@pytest.mark.parametrize("kind", ["yookassa"], indirect=True)
def test_money_that_went_back_without_its_slip_needs_somebody(
    program: Running, kind: str, checkout: Checkout
) -> None:
    program.play("config", prints="pending")
    slip = _back(checkout, 25_000)
    assert (slip.status, slip.needs_somebody) == (SlipStatus.DONE, False)
    program.play("print", status="canceled")
    _later()
    slip.refresh_from_db()
    assert slip.status == SlipStatus.DONE
    assert "чек возврата касса не пробила" in slip.refusal
    assert slip.needs_somebody


@pytest.mark.parametrize("kind", ["yookassa", "robokassa"], indirect=True)
@pytest.mark.parametrize("prints", [True, False])
def test_it_is_seen_whether_the_slip_of_the_payment_was_printed(
    program: Running, kind: str, checkout: Checkout, prints: bool
) -> None:
    slip = LaterSlip.objects.get(kind="payment")
    assert (slip.status, slip.amount_minor, slip.slip) == (SlipStatus.OPEN, 100_000, checkout.slip)
    if kind == "yookassa":
        program.play("print", status="pending")
        _later()
        assert LaterSlip.objects.get(kind="payment").status == SlipStatus.OPEN
        program.play("print", status="succeeded" if prints else "canceled")
    else:
        program.play("config", prints="Done" if prints else "Fail")
    _later(30)
    slip.refresh_from_db()
    assert slip.status == (SlipStatus.DONE if prints else SlipStatus.REFUSED)
    assert slip.needs_somebody == (not prints)
    assert left_of(checkout) == 100_000
    assert [one.pk for one in list_open_advances()] == [checkout.pk]


@pytest.mark.parametrize("kind", ["robokassa"], indirect=True)
def test_what_goes_back_is_not_closed_and_what_nobody_asks_about_is_seen(
    program: Running, kind: str, checkout: Checkout
) -> None:
    _back(checkout, 100_000)
    with pytest.raises(NotThere, match="goes back"):
        close_advance(checkout, at=now(), by="Ольга")
    switch_connection(checkout.connection, on=False, at=now(), by="Ольга")
    _later(60)
    assert asked().status == SlipStatus.OPEN
    _later(24 * 60)
    assert asked().status == SlipStatus.UNKNOWN
    assert asked().needs_somebody


@pytest.mark.parametrize("kind", ["tbank"], indirect=True)
def test_what_is_done_there_is_gone_before_it_is_booked_here(
    program: Running, kind: str, checkout: Checkout
) -> None:
    _back(checkout, 25_000)  # its call has come and is not read yet
    assert asked().status == SlipStatus.DONE
    assert not Refund.objects.exists()
    assert left_of(checkout) == 75_000
    with pytest.raises(NotThere):
        _back(checkout, 80_000, key="k2")
    _heard(program)
    assert Refund.objects.get().amount_minor == 25_000
    assert left_of(checkout) == 75_000
    payments_refunded([refund_by_hand(checkout, 10_000)], at=now())
    assert left_of(checkout) == 65_000


@pytest.mark.parametrize("kind", ["yookassa"], indirect=True)
def test_a_refused_return_leaves_a_closed_advance_closed(
    program: Running, kind: str, checkout: Checkout
) -> None:
    close_advance(checkout, at=now(), by="Ольга")
    program.play("refund", payment_id=checkout.external_id, receipt=_their_own(),
                 amount={"value": "900.00", "currency": "RUB"})  # fmt: skip
    with pytest.raises(ProcessorRefused):
        _back(checkout, 50_000)
    assert not list_open_advances().exists()


@pytest.mark.parametrize("kind", ["robokassa"], indirect=True)
def test_before_anything_is_asked_for_silence_is_a_no(
    program: Running, kind: str, checkout: Checkout
) -> None:
    program.play("knobs", fail=1)
    with pytest.raises(ProcessorRefused, match="does not answer"):
        _back(checkout, 25_000)
    program.play("knobs", fail=0)
    _back(checkout, 25_000, key="k2")
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
        _back(checkout, 25_000)
    assert asked().status == SlipStatus.REFUSED


@pytest.mark.parametrize("kind", ["tbank"], indirect=True)
def test_a_person_says_what_nobody_knows(program: Running, kind: str, checkout: Checkout) -> None:
    program.play("knobs", fail_after=1)
    with pytest.raises(OutcomeUnknown):
        close_advance(checkout, at=now(), by="Ольга")
    slip = asked()
    assert slip.status == SlipStatus.UNKNOWN, "the bank knows no key of closing slips"
    program.play("knobs", fail_after=0)
    _later()
    assert len(program.play("truth")["slips"]) == 1, "it is not sent again"
    settle_slip(slip, taken=True, reason="вижу в кабинете", at=now(), by="Ольга")
    slip.refresh_from_db()
    assert slip.status == SlipStatus.DONE
    with pytest.raises(Exception, match="known by now"):
        settle_slip(slip, taken=False, reason="нет", at=now(), by="Ольга")
