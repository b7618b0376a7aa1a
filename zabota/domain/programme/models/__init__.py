"""Terms as immutable versions made of clauses; the offer and its acceptances."""

from zabota.domain.programme.models.offers import Acceptance, Offer, SiteQuestion
from zabota.domain.programme.models.terms import (
    Audience,
    CapPer,
    Clause,
    ClauseBase,
    ClauseKind,
    Entitlement,
    Precedence,
    Servicing,
    SpecialTerms,
    TermsStatus,
    TermsVersion,
)

__all__ = [
    "Acceptance",
    "Audience",
    "CapPer",
    "Clause",
    "ClauseBase",
    "ClauseKind",
    "Entitlement",
    "Offer",
    "Precedence",
    "Servicing",
    "SiteQuestion",
    "SpecialTerms",
    "TermsStatus",
    "TermsVersion",
]
