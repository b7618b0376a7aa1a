"""What the tax service's words mean: yes, no, or nothing certain. Plain Python.

The service answers `{"status": true, "message": "…"}`; when it is asked too often it answers
`{"code": "taxpayer.status.service.limited.error", "message": "…"}`. Only a boolean in `status` of a
successful answer is an answer: everything else says nothing about the person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from zabota.domain.payouts.facts import Standing

LIMITED = "limited.error"


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood of an answer; `limited` asks us to wait before the next question."""

    standing: Standing
    words: str = ""
    limited: bool = False


def question(inn: str, on: date) -> dict[str, str]:
    """The body of a question."""
    return {"inn": inn, "requestDate": on.isoformat()}


def understand(status_code: int, said: Any) -> Heard:
    """The meaning of an answer; `said` is its JSON, or None when it was none."""
    said = said if isinstance(said, dict) else {}
    words = str(said.get("message") or said.get("code") or status_code)[:300]
    if status_code == 429 or LIMITED in str(said.get("code", "")):
        return Heard("unknown", words, limited=True)
    if status_code == 200 and isinstance(said.get("status"), bool):
        return Heard("yes" if said["status"] else "no", words)
    return Heard("unknown", words)
