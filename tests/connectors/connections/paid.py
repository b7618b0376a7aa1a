"""Acme has paid in advance by card, at each of the processors that print till slips."""

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
from tests.world import World, world
from zabota.connectors.connections.models import Checkout, LaterSlip
from zabota.connectors.connections.operations.checkouts import begin_checkout
from zabota.connectors.connections.operations.later_slips import (
    find_checkout,
    give_back,
)
from zabota.connectors.connections.operations.rehearsing import address_of
from zabota.connectors.connections.operations.slip_outcomes import (
    ask_about_slips,
)
from zabota.domain.payments.facts import RefundFact
from zabota.domain.payments.models import Payment
from zabota.kit.clock import now

__all__ = ["world"]
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
    heard(program)
    paid = find_checkout(Payment.objects.get())
    assert paid is not None
    assert paid.pk == begun.pk
    return paid


def asked() -> LaterSlip:
    """The one slip that somebody asked for."""
    return LaterSlip.objects.exclude(kind="payment").get()


def heard(program: Running) -> None:
    program.settle()
    run_jobs()


def later(minutes: int = 5) -> None:
    ask_about_slips(at=now() + timedelta(minutes=minutes))
    run_jobs()


def back(checkout: Checkout, minor: int, key: str = "k1") -> LaterSlip:
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


def refund_items(program: Running, kind: str) -> list[tuple[str, Any]]:
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


def finish(program: Running, kind: str) -> None:
    if kind == "robokassa":
        program.play("refunds", label="finished")
        later()
    heard(program)


def their_own() -> dict[str, Any]:
    return {"customer": {"email": "a@b.ru"}, "tax_system_code": 2, "items": [
        {"description": "Часть", "quantity": "1.000", "amount": {"value": "900.00", "currency": "RUB"},
         "vat_code": 12, "payment_mode": ADVANCE, "payment_subject": "service"}]}  # fmt: skip
