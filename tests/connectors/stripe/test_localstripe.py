"""Somebody else's Stripe, as a program of its own, calls us over the network."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.connectors.stripe.events import SECRET
from tests.web.jobs import run_jobs
from zabota.connectors.connections.models import Connection, Fate, Notice, RefusedCall
from zabota.connectors.connections.operations.rehearsing import address_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def localstripe() -> Iterator[httpx.Client]:
    """A fresh localstripe on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = subprocess.Popen(
        [sys.executable, "-m", "localstripe", "--port", str(port), "--from-scratch"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(base_url=url, auth=("sk_test_1", ""), timeout=10) as client:
            _wait_for(lambda: _answers(client))
            yield client
    finally:
        program.kill()
        program.wait()


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/v1/customers").status_code == 200
    except httpx.TransportError:
        return False


def _wait_for(happened: Any, *, most: float = 15) -> None:
    until = time.monotonic() + most
    while not happened():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


def test_a_subscription_there_is_a_paid_invoice_here(
    localstripe: httpx.Client, account: Connection, live_server: Any, settings: Any
) -> None:
    settings.PUBLIC_URL = live_server.url

    def post(path: str, **said: Any) -> Any:
        answer = localstripe.post(f"/v1/{path}", data=said)
        assert answer.status_code == 200, answer.text
        return answer.json()

    hook = {"url": address_of(account), "secret": SECRET}
    assert localstripe.post("/_config/webhooks/zabota", json=hook).status_code == 200
    customer = post("customers", email="acme@example.com", name="Acme")
    card = {"card[number]": "4242424242424242", "card[exp_month]": "12",
            "card[exp_year]": "2030", "card[cvc]": "123"}  # fmt: skip
    method = post("payment_methods", type="card", **card)
    post(f"payment_methods/{method['id']}/attach", customer=customer["id"])
    default = {"invoice_settings[default_payment_method]": method["id"]}
    post(f"customers/{customer['id']}", **default)
    plan = post("plans", amount=5000, currency="eur", interval="month", **{"product[name]": "Pro"})
    post("subscriptions", customer=customer["id"], **{"items[0][plan]": plan["id"]})

    paid = Notice.objects.filter(word="invoice.payment_succeeded")
    _wait_for(paid.exists)
    run_jobs()
    notice = paid.get()
    assert (notice.fate, notice.amount_minor, notice.currency) == (Fate.TEST, 5000, "EUR")
    single = post("payment_intents", amount=700, currency="eur", customer=customer["id"],
                  payment_method=method["id"], confirm="true")  # fmt: skip
    told = Notice.objects.filter(word="payment_intent.succeeded", subject=single["id"])
    _wait_for(told.exists)
    run_jobs()
    assert (told.get().fate, told.get().amount_minor) == (Fate.TEST, 700)
    assert not RefusedCall.objects.exists()
