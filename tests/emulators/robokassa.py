"""Robokassa as its documentation tells it: a signed link, a signed result, the question OpStateExt."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit
from xml.sax.saxutils import escape

from tests.emulators.server import Delivery, Emulator, Request
from tests.emulators.tills import wrong_for_robokassa


class Robokassa(Emulator):
    def begin(self) -> None:
        self.login, self.first, self.second, self.hook = "zabota", "one", "two", ""
        self.payments: dict[str, dict[str, str]] = {}

    def sign(self, *parts: str, ours: dict[str, str] | None = None) -> str:
        """The documentation's recipe, written down a second time."""
        shp = [f"{name}={value}" for name, value in sorted((ours or {}).items())]
        return hashlib.sha256(":".join([*parts, *shp]).encode("utf-8")).hexdigest()

    def answer(self, request: Request) -> tuple[int, Any]:
        with self.lock:
            if request.path.startswith("/_"):
                return 200, self._play(request.path, request.json())
            return 200, self._state(request.query)

    def _play(self, path: str, said: dict[str, Any]) -> Any:
        match path:
            case "/_config":
                self.hook = said["hook"]
                return {}
            case "/_truth":
                return {"payments": self.payments}
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
        self.payments[link["InvId"]] = {"OutSum": link["OutSum"], "State": state, **ours}
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
        f"<Info><IncCurrLabel>BankCardPSR</IncCurrLabel><OutSum>{found['OutSum']}0000</OutSum></Info>"
        f"<UserField>{ours}</UserField>"
    )


EMULATOR = Robokassa
