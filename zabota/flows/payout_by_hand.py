"""A payout is paid by hand: a person says when and how, with a proof, and another one confirms it."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.payouts.models import HandProof, Payout
from zabota.domain.payouts.operations.by_hand import (
    Evidence,
    confirm_proof,
    give_proof,
    withdraw_proof,
)
from zabota.domain.people.models import Person
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, hold


@flow
def proof_given(
    payout: Payout, evidence: Evidence, *, at: datetime, by: str, person: Person | None = None
) -> HandProof:
    """Somebody paid it by hand; without four eyes that settles it."""
    hold(Lock.BOOKS)
    payout.refresh_from_db()
    return give_proof(payout, evidence, at=at, by=by, person=person)


@flow
def proof_confirmed(
    proof: HandProof, *, at: datetime, by: str, person: Person | None = None
) -> None:
    """A second person has looked at the proof: the payout is settled."""
    hold(Lock.BOOKS)
    proof.refresh_from_db()
    confirm_proof(proof, at=at, by=by, person=person)


@flow
def proof_withdrawn(proof: HandProof, *, at: datetime, by: str) -> None:
    """It was entered by mistake, and nobody has confirmed it yet."""
    hold(Lock.BOOKS)
    proof.refresh_from_db()
    withdraw_proof(proof, at=at, by=by)
