"""YooKassa's API v3 as its documentation tells it: payments, refunds, payouts, notifications.

A test plays the client and the cabinet by /_config, /_pay, /_cancel, /_refund, /_payout and reads the truth at
/_truth; everything else is what YooKassa offers.
"""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from tests.emulators.server import Delivery, Emulator, Request
from tests.emulators.tills import wrong_for_closing, wrong_for_yookassa

FEE = Decimal("0.035")


class YooKassa(Emulator):
    def begin(self) -> None:
        self.shop = {"shop_id": "100500", "secret_key": "test_secret", "test": False}
        self.hook = ""
        self.caller = ""
        self.payments: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.payouts: dict[str, dict[str, Any]] = {}
        self.receipts: dict[str, dict[str, Any]] = {}
        self.prints = "succeeded"  # how the till takes slips after the first: or pending, canceled
        self.balance = Decimal(1_000_000)
        self.payouts_end = "succeeded"  # or "pending": the stage direction /_payout ends them
        self.by_key: dict[tuple[str, str], dict[str, Any]] = {}

    def answer(self, request: Request) -> tuple[int, Any]:
        with self.lock:
            if request.path.startswith("/_"):
                return self._play(request)
            if not self._knows(request):
                return 401, _error("invalid_credentials", "Error in shopId or secret key.")
            return self._api(request, request.path.removeprefix("/v3/").strip("/").split("/"))

    def _knows(self, request: Request) -> bool:
        scheme, _, word = request.headers.get("authorization", "").partition(" ")
        wanted = f"{self.shop['shop_id']}:{self.shop['secret_key']}"
        return scheme == "Basic" and b64decode(word).decode() == wanted

    def _api(self, request: Request, path: list[str]) -> tuple[int, Any]:
        match request.method, path:
            case "GET", ["me"]:
                return 200, {"account_id": self.shop["shop_id"], "status": "enabled",
                             "test": self.shop["test"], "fiscalization_enabled": False,
                             "payout_balance": {"value": f"{self.balance:.2f}",
                                                "currency": "RUB"}}  # fmt: skip
            case "GET", ["payments" | "refunds" | "payouts" as what]:
                return 200, self._list(what, request.query)
            case "GET", ["payments" | "refunds" | "payouts" | "receipts" as what, number]:
                found = getattr(self, what).get(number)
                return (200, found) if found else (404, _error("not_found", "No such object."))
            case "POST", ["payments" | "refunds" | "payouts" | "receipts" as what]:
                return self._once(what, request)
            case "POST", ["payments", number, "capture"]:
                return 200, self._succeed(self.payments[number])
            case "POST", ["payments", number, "cancel"]:
                return 200, self._cancel(self.payments[number])
        return 404, _error("not_found", "No such address.")

    def _once(self, what: str, request: Request) -> tuple[int, Any]:
        """The same key makes the same object, whatever happened to the first answer."""
        key = request.headers.get("idempotence-key", "")
        if not key:
            return 400, _error("invalid_request", "Idempotence key is missing.")
        known = self.by_key.get((what, key))
        if known is None:
            made = getattr(self, f"_make_{what}")(request.json())
            if made.get("type") == "error":
                return 400, made
            known = self.by_key[what, key] = made
        return 200, known

    def _make_payments(self, wish: dict[str, Any]) -> dict[str, Any]:
        if Decimal(wish["amount"]["value"]) <= 0:
            return _error("invalid_request", "Amount must be positive.")
        receipt = wish.get("receipt")
        if self.shop.get("till") and not receipt:
            return _error("invalid_request", "Receipt is missing or illegal")
        if receipt and (wrong := wrong_for_yookassa(receipt, wish["amount"]["value"])):
            return _error("invalid_request", f"Receipt is missing or illegal: {wrong}")
        number = str(uuid4())
        at = wish.pop("_at", None) or _now()
        url = f"https://yoomoney.ru/checkout/payments/v2/contract?orderId={number}"
        self.payments[number] = {
            "id": number,
            "status": "pending",
            "paid": False,
            "amount": wish["amount"],
            "created_at": at,
            "description": wish.get("description", ""),
            "metadata": wish.get("metadata", {}),
            "recipient": {"account_id": self.shop["shop_id"], "gateway_id": "1719"},
            "refundable": False,
            "test": self.shop["test"],
            "confirmation": {"type": "redirect", "confirmation_url": url},
            "_capture": wish.get("capture", False),
            "_receipt": receipt,
        }
        return self.payments[number]

    def _succeed(self, payment: dict[str, Any], at: str = "") -> dict[str, Any]:
        gross = Decimal(payment["amount"]["value"])
        income = gross - (gross * FEE).quantize(Decimal("0.01"))
        payment.update(
            status="succeeded",
            paid=True,
            captured_at=at or _now(),
            refundable=True,
            income_amount={"value": f"{income:.2f}", "currency": payment["amount"]["currency"]},
            refunded_amount={"value": "0.00", "currency": payment["amount"]["currency"]},
            payment_method={
                "type": "bank_card", "id": payment["id"], "saved": False,
                "card": {"first6": "220000", "last4": "0004", "card_type": "Mir"},
            },
        )  # fmt: skip
        payment.pop("confirmation", None)
        if payment["_receipt"]:
            payment["receipt_registration"] = self.prints
        self._tell("payment.succeeded", payment)
        return payment

    def _cancel(self, payment: dict[str, Any]) -> dict[str, Any]:
        payment.update(
            status="canceled",
            cancellation_details={"party": "yoo_money", "reason": "expired_on_confirmation"},
        )
        self._tell("payment.canceled", payment)
        return payment

    def _make_refunds(self, wish: dict[str, Any]) -> dict[str, Any]:
        payment = self.payments[wish["payment_id"]]
        amount = Decimal(wish["amount"]["value"])
        before = Decimal(payment["refunded_amount"]["value"])
        if payment["status"] != "succeeded" or before + amount > Decimal(
            payment["amount"]["value"]
        ):
            return _error("invalid_request", "The sum of refunds exceeds the payment.")
        receipt = wish.get("receipt")
        if payment["_receipt"] and amount < Decimal(payment["amount"]["value"]) and not receipt:
            return _error("invalid_request", "Receipt is missing or illegal")
        if receipt and (wrong := wrong_for_yookassa(receipt, wish["amount"]["value"])):
            return _error("invalid_request", f"Receipt is missing or illegal: {wrong}")
        payment["refunded_amount"]["value"] = f"{before + amount:.2f}"
        number = str(uuid4())
        refund = {
            "id": number,
            "status": "succeeded",
            "payment_id": payment["id"],
            "amount": wish["amount"],
            "created_at": wish.get("_at") or _now(),
            "description": wish.get("description", ""),
            "_receipt": receipt,
            **({"receipt_registration": self.prints} if payment["_receipt"] else {}),
        }
        self.refunds[number] = refund
        self._tell("refund.succeeded", refund)
        return refund

    def _make_receipts(self, wish: dict[str, Any]) -> dict[str, Any]:
        payment = self.payments[wish["payment_id"]]
        settled = sum((Decimal(s["amount"]["value"]) for s in wish["settlements"]), Decimal())
        wrong = (
            wrong_for_yookassa(wish, f"{settled:.2f}")
            or wrong_for_closing(wish["items"], vat="vat_code", method="payment_mode")
            or ("" if wish["type"] == "payment" and wish["send"] is True else "type or send")
            or ("" if {s["type"] for s in wish["settlements"]} == {"prepayment"} else "settlements")
        )
        if wrong or payment["status"] != "succeeded" or not payment["_receipt"]:
            return _error("invalid_request", f"Receipt is illegal: {wrong or 'no first one'}")
        number = f"rt-{uuid4()}"
        self.receipts[number] = {
            "id": number, "type": "payment", "payment_id": payment["id"], "status": self.prints,
            "items": wish["items"], "settlements": wish["settlements"],
        }  # fmt: skip
        return self.receipts[number]

    def _make_payouts(self, wish: dict[str, Any]) -> dict[str, Any]:
        where = wish["payout_destination_data"]
        wanted = {"sbp": ("phone", "bank_id"), "yoo_money": ("account_number",)}
        if not all(where.get(name) for name in wanted.get(where["type"], ("?",))):
            return _error("invalid_request", "Payout destination is wrong.")
        number = f"po-{uuid4()}"
        self.payouts[number] = {
            "id": number,
            "amount": wish["amount"],
            "status": "pending",
            "payout_destination": where,
            "description": wish.get("description", ""),
            "created_at": _now(),
            "metadata": wish.get("metadata", {}),
            "test": self.shop["test"],
        }
        if Decimal(wish["amount"]["value"]) > self.balance:
            return self._end_payout(number, "canceled", "insufficient_funds")
        if self.payouts_end != "pending":
            return self._end_payout(number, self.payouts_end, "recipient_not_found")
        return self.payouts[number]

    def _end_payout(self, number: str, status: str, reason: str) -> dict[str, Any]:
        payout = self.payouts[number]
        payout["status"] = status
        if status == "succeeded":
            self.balance -= Decimal(payout["amount"]["value"])
            payout["succeeded_at"] = _now()
        else:
            payout["cancellation_details"] = {"party": "payout_network", "reason": reason}
        self._tell(f"payout.{status}", payout)
        return payout

    def _list(self, what: str, wanted: dict[str, str]) -> dict[str, Any]:
        moment = "captured_at" if "captured_at.gte" in wanted else "created_at"
        since, until = wanted.get(f"{moment}.gte", ""), wanted.get(f"{moment}.lt", "~")
        found = [
            one
            for one in getattr(self, what).values()
            if one["status"] == wanted.get("status", one["status"])
            and since <= one.get(moment, "") < until
        ]
        found.sort(key=lambda one: one[moment], reverse=True)
        start, most = int(wanted.get("cursor", "0")), int(wanted.get("limit", "10"))
        page = {"type": "list", "items": found[start : start + most]}
        return {**page, "next_cursor": str(start + most)} if len(found) > start + most else page

    def _tell(self, event: str, subject: dict[str, Any]) -> None:
        if not self.hook:
            return
        shown = {key: value for key, value in subject.items() if not key.startswith("_")}
        told = {"type": "notification", "event": event, "object": shown}
        headers = {"content-type": "application/json"}
        if self.caller:
            headers["x-forwarded-for"] = self.caller
        body = json.dumps(told, ensure_ascii=False).encode()
        self.deliver(Delivery(self.hook, body, headers))

    def forged(self, delivery: Delivery) -> Delivery:
        """From an address that is not theirs, of a payment that is not there, a thousand times more."""
        told = json.loads(delivery.body)
        told["object"]["id"] = str(uuid4())
        told["object"]["amount"]["value"] = "999999.00"
        headers = {**delivery.headers, "x-forwarded-for": "203.0.113.9"}
        return Delivery(delivery.url, json.dumps(told).encode(), headers)

    def _play(self, request: Request) -> tuple[int, Any]:
        said = request.json()
        match request.path:
            case "/_config":
                self.hook = said.pop("hook", self.hook)
                self.caller = said.pop("caller", self.caller)
                self.balance = Decimal(said.pop("balance", self.balance))
                self.payouts_end = said.pop("payouts_end", self.payouts_end)
                self.prints = said.pop("prints", self.prints)
                self.shop.update(said)
            case "/_pay":
                wish = {"capture": True, **said}
                at = wish.pop("at", "")
                number = wish.pop("id", "")
                payment = self.payments[number] if number else self._make_payments(
                    {**wish, "_at": at}
                )  # fmt: skip
                return 200, self._succeed(payment, at)
            case "/_payout":
                reason = said.get("reason", "recipient_not_found")
                return 200, self._end_payout(said["id"], said["status"], reason)
            case "/_print":
                for one in self.receipts.values():
                    one["status"] = said["status"]
                for one in [*self.refunds.values(), *self.payments.values()]:
                    one["receipt_registration"] = said["status"]
            case "/_cancel":
                return 200, self._cancel(self.payments[said["id"]])
            case "/_hold":
                payment = self.payments[said["id"]]
                payment.update(status="waiting_for_capture", paid=True)
                self._tell("payment.waiting_for_capture", payment)
                return 200, payment
            case "/_refund":
                made = self._make_refunds({**said, "_at": said.pop("at", "")})
                return (400 if made.get("type") == "error" else 200), made
            case "/_tell":
                kept = {**self.payments, **self.refunds, **self.payouts}.get(
                    said["id"], said.get("object")
                )
                self._tell(said["event"], kept or {"id": said["id"]})
            case "/_truth":
                return 200, {
                    "payments": list(self.payments.values()),
                    "refunds": list(self.refunds.values()),
                    "payouts": list(self.payouts.values()),
                    "receipts": list(self.receipts.values()),
                }
        return 200, {}


def _now() -> str:
    at = datetime.now(UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _error(code: str, description: str) -> dict[str, Any]:
    return {"type": "error", "id": str(uuid4()), "code": code, "description": description}


EMULATOR = YooKassa
