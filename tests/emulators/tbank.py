"""T-Bank's acquiring as its documentation tells it: Init, GetState, notifications signed by a token."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from tests.emulators.server import Delivery, Emulator, Request
from tests.emulators.tills import wrong_for_closing, wrong_for_tbank


class TBank(Emulator):
    def begin(self) -> None:
        self.terminal, self.password, self.hook = "1234567890", "usaf8fw8fsw21g", ""
        self.payments: dict[str, dict[str, Any]] = {}
        self.left: dict[str, int] = {}
        self.receipts: dict[str, Any] = {}
        self.cancelled: dict[str, dict[str, Any]] = {}  # by ExternalRequestId
        self.slips: list[dict[str, Any]] = []  # of refunds and of advances closed
        self.till = False  # the terminal has a till: each Init brings a slip
        self.lowers = True  # whether GetState says what is left after partial refunds

    def sign(self, said: dict[str, Any]) -> str:
        """The documentation's recipe, written down a second time."""
        pairs = [(k, v) for k, v in said.items() if not isinstance(v, dict | list) and k != "Token"]
        pairs.append(("Password", self.password))
        text = "".join(json.dumps(v) if isinstance(v, bool) else str(v) for _, v in sorted(pairs))
        return sha256(text.encode("utf-8")).hexdigest()

    def answer(self, request: Request) -> tuple[int, Any]:
        with self.lock:
            said = request.json()
            if request.path.startswith("/_"):
                return 200, self._play(request.path, said)
            if said.get("TerminalKey") != self.terminal or said.get("Token") != self.sign(said):
                return 200, {"Success": False, "ErrorCode": "204", "Message": "Неверный токен."}
            if request.path.endswith("/Init"):
                return 200, self._init(said)
            if request.path.endswith("/v2/Cancel"):
                return 200, self._cancel(said)
            if request.path == "/cashbox/SendClosingReceipt":
                return 200, self._close(said)
            return 200, self._state(said)

    def _cancel(self, said: dict[str, Any]) -> dict[str, Any]:
        key, number = str(said.get("ExternalRequestId")), str(said["PaymentId"])
        if key in self.cancelled:
            return self.cancelled[key]
        payment, amount = self.payments[number], said["Amount"]
        before = self.left.get(number, payment["Amount"])
        receipt, whole = said.get("Receipt"), amount == payment["Amount"]
        if payment["Status"] not in ("CONFIRMED", "PARTIAL_REFUNDED") or amount > before:
            return {"Success": False, "ErrorCode": "4", "Message": "Ошибка в процессе отмены.",
                    "Details": "Сумма возврата больше остатка."}  # fmt: skip
        if self.receipts.get(number) and not whole and not receipt:
            return {"Success": False, "ErrorCode": "309", "Details": "Поле Receipt не должно быть пустым."}  # fmt: skip
        if receipt and (wrong := wrong_for_tbank(receipt, amount)):
            return {"Success": False, "ErrorCode": "308", "Details": wrong}
        if receipt:
            self.slips.append({"kind": "refund", **receipt})
        self.left[number] = before - amount
        status = "PARTIAL_REFUNDED" if before - amount else "REFUNDED"
        payment["Status"] = status
        told = {**payment, "Amount": amount}
        self._tell({**told, "Token": self.sign(told)})
        self.cancelled[key] = {
            "Success": True, "ErrorCode": "0", "TerminalKey": self.terminal, "Status": status,
            "PaymentId": number, "OrderId": payment["OrderId"], "OriginalAmount": before,
            "NewAmount": before - amount, "ExternalRequestId": key,
        }  # fmt: skip
        return self.cancelled[key]

    def _close(self, said: dict[str, Any]) -> dict[str, Any]:
        number, receipt = str(said["PaymentId"]), said["Receipt"]
        first = self.receipts.get(number) or {"Items": []}
        total, paid = sum(i["Amount"] for i in receipt["Items"]), receipt["Payments"]
        wrong = (
            wrong_for_tbank(receipt, total)
            or wrong_for_closing(receipt["Items"], vat="Tax", method="PaymentMethod")
            or ("" if paid == {"Electronic": 0, "AdvancePayment": total} else "Поле Payments")
        )
        if not any("prepayment" in item["PaymentMethod"] for item in first["Items"]):
            wrong = "Первый чек не был чеком предоплаты"
        if wrong or self.payments[number]["Status"] not in ("CONFIRMED", "PARTIAL_REFUNDED"):
            return {"Success": False, "ErrorCode": "308", "Message": wrong or "Не оплачен"}
        self.slips.append({"kind": "closing", **receipt})
        return {"Success": True, "ErrorCode": "0"}

    def _init(self, said: dict[str, Any]) -> dict[str, Any]:
        if said["Amount"] < 1000:
            return {"Success": False, "ErrorCode": "308", "Message": "Неверные параметры.",
                    "Details": "Сумма слишком мала."}  # fmt: skip
        receipt = said.get("Receipt")
        if self.till and not receipt:
            return {"Success": False, "ErrorCode": "309", "Message": "Неверные параметры.",
                    "Details": "Поле Receipt не должно быть пустым."}  # fmt: skip
        if receipt and (wrong := wrong_for_tbank(receipt, said["Amount"])):
            return {"Success": False, "ErrorCode": "308", "Message": "Неверные параметры.",
                    "Details": wrong}  # fmt: skip
        number = str(700_000_000 + len(self.payments))
        self.receipts[number] = receipt
        self.payments[number] = {
            "TerminalKey": self.terminal, "OrderId": said["OrderId"], "Success": True,
            "Status": "NEW", "PaymentId": int(number), "ErrorCode": "0", "Amount": said["Amount"],
        }  # fmt: skip
        url = f"https://securepay.tinkoff.ru/new/{number}"
        return {**self.payments[number], "PaymentId": number, "PaymentURL": url}

    def _state(self, said: dict[str, Any]) -> dict[str, Any]:
        found = self.payments.get(str(said["PaymentId"]))
        if found is None:
            return {
                "Success": False,
                "ErrorCode": "255",
                "Message": "Запрошенный платёж не найден.",
            }
        left = self.left.get(str(said["PaymentId"]), found["Amount"])
        amount = left if self.lowers else found["Amount"]
        return {**found, "Amount": amount, "PaymentId": str(found["PaymentId"]), "Message": "OK"}

    def _play(self, path: str, said: dict[str, Any]) -> Any:
        if path == "/_config":
            self.hook = said.get("hook", self.hook)
            self.lowers = said.get("lowers", self.lowers)
            self.till = said.get("till", self.till)
            return {}
        if path == "/_truth":
            return {"payments": self.payments, "receipts": self.receipts, "slips": self.slips}
        number = str(said.get("id") or self._init(said)["PaymentId"])
        payment = self.payments[number]
        payment["Status"] = said["status"]
        if said["status"] == "PARTIAL_REFUNDED":
            self.left[number] = self.left.get(number, payment["Amount"]) - said["amount"]
        told = {**payment, "Amount": said.get("amount", payment["Amount"]), "CardId": 10452089,
                "Pan": "430000******0777", "ExpDate": "1229", "DATA": {"Route": "ACQ"}}  # fmt: skip
        self._tell({**told, "Token": self.sign(told)})
        return payment

    def _tell(self, told: dict[str, Any]) -> None:
        if not self.hook:
            return
        body = json.dumps(told, ensure_ascii=False).encode()
        headers = {"content-type": "application/json"}
        self.deliver(Delivery(self.hook, body, headers, wanted="OK"))

    def forged(self, delivery: Delivery) -> Delivery:
        told = json.loads(delivery.body)
        return Delivery(delivery.url, json.dumps({**told, "Amount": 99_999_900}).encode())


EMULATOR = TBank
