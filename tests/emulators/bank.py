"""Two banks that tell of a movement at once: Tochka by a signed JWT, T-Bank by an operation in JSON.

A test makes movements by /_move, reads Tochka's key at /_key, and sets addresses by /_config. Besides the
common knobs: `renumber` tells a T-Bank operation once more under another number, as after a night.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.emulators.server import Delivery, Emulator, Request

OURS = {"name": "ООО «Связной Мост»", "inn": "7704123450", "kpp": "770401001"}


class Banks(Emulator):
    def begin(self) -> None:
        if not hasattr(self, "key"):
            self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            self.stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.knobs["renumber"] = 0.0
        self.hooks = {"tochka": "", "tbank": ""}
        self.secret = ""

    def answer(self, request: Request) -> tuple[int, Any]:
        said = request.json()
        match request.path:
            case "/_config":
                self.secret = said.pop("secret", self.secret)
                self.hooks.update(said)
                return 200, {}
            case "/_key":
                public = self.key.public_key()
                pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
                jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(public))
                former = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.stranger.public_key()))
                return 200, {"pem": pem.decode(), "jwk": jwk, "jwks": {"keys": [
                    {"kty": "EC", "kid": "other kind"}, {**former, "kid": "former"},
                    {**jwk, "kid": "present"}]}}  # fmt: skip
            case "/_move":
                getattr(self, f"_tell_{said.pop('bank')}")(said)
                return 200, {}
        return 404, {}

    def forged(self, delivery: Delivery) -> Delivery | None:
        if delivery.headers["content-type"] == "text/plain":
            said = jwt.decode(delivery.body, options={"verify_signature": False})
            return Delivery(delivery.url, self._signed(said, self.stranger), delivery.headers)
        headers = {**delivery.headers, "authorization": "Bearer somebody-else"}
        return Delivery(delivery.url, delivery.body, headers)

    def _tell_tochka(self, move: dict[str, Any]) -> None:
        ours = {**OURS, "account": move["own"], "bankCode": "044525104"}
        theirs = {"name": move["name"], "inn": move["inn"], "kpp": "", "account": move["account"],
                  "bankCode": "044525225", "bankName": "ПАО СБЕРБАНК"}  # fmt: skip
        incoming = move.get("incoming", True)
        payer, payee = (theirs, ours) if incoming else (ours, theirs)
        for side in (payer, payee):
            amount = float(move["amount"]) if move.get("as_number") else move["amount"]
            side |= {"amount": amount, "currency": "RUB"}
        said = {
            "SidePayer": payer,
            "SideRecipient": payee,
            "purpose": move["purpose"],
            "documentNumber": move["number"],
            "paymentId": move.get("id") or f"tochka-{uuid4()}",
            "date": move["on"],
            "webhookType": "incomingPayment" if incoming else "outgoingPayment",
            "customerCode": "300000092",
        }
        headers = {"content-type": "text/plain"}
        signed = self._signed(said, self.key, move.get("kid", ""))
        self.deliver(Delivery(self.hooks["tochka"], signed, headers))

    def _signed(self, said: dict[str, Any], key: Any, kid: str = "") -> bytes:
        return jwt.encode(
            said, key, algorithm="RS256", headers={"kid": kid} if kid else None
        ).encode()

    def _tell_tbank(self, move: dict[str, Any]) -> None:
        incoming = move.get("incoming", True)
        operation = {
            "operationId": move.get("id") or str(uuid4()),
            "operationDate": move["at"],
            "typeOfOperation": "Credit" if incoming else "Debit",
            "accountNumber": move["own"],
            "accountAmount": float(move["amount"]),
            "accountCurrencyDigitalCode": "643",
            "documentNumber": move["number"],
            "payPurpose": move["purpose"],
            ("payer" if incoming else "receiver"): {
                "acct": move["account"], "inn": move["inn"], "name": move["name"],
                "bicRu": "044525225",
            },
        }  # fmt: skip
        self._operation({**operation, "operationStatus": "Авторизация"})
        self._operation({**operation, "operationStatus": "Транзакция"})
        if self.chance("renumber"):
            again = {"operationId": str(uuid4()), "operationStatus": "Транзакция"}
            self._operation({**operation, **again})

    def _operation(self, said: dict[str, Any]) -> None:
        body = json.dumps(said, ensure_ascii=False).encode()
        headers = {"content-type": "application/json", "authorization": f"Bearer {self.secret}"}
        self.deliver(Delivery(self.hooks["tbank"], body, headers))


EMULATOR = Banks
