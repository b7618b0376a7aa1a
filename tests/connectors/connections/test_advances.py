"""Advances that are closed by a second slip, and slips that a till has not printed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.connectors.connections.paid import (
    asked,
    back,
    checkout,
    finish,
    kind,
    later,
    program,
    programs,
    their_own,
    world,
)
from tests.emulators.running import Running
from zabota.connectors.connections.facts import OutcomeUnknown, ProcessorRefused
from zabota.connectors.connections.models import Checkout, LaterSlip, SlipStatus
from zabota.connectors.connections.operations.keeping import switch_connection
from zabota.connectors.connections.operations.later_slips import (
    close_advance,
    left_of,
    list_open_advances,
)
from zabota.connectors.connections.operations.slip_outcomes import (
    NotThere,
    settle_slip,
)
from zabota.kit.clock import now

__all__ = ["checkout", "kind", "program", "programs", "world"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_an_advance_is_closed_once_by_a_second_slip(
    program: Running, kind: str, checkout: Checkout
) -> None:
    assert [one.pk for one in list_open_advances()] == [checkout.pk]
    close_advance(checkout, at=now(), by="Ольга")
    with pytest.raises(NotThere, match="closed already"):
        close_advance(checkout, at=now(), by="Ольга")
    assert not list_open_advances().exists()
    later()
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
    back(checkout, 25_000)
    finish(program, kind)
    closing = close_advance(checkout, at=now(), by="Ольга")
    assert closing.amount_minor == 75_000
    assert closing.slip["method"] == "full_payment"
    words = [one["words"] for one in closing.slip["lines"]]
    assert words == [f"По счёту {checkout.invoice.number}"]
    after = back(checkout, 10_000, key="k2")
    assert after.slip["method"] == "full_payment", "what is given by now goes back as such"


@pytest.mark.parametrize("kind", ["yookassa", "cloudpayments", "robokassa"], indirect=True)
def test_a_till_that_does_not_print_is_said_and_may_be_tried_again(
    program: Running, kind: str, checkout: Checkout
) -> None:
    prints = {"yookassa": "pending", "cloudpayments": "Queued", "robokassa": "Wait"}
    fails = {"yookassa": "canceled", "cloudpayments": "Error", "robokassa": "Fail"}
    program.play("config", prints=prints[kind], hook="")
    close_advance(checkout, at=now(), by="Ольга")
    later()
    assert asked().status == SlipStatus.OPEN
    program.play("config", prints=fails[kind], hook="")
    if kind == "yookassa":
        program.play("print", status="canceled")
    later(30)
    slip = asked()
    assert slip.status == SlipStatus.REFUSED
    assert slip.refusal
    assert [one.pk for one in list_open_advances()] == [checkout.pk], "it may be closed again"
    close_advance(checkout, at=now(), by="Ольга")


@pytest.mark.parametrize("kind", ["yookassa", "robokassa"], indirect=True)
@pytest.mark.parametrize("prints", [True, False])
def test_it_is_seen_whether_the_slip_of_the_payment_was_printed(
    program: Running, kind: str, checkout: Checkout, prints: bool
) -> None:
    slip = LaterSlip.objects.get(kind="payment")
    assert (slip.status, slip.amount_minor, slip.slip) == (SlipStatus.OPEN, 100_000, checkout.slip)
    if kind == "yookassa":
        program.play("print", status="pending")
        later()
        assert LaterSlip.objects.get(kind="payment").status == SlipStatus.OPEN
        program.play("print", status="succeeded" if prints else "canceled")
    else:
        program.play("config", prints="Done" if prints else "Fail")
    later(30)
    slip.refresh_from_db()
    assert slip.status == (SlipStatus.DONE if prints else SlipStatus.REFUSED)
    assert slip.needs_somebody == (not prints)
    assert left_of(checkout) == 100_000
    assert [one.pk for one in list_open_advances()] == [checkout.pk]


@pytest.mark.parametrize("kind", ["robokassa"], indirect=True)
def test_what_goes_back_is_not_closed_and_what_nobody_asks_about_is_seen(
    program: Running, kind: str, checkout: Checkout
) -> None:
    back(checkout, 100_000)
    with pytest.raises(NotThere, match="goes back"):
        close_advance(checkout, at=now(), by="Ольга")
    switch_connection(checkout.connection, on=False, at=now(), by="Ольга")
    later(60)
    assert asked().status == SlipStatus.OPEN
    later(24 * 60)
    assert asked().status == SlipStatus.UNKNOWN
    assert asked().needs_somebody


@pytest.mark.parametrize("kind", ["yookassa"], indirect=True)
def test_a_refused_return_leaves_a_closed_advance_closed(
    program: Running, kind: str, checkout: Checkout
) -> None:
    close_advance(checkout, at=now(), by="Ольга")
    program.play("refund", payment_id=checkout.external_id, receipt=their_own(),
                 amount={"value": "900.00", "currency": "RUB"})  # fmt: skip
    with pytest.raises(ProcessorRefused):
        back(checkout, 50_000)
    assert not list_open_advances().exists()


@pytest.mark.parametrize("kind", ["tbank"], indirect=True)
def test_a_person_says_what_nobody_knows(program: Running, kind: str, checkout: Checkout) -> None:
    program.play("knobs", fail_after=1)
    with pytest.raises(OutcomeUnknown):
        close_advance(checkout, at=now(), by="Ольга")
    slip = asked()
    assert slip.status == SlipStatus.UNKNOWN, "the bank knows no key of closing slips"
    program.play("knobs", fail_after=0)
    later()
    assert len(program.play("truth")["slips"]) == 1, "it is not sent again"
    settle_slip(slip, taken=True, reason="вижу в кабинете", at=now(), by="Ольга")
    slip.refresh_from_db()
    assert slip.status == SlipStatus.DONE
    with pytest.raises(Exception, match="known by now"):
        settle_slip(slip, taken=False, reason="нет", at=now(), by="Ольга")
