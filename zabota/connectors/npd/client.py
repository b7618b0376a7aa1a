"""One question to the tax service over HTTP, and nothing but what came back."""

from __future__ import annotations

from typing import Any

import httpx
from django.conf import settings

from zabota.kit.outside import outside

PATIENCE = httpx.Timeout(20.0, connect=5.0)
NO_ANSWER = 0  # in place of a status code


def ask_tax_office(question: dict[str, str]) -> tuple[int, Any]:
    """The status code and the JSON of the answer (None when it is none), or why there is no answer."""
    address = settings.NPD_STATUS_URL
    try:
        with outside(address) as client:
            answer = client.post(address, json=question, timeout=PATIENCE)
    except httpx.HTTPError as fault:
        return NO_ANSWER, {"message": type(fault).__name__}
    try:
        return answer.status_code, answer.json()
    except ValueError:
        return answer.status_code, None
