"""A claim approved: the client is put to the partner who asked, and the claim is answered."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.attribution.models import Claim, Correction
from zabota.domain.attribution.operations.claims import note_claim_approved
from zabota.flows.client_placed import correct
from zabota.kit.flow import flow


@flow
def claim_approved(
    claim: Claim, *, since: datetime, bearer: str, reason: str, at: datetime, by: str
) -> Correction:
    """Correct the client's attribution from `since` on; refused when the claim is decided already."""
    correction = correct(
        claim.client,
        to=claim.partner,
        since=since,
        bearer=bearer,
        reason=reason or claim.words,
        at=at,
        by=by,
    )
    note_claim_approved(claim, correction=correction, reason=reason, at=at, by=by)
    return correction
