"""Stripe's own fixtures, made into events that tell a story, and signed as Stripe signs."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import stripe
from django.test import Client as Visitor
from django.urls import reverse

from tests.web.jobs import run_jobs
from zabota.connectors.connections.models import Connection

SECRET = "whsec_test_secret"
FIXTURES: dict[str, Any] = json.loads((Path(__file__).parent / "fixtures.json").read_text())


def thing(name: str, **changed: Any) -> dict[str, Any]:
    """A fixture of this name with changes."""
    return {**FIXTURES[name], **changed}


def event(word: str, subject: dict[str, Any], *, id: str = "", live: bool = True) -> bytes:
    """An event about a subject."""
    said = {
        **FIXTURES["event"],
        "id": id or f"evt_{word}_{subject['id']}_{subject.get('amount_refunded', '')}",
        "type": word,
        "created": 1795512600,
        "livemode": live,
        "data": {"object": subject},
    }
    return json.dumps(said).encode()


def signed(body: bytes, *secrets: str, ago: int = 0) -> str:
    """The header, made by Stripe's own library."""
    stamp = int(time.time()) - ago
    sign = stripe.WebhookSignature._compute_signature
    marks = [f"v1={sign(f'{stamp}.{body.decode()}', one)}" for one in secrets or (SECRET,)]
    return ",".join([f"t={stamp}", *marks])


def call(to: Connection, body: bytes, header: str | None = None) -> int:
    """Stripe calls: the status of our answer."""
    address = reverse("hook", args=[to.kind, to.token])
    return (
        Visitor()
        .post(
            address,
            data=body,
            content_type="application/json",
            headers={"stripe-signature": signed(body) if header is None else header},
        )
        .status_code
    )


def tell(to: Connection, word: str, subject: dict[str, Any], **more: Any) -> None:
    """An event that is truly theirs, and the worker's answer to it."""
    assert call(to, event(word, subject, **more)) == 200
    run_jobs()


def invoice(**changed: Any) -> dict[str, Any]:
    """A paid invoice of Acme, in the shape since «basil»: it does not name its charge."""
    base = thing(
        "invoice",
        id="in_1",
        amount_paid=100_000,
        currency="rub",
        customer="cus_acme",
        status="paid",
    )
    return {**base, **changed}


def charge(**changed: Any) -> dict[str, Any]:
    """Its charge, which since «basil» does not name the invoice."""
    base = thing("charge", id="ch_1", amount=100_000, currency="rub", payment_intent="pi_1")
    return {**base, **changed}


def tie(to: Connection) -> None:
    """Stripe tells which payment intent has paid the invoice."""
    payment = thing("invoice_payment", id="inpay_1", invoice="in_1", status="paid")
    payment["payment"] = {"type": "payment_intent", "payment_intent": "pi_1"}
    tell(to, "invoice_payment.paid", payment)


def dispute(**changed: Any) -> dict[str, Any]:
    """A dispute about the whole charge."""
    base = thing(
        "dispute", id="dp_1", amount=100_000, currency="rub", charge="ch_1", payment_intent="pi_1",
        status="needs_response",
    )  # fmt: skip
    return {**base, **changed}


def intent(**changed: Any) -> dict[str, Any]:
    """A payment of its own, without an invoice: since «basil» it does not say that it has none."""
    base = thing(
        "payment_intent", id="pi_1", amount=100_000, amount_received=100_000, currency="rub",
        customer="cus_acme", latest_charge="ch_1", status="succeeded",
    )  # fmt: skip
    return {**base, **changed}


def session(**changed: Any) -> dict[str, Any]:
    """A Checkout session of a guest: the client is named by the vendor's own number."""
    base = thing(
        "checkout.session", id="cs_1", mode="payment", payment_status="paid", status="complete",
        payment_intent="pi_1", amount_total=100_000, currency="rub", customer=None,
        client_reference_id="cus_acme", total_details={"amount_tax": 0},
    )  # fmt: skip
    return {**base, **changed}
