"""Robokassa as its documentation tells it: a signed link, a signed result, the question OpStateExt."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit
from xml.sax.saxutils import escape

from tests.emulators.server import Delivery, Emulator, Request
from tests.emulators.tills import wrong_for_closing, wrong_for_robokassa


class Robokassa(Emulator):
    def begin(self) -> None:
        self.login, self.first, self.second, self.hook = "zabota", "one", "two", ""
        self.third = "three"
        self.payments: dict[str, dict[str, str]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.slips: dict[str, dict[str, Any]] = {}
        self.prints = "Done"
        self.silent = False  # a refund is taken in, and the answer is lost

    def sign(self, *parts: str, ours: dict[str, str] | None = None) -> str:
        """The documentation's recipe, written down a second time."""
        shp = [f"{name}={value}" for name, value in sorted((ours or {}).items())]
        return hashlib.sha256(":".join([*parts, *shp]).encode("utf-8")).hexdigest()

    def answer(self, request: Request) -> tuple[int, Any]:
        with self.lock:
            if request.path.startswith("/_"):
                return 200, self._play(request.path, request.json())
            match request.path.rpartition("/")[2]:
                case "Create":
                    return 500 if self.silent else 200, self._refund(request.body.decode())
                case "GetState":
                    return 200, self.refunds[request.query["id"]]
                case "Attach" | "Status" as method:
                    return 200, self._slip(method, request.body.decode())
            return 200, self._state(request.query)

    def _refund(self, token: str) -> Any:
        head, body, digest = token.split(".")
        wanted = hmac.new(self.third.encode(), f"{head}.{body}".encode(), "sha256").digest()
        if _open(digest) != wanted or json.loads(_open(head))["alg"] != "HS256":
            return {"success": False, "message": "Token is not valid"}
        said = json.loads(_open(body))
        payment = self.payments[said["OpKey"].removeprefix("op-")]
        amount = Decimal(str(said.get("RefundSum", payment["OutSum"])))
        if amount > Decimal(payment["OutSum"]):
            return {"success": False, "message": "Not enough"}
        items = said.get("InvoiceItems")
        lines = sum((Decimal(str(i["Cost"])) * i["Quantity"] for i in items or ()), Decimal())
        if ("RefundSum" in said) != bool(items) or (items and lines != amount):
            return {"success": False, "message": "InvoiceItems do not add up"}
        number = f"refund-{len(self.refunds)}"
        self.refunds[number] = {"requestId": number, "amount": float(amount),
                                "label": "processing", "_items": items}  # fmt: skip
        return {"success": True, "message": "ok", "requestId": number}

    def _slip(self, method: str, token: str) -> Any:
        body, digest = token.split(".")
        wanted = hashlib.sha256(f"{body}{self.first}".encode()).hexdigest()
        if _open(digest).decode() != wanted:
            return {"ResultCode": "1000", "ResultDescription": "Wrong signature"}
        said = json.loads(_open(body))
        if method == "Status":
            return (
                {"Code": "0", "Statuses": [{"Code": self.prints}]}
                if said["id"] in {*self.slips, *self.payments}
                else {}
            )
        wrong = (
            wrong_for_robokassa(said, str(said["total"]))
            or wrong_for_closing(said["items"], vat="tax", method="payment_method")
            or ("" if said["payments"] == [{"type": 2, "sum": said["total"]}] else "payments")
            or ("" if said["originId"] in self.payments else "originId")
        )
        if wrong:
            return {"ResultCode": "3", "ResultDescription": wrong}
        self.slips[said["id"]] = said
        return {"ResultCode": "0", "ResultDescription": "ok", "OpKey": "fiscal"}

    def _play(self, path: str, said: dict[str, Any]) -> Any:
        match path:
            case "/_config":
                self.hook = said.get("hook", self.hook)
                self.prints = said.get("prints", self.prints)
                self.silent = said.get("silent", self.silent)
                return {}
            case "/_truth":
                return {"payments": self.payments, "refunds": self.refunds, "slips": self.slips}
            case "/_refunds":
                for one in self.refunds.values():
                    one["label"] = said["label"]
                return {}
        link = said.get("form") or dict(parse_qsl(urlsplit(said["url"]).query))
        return self._pay(link, said.get("state", "100"))

    def _pay(self, link: dict[str, str], state: str) -> dict[str, str]:
        """A client opens the link; what is signed wrongly is never shown to him."""
        ours = {name: value for name, value in link.items() if name.startswith("Shp_")}
        receipt = [link["Receipt"]] if "Receipt" in link else []
        parts = [link["MerchantLogin"], link["OutSum"], link["InvId"], *receipt, self.first]
        wanted = self.sign(*parts, ours=ours)
        assert link["SignatureValue"] == wanted, "29: the link is signed wrongly"
        if receipt:
            wrong = wrong_for_robokassa(json.loads(unquote(receipt[0])), link["OutSum"])
            assert not wrong, f"the slip is wrong: {wrong}"
        self.payments[link["InvId"]] = {"OutSum": link["OutSum"], "State": state,
                                         "OpKey": f"op-{link['InvId']}", **ours}  # fmt: skip
        if state != "100":
            return self.payments[link["InvId"]]
        out_sum = f"{link['OutSum']}0000"  # "100.00" comes back as "100.000000"
        told = {"OutSum": out_sum, "InvId": link["InvId"], "Fee": "0.000000", "EMail": "",
                "SignatureValue": self.sign(out_sum, link["InvId"], self.second, ours=ours).upper(),
                "PaymentMethod": "BankCard", "IncCurrLabel": "BankCardPSR", **ours}  # fmt: skip
        headers = {"content-type": "application/x-www-form-urlencoded"}
        body = urlencode(told).encode()
        self.deliver(Delivery(self.hook, body, headers, wanted=f"OK{link['InvId']}"))
        return self.payments[link["InvId"]]

    def _state(self, asked: dict[str, str]) -> bytes:
        number = asked["InvoiceID"]
        if asked["MerchantLogin"] != self.login:
            return _xml("2", "Shop not found")
        if asked["Signature"] != self.sign(self.login, number, self.second):
            return _xml("1", "Wrong signature")
        found = self.payments.get(number)
        if found is None:
            return _xml("3", "Operation not found")
        return _xml("0", "", found)

    def forged(self, delivery: Delivery) -> Delivery:
        return Delivery(
            delivery.url, delivery.body.replace(b"OutSum=", b"OutSum=9"), delivery.headers
        )


def _open(coded: str) -> bytes:
    return urlsafe_b64decode(coded + "=" * (-len(coded) % 4))


def _xml(code: str, words: str, found: dict[str, str] | None = None) -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<OperationStateResponse xmlns="http://merchant.roboxchange.com/WebService/">'
        f"<Result><Code>{code}</Code><Description>{escape(words)}</Description></Result>"
        f"{_told(found) if found else ''}</OperationStateResponse>"
    ).encode()


def _told(found: dict[str, str]) -> str:
    ours = "".join(
        f"<Field><Name>{name}</Name><Value>{escape(value)}</Value></Field>"
        for name, value in found.items()
        if name.startswith("Shp_")
    )
    return (
        f"<State><Code>{found['State']}</Code>"
        "<RequestDate>2026-11-20T12:00:01.1234567+03:00</RequestDate>"
        "<StateDate>2026-11-20T12:00:00.1234567+03:00</StateDate></State>"
        f"<Info><IncCurrLabel>BankCardPSR</IncCurrLabel><OutSum>{found['OutSum']}0000</OutSum><OpKey>{found['OpKey']}</OpKey></Info>"
        f"<UserField>{ours}</UserField>"
    )


EMULATOR = Robokassa
