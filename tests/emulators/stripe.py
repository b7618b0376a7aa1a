"""Stripe's Checkout as its documentation tells it: sessions, refunds, signed events. localstripe knows none of it.

A test plays the client by /_pay, /_fail and /_expire; everything else is what Stripe offers.
"""

from __future__ import annotations

import hmac
import json
import time
from base64 import b64decode
from typing import Any
from urllib.parse import parse_qsl

from tests.emulators.server import Delivery, Emulator, Request


class Stripe(Emulator):
    def begin(self) -> None:
        self.key, self.secret, self.hook, self.rights = "rk_live_1", "whsec_test_secret", "", True
        self.sessions: dict[str, dict[str, Any]] = {}
        self.intents: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.events: list[dict[str, Any]] = []
        self.forms: list[dict[str, str]] = []
        self.by_key: dict[str, tuple[dict[str, str], tuple[int, Any]]] = {}

    def answer(self, request: Request) -> tuple[int, Any]:
        with self.lock:
            if request.path.startswith("/_"):
                return 200, self._play(request.path, request.json())
            if not self._knows(request.headers.get("authorization", "")):
                return 401, _error("Invalid API Key provided: rk_live_***", "invalid_request_error")
            if request.method == "GET":
                return self._get(request.path.removeprefix("/v1/").split("/"), request.query)
            if not self.rights:
                return 403, _error("The provided key does not have the required permissions.", "")
            return self._once(request)

    def _knows(self, header: str) -> bool:
        scheme, _, word = header.partition(" ")
        given = b64decode(word).decode().rstrip(":") if scheme == "Basic" else word
        return given == self.key

    def _get(self, path: list[str], wanted: dict[str, str]) -> tuple[int, Any]:
        match path:
            case ["balance"]:
                return 200, {"object": "balance", "livemode": True}
            case ["checkout", "sessions", number]:
                found = self.sessions.get(number)
                return (200, found) if found else (404, _error("No such session", ""))
            case ["checkout", "sessions"]:
                of = [one for one in self.sessions.values()
                      if one["payment_intent"] == wanted.get("payment_intent")]  # fmt: skip
                return 200, _listed(of)
            case ["refunds", number]:
                return 200, self.refunds[number]
            case ["invoice_payments"]:
                return 200, _listed([])
            case ["events"]:
                return 200, _listed(self.events[::-1])
        return 404, _error("Unrecognized request URL", "invalid_request_error")

    def _once(self, request: Request) -> tuple[int, Any]:
        """The same key and words give the same answer; the same key and others are refused."""
        said = dict(parse_qsl(request.body.decode(), keep_blank_values=True))
        key = request.headers.get("idempotency-key", "")
        if key in self.by_key:
            before, answer = self.by_key[key]
            wrong = _error("Keys for idempotent requests can only be used with the same parameters",
                           "idempotency_error")  # fmt: skip
            return answer if before == said else (400, wrong)
        made = self._refund(said) if request.path == "/v1/refunds" else self._session(said)
        if key and made[0] == 200:
            self.by_key[key] = (said, made)
        return made

    def _session(self, said: dict[str, str]) -> tuple[int, Any]:
        self.forms.append(said)
        line = "line_items[0][price_data]"
        faults = {
            "mode": said.get("mode") == "payment",
            "success_url": said.get("success_url", "").startswith("http"),
            "cancel_url": said.get("cancel_url", "").startswith("http"),
            f"{line}[currency]": len(said.get(f"{line}[currency]", "")) == 3,
            f"{line}[unit_amount]": said.get(f"{line}[unit_amount]", "").isdecimal(),
            f"{line}[product_data][name]": len(said.get(f"{line}[product_data][name]", "")) > 0,
            "line_items[0][quantity]": said.get("line_items[0][quantity]") == "1",
            "metadata": all(len(v) <= 500 for k, v in said.items() if k.startswith("metadata[")),
        }
        if wrong := next((name for name, holds in faults.items() if not holds), ""):
            return 400, _error(f"Invalid {wrong}", "invalid_request_error")
        amount = int(said[f"{line}[unit_amount]"])
        if amount < 50:
            return 400, _error(
                "The Checkout Session's total amount must convert to at least 50 cents.", ""
            )
        number = f"cs_live_{len(self.sessions)}"
        self.sessions[number] = {
            "id": number, "object": "checkout.session", "mode": "payment", "status": "open",
            "payment_status": "unpaid", "payment_intent": None, "invoice": None, "livemode": True,
            "amount_total": amount, "currency": said[f"{line}[currency]"].lower(),
            "url": f"https://checkout.stripe.com/c/pay/{number}#fidkdWxOYHwnPyd1", "customer": None,
            "client_reference_id": said.get("client_reference_id"), "created": int(time.time()),
            "metadata": _under(said, "metadata"), "total_details": {"amount_tax": 0},
            "customer_details": {"email": said.get("customer_email"), "name": "Jane"},
            "_intent": _under(said, "payment_intent_data[metadata]"),
        }  # fmt: skip
        return 200, _shown(self.sessions[number])

    def _refund(self, said: dict[str, str]) -> tuple[int, Any]:
        intent = self.intents[said["payment_intent"]]
        amount = int(said["amount"])
        if intent["_back"] + amount > intent["amount"]:
            return 400, _error("Refund amount is greater than unrefunded amount on charge", "")
        intent["_back"] += amount
        number = f"re_{len(self.refunds)}"
        self.refunds[number] = {"id": number, "object": "refund", "amount": amount, "status": "succeeded",
                                "currency": intent["currency"], "payment_intent": intent["id"],
                                "charge": intent["latest_charge"]}  # fmt: skip
        charge = {"id": intent["latest_charge"], "object": "charge", "amount": intent["amount"],
                  "amount_refunded": intent["_back"], "currency": intent["currency"],
                  "payment_intent": intent["id"]}  # fmt: skip
        self._tell("charge.refunded", charge)
        return 200, self.refunds[number]

    def _play(self, path: str, said: dict[str, Any]) -> Any:
        if path == "/_config":
            self.hook = said.get("hook", self.hook)
            self.rights = said.get("rights", self.rights)
            return {}
        if path == "/_truth":
            return {"sessions": self.sessions, "intents": self.intents, "forms": self.forms,
                    "refunds": self.refunds}  # fmt: skip
        one = self.sessions[said["id"]]
        if path == "/_expire":
            one["status"] = "expired"
            self._tell("checkout.session.expired", one)
            return one
        number = f"pi_{len(self.intents)}"
        self.intents[number] = {
            "id": number, "object": "payment_intent", "amount": one["amount_total"], "_back": 0,
            "amount_received": one["amount_total"], "currency": one["currency"], "customer": None,
            "latest_charge": f"ch_{number}", "metadata": one["_intent"], "status": "succeeded",
            "description": None,
        }  # fmt: skip
        one.update(status="complete", payment_intent=number, payment_status="paid")
        if said.get("slow"):  # SEPA: the bank has not said yes yet
            one["payment_status"] = "unpaid"
            self._tell("checkout.session.completed", one)
            return one
        self._tell("payment_intent.succeeded", self.intents[number])
        self._tell("checkout.session.completed", one)
        return one

    def _tell(self, word: str, subject: dict[str, Any]) -> None:
        event = {"id": f"evt_{len(self.events)}", "object": "event", "type": word, "livemode": True,
                 "created": int(time.time()), "data": {"object": _shown(subject)}}  # fmt: skip
        self.events.append(event)
        if not self.hook:
            return
        body, stamp = json.dumps(event).encode(), int(time.time())
        digest = hmac.new(self.secret.encode(), b"%d." % stamp + body, "sha256").hexdigest()
        headers = {"stripe-signature": f"t={stamp},v1={digest}", "content-type": "application/json"}
        self.deliver(Delivery(self.hook, body, headers))

    def forged(self, delivery: Delivery) -> Delivery:
        return Delivery(delivery.url, delivery.body + b" ", delivery.headers)


def _shown(subject: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in subject.items() if not key.startswith("_")}


def _under(said: dict[str, str], name: str) -> dict[str, str]:
    start = f"{name}["
    return {key[len(start) : -1]: value for key, value in said.items()
            if key.startswith(start) and "[" not in key[len(start) :]}  # fmt: skip


def _listed(found: list[dict[str, Any]]) -> dict[str, Any]:
    return {"object": "list", "data": [_shown(one) for one in found], "has_more": False}


def _error(message: str, type_: str) -> dict[str, Any]:
    return {"error": {"type": type_ or "invalid_request_error", "message": message}}


EMULATOR = Stripe
