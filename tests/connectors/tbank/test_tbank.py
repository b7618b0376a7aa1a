"""T-Bank over real HTTP: the token, only CONFIRMED is money, refunds in parts and in full."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.connectors.lateness import a_late_answer_is_asked_again
from tests.emulators.running import Running, running
from tests.make.money import NOON
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, owed, world
from zabota.connectors.connections.facts import KeysRefused, ProcessorRefused
from zabota.connectors.connections.models import (
    Checkout,
    CheckoutStatus,
    Connection,
    Fate,
    Notice,
    RefusedCall,
)
from zabota.connectors.connections.operations.checkouts import (
    ask_about_checkouts,
    begin_checkout,
)
from zabota.connectors.connections.operations.keeping import add_connection, replace_secrets
from zabota.connectors.connections.operations.rehearsing import address_of, rehearse
from zabota.connectors.tbank.translate import is_signed, token_of
from zabota.domain.invoices.operations import issue_invoice
from zabota.domain.payments.models import Payment
from zabota.kit.clock import now
from zabota.kit.money import Money

__all__ = ["world"]
THEIRS = {"TerminalKey": "MerchantTerminalKey", "Amount": 19200, "OrderId": "21090",
          "Description": "Подарочная карта на 1000 рублей"}  # fmt: skip
TOKEN = "0024a00af7c350a3a67ca168ce06502aa72772456662e38696d48b56ee9c97d9"


def test_the_banks_own_vector() -> None:
    nested = {**THEIRS, "Receipt": {"Email": "a@b.ru"}, "DATA": [1], "Nothing": None, "Token": "x"}
    assert token_of(nested, "usaf8fw8fsw21g") == TOKEN
    assert is_signed({**nested, "Token": TOKEN.upper()}, "usaf8fw8fsw21g")
    assert not is_signed({**nested, "Token": TOKEN, "Amount": 19201}, "usaf8fw8fsw21g")
    assert not is_signed({**nested, "Token": None}, "usaf8fw8fsw21g")
    assert token_of({"Success": True}, "p") == token_of({"Success": "true"}, "p")


@pytest.fixture(scope="module")
def program() -> Iterator[Running]:
    with running("tbank") as bank:
        yield bank


@pytest.fixture
def terminal(program: Running, world: World, settings: Any, live_server: Any) -> Connection:
    settings.PUBLIC_URL = live_server.url
    settings.OUTSIDE_TRUSTED = frozenset({program.address, live_server.url.removeprefix("http://")})
    made = add_connection(
        kind="tbank", name="Терминал", at=NOON,
        settings={"terminal_key": "1234567890", "api_url": f"{program.url}/v2/"},
        secrets={"password": "usaf8fw8fsw21g"},
    )  # fmt: skip
    program.play("forget")
    program.play("config", hook=address_of(made))
    return made


def bill(world: World) -> Any:
    return issue_invoice(world.acme, amount=Money(100_000), subject="Лицензия", at=NOON)


@pytest.mark.django_db(transaction=True)
def test_only_confirmed_is_money_and_refunds_add_up(
    program: Running, terminal: Connection, world: World
) -> None:
    made = program.play("pay", OrderId=bill(world).number, Amount=100_000, status="AUTHORIZED")
    number = made["PaymentId"]
    program.settle()
    run_jobs()
    assert owed(world.ivan) == 0
    program.play("knobs", duplicate=1, forge=1)
    program.play("pay", id=number, status="CONFIRMED")
    program.settle()
    run_jobs()
    assert (Payment.objects.get().amount_minor, owed(world.ivan)) == (100_000, 40_000)
    assert RefusedCall.objects.get().reason == "signature"
    program.play("pay", id=number, status="PARTIAL_REFUNDED", amount=33_333)
    program.play("pay", id=number, status="AUTHORIZED")
    program.settle()
    run_jobs()
    assert owed(world.ivan) == 40_000 - 13_333
    program.play("pay", id=number, status="REFUNDED")
    program.settle()
    run_jobs()
    assert owed(world.ivan) == 0
    assert_books_balance()


@pytest.mark.django_db(transaction=True)
def test_an_invoice_is_paid_and_lost_news_are_asked_for(
    program: Running, terminal: Connection, world: World
) -> None:
    invoice = bill(world)
    checkout = begin_checkout(terminal, invoice, return_url="https://x.example/", at=now())
    assert checkout.pay_url.startswith("https://securepay.tinkoff.ru/")
    program.play("knobs", drop=1)
    program.play("pay", id=checkout.external_id, status="CONFIRMED")
    assert ask_about_checkouts(at=now() + timedelta(minutes=11)) == 1
    run_jobs()
    program.play("knobs", drop=0)
    program.play("pay", id=checkout.external_id, status="CONFIRMED")
    program.play("pay", id=checkout.external_id, status="REJECTED")
    program.settle()
    run_jobs()
    checkout.refresh_from_db()
    assert (checkout.status, Payment.objects.get().invoice) == (CheckoutStatus.PAID, invoice)
    assert owed(world.ivan) == 40_000
    small = issue_invoice(world.acme, amount=Money(100), subject="Рубль", at=NOON)
    with pytest.raises(ProcessorRefused):
        begin_checkout(terminal, small, return_url="https://x.example/", at=now())
    assert Checkout.objects.get(invoice=small).status == CheckoutStatus.REFUSED
    assert_books_balance()


@pytest.mark.django_db(transaction=True)
def test_a_try_and_wrong_keys(terminal: Connection, world: World) -> None:
    rehearse(terminal, at=now())
    run_jobs()
    assert Notice.objects.get().fate == Fate.TEST
    replace_secrets(terminal, secrets={"password": "wrong"}, at=now(), by="Виктор")
    terminal.refresh_from_db()
    with pytest.raises(KeysRefused):
        rehearse(terminal, at=now())


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_comes_too_late_is_unknown_and_asked_again(
    program: Running, terminal: Connection, world: World, impatient: None
) -> None:
    """They opened it while we gave up waiting: neither a failure nor a second checkout."""
    a_late_answer_is_asked_again(program, terminal, world)


@pytest.mark.django_db(transaction=True)
def test_what_was_only_set_aside_and_let_go_was_never_paid(
    program: Running, terminal: Connection, world: World
) -> None:
    """All their news are lost; the question itself must not make money of it."""
    checkout = begin_checkout(terminal, bill(world), return_url="https://x.example/", at=now())
    program.play("knobs", drop=1)
    program.play("pay", id=checkout.external_id, status="AUTHORIZED")
    program.play("pay", id=checkout.external_id, status="REVERSED")
    assert ask_about_checkouts(at=now() + timedelta(minutes=11)) == 1
    run_jobs()
    program.play("knobs", drop=0)
    checkout.refresh_from_db()
    assert checkout.status == CheckoutStatus.CANCELLED
    assert not Payment.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("token", ["жж", None, 5])
def test_a_strange_token_is_turned_away_and_counted(
    terminal: Connection, client: Client, token: object
) -> None:
    told = {"TerminalKey": "1234567890", "PaymentId": 5, "Status": "CONFIRMED", "Amount": 100}
    body = json.dumps({**told, "Token": token})
    address = f"/hooks/tbank/{terminal.token}/"
    assert client.post(address, body, content_type="application/json").status_code == 403
    assert RefusedCall.objects.get().reason == "signature"
    odd = json.dumps({**told, "OrderId": "\ud800", "Token": "00"})
    assert client.post(address, odd, content_type="application/json").status_code == 400
