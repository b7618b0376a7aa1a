"""A lead as it comes from a form, a person of ours or another system."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadFact:
    """A company that looks for an integrator; "" is "does not matter" or "not said"."""

    source: str
    company: str
    person: str = ""
    email: str = ""
    phone: str = ""
    inn: str = ""
    city: str = ""
    crm: str = ""
    messenger: str = ""
    tongue: str = "ru"
    words: str = ""
    external_id: str = ""
    wished_id: int | None = None
