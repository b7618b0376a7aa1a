"""Questions about promo codes, whose client it is, and claims."""

from __future__ import annotations

from zabota.domain.attribution.queries.owners import (
    Owner,
    find_attribution,
    find_owners,
    find_working_code,
    find_working_codes,
    is_code_taken,
)

__all__ = [
    "Owner",
    "find_attribution",
    "find_owners",
    "find_working_code",
    "find_working_codes",
    "is_code_taken",
]
