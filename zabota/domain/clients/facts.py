"""The shape in which a client reaches us from a registration page, an import or the API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFact:
    """A company that registered at a moment, with the promo code it gave, if any."""

    name: str
    at: datetime
    inn: str = ""
    email: str = ""
    phone: str = ""
    domain: str = ""
    external_id: str = ""
    promo: str = ""
