"""CloudPayments as its documentation tells it: orders, payments, notifications signed by HMAC."""

from __future__ import annotations

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from tests.emulators.server import Delivery, Emulator, Request
from tests.emulators.tills import wrong_for_closing, wrong_for_cloudkassir


class CloudPayments(Emulator):
    def begin(self) -> None:
        self.public, self.secret, self.hook, self.form = "pk_zabota", "api_secret", "", True
        self.payments: dict[int, dict[str, Any]] = {}
        self.receipts: dict[str, Any] = {}
        self.orders: dict[str, dict[str, Any]] = {}
        self.by_key: dict[str, Any] = {}
        self.slips: dict[str, dict[str, Any]] = {}  # after the first
        self.prints = "Processed"

    def answer(self, request: Request) -> tuple[int, Any]:
        with self.lock:
            if request.path.startswith("/_"):
                return 200, self._play(request.path, request.json())
            word = request.headers.get("authorization", "").partition(" ")[2]
            if b64decode(word).decode() != f"{self.public}:{self.secret}":
                return 401, {}
            return 200, self._api(request)

    def _api(self, request: Request) -> Any:
        said = request.json()
        match request.path:
            case "/test":
                return {"Success": True, "Message": "bd6353c3-0ed6-4a65-946f-083664bf8dbd"}
            case "/payments/get":
                return _model(self.payments.get(int(said["TransactionId"])))
            case "/v2/payments/find":
                of = [p for p in self.payments.values() if p["InvoiceId"] == said["InvoiceId"]]
                return _model(of[-1] if of else None)
            case "/orders/create":
                key = request.headers["x-request-id"]
                receipt = said.get("JsonData", {}).get("CloudPayments", {}).get("CustomerReceipt")
                if receipt and (wrong := wrong_for_cloudkassir(receipt, said["Amount"])):
                    return {"Success": False, "Message": f"CustomerReceipt: {wrong}"}
                self.receipts[said["InvoiceId"]] = receipt
                made = {"Id": f"f2K{len(self.orders)}", "Number": len(self.orders) + 1,
                        "Url": f"https://orders.cloudpayments.ru/d/f2K{len(self.orders)}"}  # fmt: skip
                return _model(self.orders.setdefault(key, made))
            case "/payments/refund":
                return self._once(request, self._refund, said)
            case "/kkt/receipt":
                return self._once(request, self._slip, said)
            case "/kkt/receipt/status/get":
                found = said["Id"] in self.slips
                return {
                    "Success": True,
                    "Model": self.prints if found else "NotFound",
                    "Message": None,
                }
        return {"Success": False, "Message": "no such method"}

    def _once(
        self, request: Request, make: Callable[[dict[str, Any]], Any], said: dict[str, Any]
    ) -> Any:
        key = request.headers["x-request-id"]
        if key not in self.by_key:
            self.by_key[key] = make(said)
        return self.by_key[key]

    def _refund(self, said: dict[str, Any]) -> Any:
        payment = self.payments[said["TransactionId"]]
        amount = Decimal(said["Amount"])
        back = Decimal(payment.get("_back", "0")) + amount
        if payment["Status"] != "Completed" or back > Decimal(str(payment["Amount"])):
            return {"Success": False, "Message": "Сумма возврата больше суммы платежа"}
        receipt = said.get("JsonData", {}).get("CloudPayments", {}).get("CustomerReceipt")
        if receipt and (wrong := wrong_for_cloudkassir(receipt, said["Amount"])):
            return {"Success": False, "Message": f"CustomerReceipt: {wrong}"}
        payment["_back"] = str(back)
        number = 900_000 + len(self.slips)
        self.slips[str(number)] = {"kind": "refund", "receipt": receipt}
        self._play("/_tell", {"kind": "refund", "id": number, "Amount": said["Amount"],
                              "PaymentTransactionId": said["TransactionId"]})  # fmt: skip
        return _model({"TransactionId": number})

    def _slip(self, said: dict[str, Any]) -> Any:
        receipt = said["CustomerReceipt"]
        total = sum(Decimal(str(i["amount"])) for i in receipt["Items"])
        wrong = (
            wrong_for_cloudkassir(receipt, f"{total:.2f}", paid_by="advancePayment")
            or wrong_for_closing(receipt["Items"], vat="vat", method="method")
            or ("" if said["Type"] == "Income" and len(str(said["Inn"])) in (10, 12) else "Inn")
        )
        if wrong:
            return {"Success": False, "Message": wrong, "Model": {"ErrorCode": -1}}
        number = f"kkt{len(self.slips)}"
        self.slips[number] = {"kind": "closing", "receipt": receipt}
        return {"Success": True, "Message": "Queued", "Model": {"Id": number, "ErrorCode": 0}}

    def _play(self, path: str, said: dict[str, Any]) -> Any:
        if path == "/_config":
            self.hook, self.form = said.get("hook", self.hook), said.get("form", True)
            self.prints = said.get("prints", self.prints)
            return {}
        if path == "/_truth":
            return {"payments": self.payments, "receipts": self.receipts, "slips": self.slips}
        kind = said.pop("kind")
        number = said.pop("id", 0) or 455_000 + len(self.payments)
        status = said.pop("truth", "Completed")
        taken = said.pop("taken", None)
        if kind == "confirm":
            self.payments[number] |= {"Status": "Completed", **(taken or {})}
        elif kind != "refund":
            self.payments[number] = {
                "TransactionId": number, "Currency": "RUB", "Status": status, "TestMode": False,
                "InvoiceId": said.get("InvoiceId", ""), "Amount": float(said["Amount"]),
                "CreatedDateIso": "2026-11-20T09:00:00", "ConfirmDateIso": "2026-11-20T09:00:00",
            }  # fmt: skip
        told = {"TransactionId": number, "Currency": "RUB", "DateTime": "2026-11-20 09:00:00",
                "TestMode": 0, "Status": status, "CardLastFour": "1111", **said}  # fmt: skip
        body = urlencode(told).encode() if self.form else json.dumps(told).encode()
        digest = hmac.new(self.secret.encode(), body, sha256).digest()
        headers = {"content-hmac": b64encode(digest).decode(),
                   "content-type": "application/x-www-form-urlencoded" if self.form
                   else "application/json"}  # fmt: skip
        if self.hook:
            self.deliver(Delivery(f"{self.hook}?kind={kind}", body, headers, wanted='{"code": 0'))
        return told

    def forged(self, delivery: Delivery) -> Delivery:
        return Delivery(delivery.url, delivery.body + b"0", delivery.headers)


def _model(found: Any) -> dict[str, Any]:
    return {"Success": found is not None, "Model": found, "Message": None}


EMULATOR = CloudPayments
