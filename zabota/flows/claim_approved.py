"""A claim approved: the client is put to the partner who asked, and the claim is answered."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.attribution.models import Claim, Correction
from zabota.domain.attribution.operations.claims import decline_claim, note_claim_approved
from zabota.domain.attribution.queries.claims import list_rival_claims
from zabota.flows.client_placed import correct
from zabota.kit.flow import flow


@flow
def claim_approved(
    claim: Claim,
    *,
    since: datetime,
    bearer: str,
    reason: str,
    at: datetime,
    by: str,
    to_rivals: str = "",
) -> Correction:
    """Correct the client's attribution from `since` on; refused when the claim is decided already.

    With an answer `to_rivals` the waiting claims of others for this client are declined with it.
    """
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
    if to_rivals:
        for rival in list_rival_claims(claim):
            decline_claim(rival, reason=to_rivals, at=at, by=by)
    return correction
