"""Robokassa: the sum as it was written, Shp_ in the signature, OK with the number, a link without a call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.emulators.running import Running, running
from tests.make.money import NOON
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, owed, world
from zabota.connectors.connections.facts import KeysRefused
from zabota.connectors.connections.models import (
    Checkout,
    CheckoutStatus,
    Connection,
    Fate,
    Notice,
    RefusedCall,
)
from zabota.connectors.connections.operations.checkouts import ask_about_checkouts, begin_checkout
from zabota.connectors.connections.operations.keeping import add_connection, replace_secrets
from zabota.connectors.connections.operations.rehearsing import address_of, rehearse
from zabota.connectors.robokassa.translate.results import (
    is_signed,
    payment_fact,
    read_state,
    signature_of,
)
from zabota.domain.invoices.operations import issue_invoice
from zabota.domain.payments.models import Payment
from zabota.kit.clock import now
from zabota.kit.money import Money

__all__ = ["world"]
SAID = {"OutSum": "100.000000", "InvId": "5", "Shp_inv": "INV-1",
        "SignatureValue": "C01AB37761A82BA2DD4ADFF9CD63A6B3"}  # fmt: skip


def test_the_vector() -> None:
    assert is_signed(SAID, "password2", "md5")
    assert not is_signed({**SAID, "OutSum": "100.00"}, "password2", "md5"), "the text, not the sum"
    assert not is_signed({**SAID, "Shp_inv": "INV-2"}, "password2", "md5")
    assert not is_signed({**SAID, "Shp_more": "1"}, "password2", "md5")
    assert not is_signed({**SAID, "SignatureValue": "подпись"}, "password2", "md5")
    assert payment_fact({**SAID, "Fee": "3.9"}, shop="s", at=NOON).fee_minor == 390
    with pytest.raises(ValueError, match="not an amount"):
        payment_fact({**SAID, "OutSum": "100.001"}, shop="s", at=NOON)


@pytest.fixture
def shop(world: World) -> Connection:
    return add_connection(
        kind="robokassa", name="Касса", at=NOON,
        settings={"login": "zabota", "hash": "sha256",
                  "pay_url": "https://auth.robokassa.ru/Merchant/Index.aspx/"},
        secrets={"password1": "one", "password2": "two"},
    )  # fmt: skip


def result(shop: Connection, method: str, **said: str) -> Any:
    parts = [said["OutSum"], said["InvId"], said.pop("password", "two")]
    said["SignatureValue"] = signature_of(parts, said, "sha256").upper()
    address = reverse("hook", args=["robokassa", shop.token])
    visitor = Visitor(enforce_csrf_checks=True)
    return visitor.get(address, said) if method == "GET" else visitor.post(
        address, "&".join(f"{k}={v}" for k, v in said.items()),
        content_type="application/x-www-form-urlencoded")  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_invoice_is_paid_by_the_link(shop: Connection, world: World, method: str) -> None:
    invoice = issue_invoice(world.acme, amount=Money(100_000), subject="Лицензия", at=NOON)
    checkout = begin_checkout(shop, invoice, return_url="https://x.example/", at=now())
    link = urlsplit(checkout.pay_url)
    sent = {name: values[0] for name, values in parse_qs(link.query).items()}
    assert (link.path, sent["OutSum"]) == ("/Merchant/Index.aspx", "1000.00")
    wanted = signature_of(["zabota", "1000.00", sent["InvId"], "one"], sent, "sha256")
    assert sent["SignatureValue"] == wanted
    back = {"OutSum": "1000.000000", "InvId": sent["InvId"], "Fee": "39.000000",
            "Shp_checkout": sent["Shp_checkout"]}  # fmt: skip
    for _ in range(3):
        answer = result(shop, method, **back)
        assert (answer.status_code, answer.content.decode()) == (200, f"OK{sent['InvId']}")
    assert result(shop, method, **{**back, "password": "wrong"}).status_code == 403
    run_jobs()
    checkout.refresh_from_db()
    payment = Payment.objects.get()
    assert (payment.invoice, payment.fee_minor) == (invoice, 3_900)
    assert (checkout.status, owed(world.ivan)) == (CheckoutStatus.PAID, 40_000)
    assert_books_balance()


@pytest.mark.django_db(transaction=True)
def test_a_test_result_is_shown_only(shop: Connection, world: World) -> None:
    result(shop, "POST", OutSum="10.00", InvId="7", IsTest="1")
    run_jobs()
    assert Notice.objects.get().fate == Fate.TEST
    assert not Payment.objects.exists()


@pytest.fixture(scope="module")
def program() -> Iterator[Running]:
    with running("robokassa") as one:
        yield one


@pytest.fixture
def alive(program: Running, world: World, settings: Any, live_server: Any) -> Connection:
    settings.PUBLIC_URL = live_server.url
    settings.OUTSIDE_TRUSTED = frozenset({program.address, live_server.url.removeprefix("http://")})
    made = add_connection(
        kind="robokassa", name="Касса", at=NOON,
        settings={"login": "zabota", "hash": "sha256", "api_url": f"{program.url}/Service.asmx/",
                  "pay_url": "https://auth.robokassa.ru/Merchant/Index.aspx"},
        secrets={"password1": "one", "password2": "two"},
    )  # fmt: skip
    program.play("forget")
    program.play("config", hook=address_of(made))
    return made


@pytest.mark.django_db(transaction=True)
def test_repeats_forgeries_and_lost_results(
    program: Running, alive: Connection, world: World
) -> None:
    first, second = (
        issue_invoice(world.acme, amount=Money(minor), subject="Лицензия", at=NOON)
        for minor in (100_000, 50_000)
    )
    told = begin_checkout(alive, first, return_url="https://x.example/", at=now())
    lost = begin_checkout(alive, second, return_url="https://x.example/", at=now())
    program.play("knobs", duplicate=1, forge=1)
    program.play("pay", url=told.pay_url)
    program.settle()
    program.play("knobs", duplicate=0, forge=0, drop=1)
    run_jobs()
    assert (Payment.objects.get().invoice, RefusedCall.objects.get().reason) == (first, "signature")

    assert ask_about_checkouts(at=now() + timedelta(minutes=11)) == 1
    assert Payment.objects.count() == 1, "nobody has opened its page yet"
    program.play("pay", url=lost.pay_url, state="50")
    assert ask_about_checkouts(at=now() + timedelta(minutes=22)) == 1
    assert Payment.objects.count() == 1, "received by them is not yet certain"
    program.play("pay", url=lost.pay_url)
    program.play("knobs", fail=1, drop=1)
    ask_about_checkouts(at=now() + timedelta(hours=1))
    program.play("knobs", fail=0, drop=1)
    assert ask_about_checkouts(at=now() + timedelta(hours=2)) == 1
    run_jobs()
    lost.refresh_from_db()
    assert (lost.status, owed(world.ivan)) == (CheckoutStatus.PAID, 60_000)

    program.play("knobs", drop=0)
    program.play("pay", url=lost.pay_url)
    program.settle()
    run_jobs()
    assert Payment.objects.count() == 2, "the result that came late is the same payment"
    assert_books_balance()


@pytest.mark.django_db(transaction=True)
def test_what_another_site_of_the_shop_sold_is_not_ours(
    program: Running, alive: Connection, world: World
) -> None:
    """A number is unique in the shop; the same number may be paid for something else."""
    invoice = issue_invoice(world.acme, amount=Money(100_000), subject="Лицензия", at=NOON)
    ours = begin_checkout(alive, invoice, return_url="https://x.example/", at=now())
    assert int(ours.external_id) > 100_000_000, "other sites count from one"
    for theirs in ({}, {"Shp_checkout": "z0ther"}):
        parts = ["zabota", "10.00", ours.external_id, "one"]
        link = {"MerchantLogin": "zabota", "OutSum": "10.00", "InvId": ours.external_id, **theirs,
                "SignatureValue": signature_of(parts, theirs, "sha256")}  # fmt: skip
        program.play("knobs", drop=1)
        program.play("pay", url=f"https://pay.example/?{urlencode(link)}")
        assert ask_about_checkouts(at=now() + timedelta(hours=1)) == 1
        run_jobs()
        Checkout.objects.update(next_ask_at=now())
    assert not Payment.objects.exists()
    ours.refresh_from_db()
    assert ours.status == CheckoutStatus.OPEN
    program.play("knobs", drop=0)


@pytest.mark.django_db(transaction=True)
def test_a_try_and_a_wrong_password(alive: Connection, world: World) -> None:
    assert rehearse(alive, at=now()).keys_tried
    run_jobs()
    assert Notice.objects.get().fate == Fate.TEST
    replace_secrets(
        alive, secrets={"password1": "one", "password2": "wrong"}, at=now(), by="Виктор"
    )
    alive.refresh_from_db()
    with pytest.raises(KeysRefused):
        rehearse(alive, at=now())
    alive.test_mode = True
    assert not rehearse(alive, at=now()).keys_tried, "test passwords are not known to the question"


def test_what_is_no_answer_is_not_read() -> None:
    for raw in (
        b"<html>",
        b"<a/>",
        b"<html></html>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"",
    ):
        with pytest.raises(ValueError, match="not an answer"):
            read_state(raw)
