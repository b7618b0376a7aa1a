"""Questions about payments."""

from __future__ import annotations

from zabota.domain.payments.queries.matching import get_known, get_payments_of, read_clues
from zabota.domain.payments.queries.waiting import (
    Suggestion,
    list_set_aside,
    list_waiting,
    suggest_clients,
)

__all__ = [
    "Suggestion",
    "get_known",
    "get_payments_of",
    "list_set_aside",
    "list_waiting",
    "read_clues",
    "suggest_clients",
]
