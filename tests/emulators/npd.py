"""The tax service's page on the self-employed, as its documentation tells it.

A test says who is self-employed by /_say {"inn": …, "answer": "yes" | "no" | "page" | "odd" | "silence"},
how many questions are answered before it has enough by /_config {"limit": …}, and reads what was asked
at /_asked.
"""

from __future__ import annotations

import time
from datetime import date
from typing import Any

from tests.emulators.server import Emulator, Request

PATH = "/api/v1/tracker/taxpayer_status"


class TaxService(Emulator):
    def begin(self) -> None:
        self.says: dict[str, str] = {}
        self.asked: list[dict[str, str]] = []
        self.limit = 1_000
        self.pause = 1.0

    def answer(self, request: Request) -> tuple[int, Any]:
        if request.path.startswith("/_"):
            return self._play(request)
        if request.path != PATH:
            return 404, {"message": "Not Found"}
        if request.method != "POST":
            return 405, {"message": "Method Not Allowed"}
        return self._said(request.json())

    def _said(self, asked: dict[str, str]) -> tuple[int, Any]:
        try:
            day = date.fromisoformat(asked["requestDate"])
        except (KeyError, ValueError):
            return 422, _error("validation.failed", "Указана некорректная дата")
        inn = asked.get("inn", "")
        if len(inn) != 12 or not inn.isdigit():
            return 422, _error("validation.failed", "Указан некорректный ИНН")
        with self.lock:
            self.limit -= 1
            if self.limit < 0:
                return 422, _error(
                    "taxpayer.status.service.limited.error",
                    "Превышено количество запросов к сервису с одного ip адреса",
                )
            self.asked.append(asked)
            answer = self.says.get(inn, "no")
        if answer == "silence":
            time.sleep(self.pause)
        if answer == "page":
            return 200, "<html>Ведутся технические работы</html>"
        if answer == "odd":
            return 200, {"status": "true", "message": "—"}
        return 200, _answer(inn, day, yes=answer != "no")

    def _play(self, request: Request) -> tuple[int, Any]:
        said = request.json()
        match request.path:
            case "/_say":
                self.says[said["inn"]] = said["answer"]
            case "/_config":
                self.limit = said.get("limit", self.limit)
                self.pause = said.get("pause", self.pause)
            case "/_asked":
                return 200, self.asked
        return 200, {}


def _answer(inn: str, day: date, *, yes: bool) -> dict[str, Any]:
    not_ = "" if yes else "не "
    words = f"{inn} {not_}является плательщиком налога на профессиональный доход"
    return {"status": yes, "message": words}


def _error(code: str, message: str) -> dict[str, str]:
    return {"code": code, "message": message}


EMULATOR = TaxService
