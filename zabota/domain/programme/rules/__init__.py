"""Pricing of payments by the terms, and the deadlines they promise. Values in, values out."""

from zabota.domain.programme.rules.deadlines import due_at, last_refund_at
from zabota.domain.programme.rules.pricing import Priceable, Priced, Timetable
from zabota.domain.programme.rules.tally import Tally
from zabota.domain.programme.rules.terms import ClauseTerms, Special, VersionTerms

__all__ = [
    "ClauseTerms",
    "Priceable",
    "Priced",
    "Special",
    "Tally",
    "Timetable",
    "VersionTerms",
    "due_at",
    "last_refund_at",
]
