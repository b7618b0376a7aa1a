"""Robokassa: the sum as it was written, Shp_ in the signature, OK with the number, a link without a call."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import NOON
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, owed, world
from zabota.connectors.connections.models import CheckoutStatus, Connection, Fate, Notice
from zabota.connectors.connections.operations.checkouts import begin_checkout
from zabota.connectors.connections.operations.keeping import add_connection
from zabota.connectors.robokassa.translate import is_signed, payment_fact, signature_of
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
