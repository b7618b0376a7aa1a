"""Payouts paid by hand: nothing but a paper proves them, so the paper is kept, and two may look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zabota.domain.payouts.events import HandProofGiven, HandProofWithdrawn
from zabota.domain.payouts.facts import FOUR_EYES
from zabota.domain.payouts.models import BatchStatus, HandProof, Payout, PayoutStatus, Rail
from zabota.domain.payouts.operations.approving import SamePerson
from zabota.domain.payouts.operations.individuals import to_transfer
from zabota.domain.payouts.operations.settling import settle_payout
from zabota.domain.payouts.operations.steps import mark_batch_sent
from zabota.domain.payouts.postings import GATEWAYS
from zabota.domain.people.models import Person
from zabota.domain.settings.queries import get_settings
from zabota.kit.clock import local_date, noon_of
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.money import Money
from zabota.kit.uploads import take_upload

HAND = "hand:"  # how a proof of a person is named at the payout
PAPERS = frozenset({"application/pdf", "image/jpeg", "image/png"})


class ProofRefused(Refusal):
    """This cannot count as paid by hand, with what to do."""

    code = "proof_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a person says of a payment made by hand: minor units, and the file that proves it.

    `from_balance`: not from our bank account, but from the balance at the rail that had been asked.
    """

    on: date
    amount_minor: int
    reference: str
    name: str
    content: bytes
    from_balance: bool = False


def keeps_balance(payout: Payout) -> bool:
    """Whether its rail pays out of a balance kept there, so that a proof has to say where from."""
    return payout.batch.rail in GATEWAYS


def may_be_by_hand(payout: Payout) -> bool:
    """Whether a proof can settle it: its rail is by hand, or nobody knows what became of it."""
    if payout.status == PayoutStatus.UNKNOWN:
        return True
    by_hand = payout.batch.rail == Rail.MANUAL
    return by_hand and payout.status in (PayoutStatus.APPROVED, PayoutStatus.SENT)


def is_by_hand(payout: Payout) -> bool:
    """Whether the paper of a person has settled it."""
    return payout.proof.startswith(HAND)


def give_proof(
    payout: Payout, evidence: Evidence, *, at: datetime, by: str, person: Person | None
) -> HandProof:
    """Keep the proof; it settles the payout at once, or with four eyes when another one confirms.

    Refused when it does not fit the payout, or one lies there already.
    """
    _check(payout, evidence, at=at)
    file = take_upload(evidence.name, evidence.content)
    if file.content_type not in PAPERS:
        raise ProofRefused("Give the proof as a PDF, a JPEG or a PNG.")
    proof = HandProof.objects.create(
        payout=payout,
        on=evidence.on,
        amount_minor=evidence.amount_minor,
        reference=evidence.reference.strip(),
        from_balance=evidence.from_balance,
        name=file.name[:120],
        media_type=file.content_type,
        body=file.content,
        sha256=file.sha256,
        entered_at=at,
        entered_by=by,
        entered_person=person,
    )
    waits = bool(get_settings(FOUR_EYES, at=at)[FOUR_EYES.name])
    publish(HandProofGiven(at=at, by=by, payout_id=payout.pk, waits=waits))
    if not waits:
        _count(proof, at=at, by=by)
    return proof


def _check(payout: Payout, evidence: Evidence, *, at: datetime) -> None:
    if not may_be_by_hand(payout):
        raise ProofRefused("This payout is not paid by hand.")
    if payout.hand_proofs.filter(withdrawn_at=None).exists():
        raise ProofRefused("A proof lies here already: confirm it or take it back.")
    if evidence.from_balance and not keeps_balance(payout):
        raise ProofRefused("This payout has no balance to be paid from but our bank account.")
    wanted = to_transfer(payout)
    if evidence.amount_minor != wanted:
        raise ProofRefused(
            "The payout is %(wanted)s, and you entered %(given)s. Pay and enter the exact sum.",
            wanted=Money(wanted, payout.currency),
            given=Money(evidence.amount_minor, payout.currency),
        )
    if not evidence.reference.strip() or len(evidence.reference) > 80:
        raise ProofRefused("Name the payment in at most 80 characters: its number at the bank.")
    if not local_date(payout.formed_at) <= evidence.on <= local_date(at):
        raise ProofRefused("The day lies between the forming of the payout and today.")


def confirm_proof(proof: HandProof, *, at: datetime, by: str, person: Person | None) -> None:
    """Another person has looked at the paper; confirming twice is once."""
    if proof.confirmed_at:
        return
    if proof.withdrawn_at:
        raise ProofRefused("This proof was taken back.")
    same = (
        proof.entered_person_id == person.pk
        if person is not None and proof.entered_person_id is not None
        else proof.entered_by == by
    )
    if same:
        raise SamePerson("You entered this proof, so another person has to confirm it.")
    _count(proof, at=at, by=by)


def _count(proof: HandProof, *, at: datetime, by: str) -> None:
    payout = proof.payout
    if payout.batch.status == BatchStatus.APPROVED:
        mark_batch_sent(payout.batch, at=at, by=by)
        payout.refresh_from_db()
    HandProof.objects.filter(pk=proof.pk).update(confirmed_at=at, confirmed_by=by)
    settle_payout(
        payout,
        settled_at=noon_of(proof.on),
        proof=f"{HAND}{proof.pk}",
        at=at,
        by=by,
        from_bank=not proof.from_balance,
    )


def withdraw_proof(proof: HandProof, *, at: datetime, by: str) -> None:
    """Take back what nobody has confirmed; a counted one is undone by returning the payout."""
    if proof.withdrawn_at:
        return
    if proof.confirmed_at:
        raise ProofRefused(
            "It counts already. If the money came back, mark the payout as returned."
        )
    HandProof.objects.filter(pk=proof.pk).update(withdrawn_at=at, withdrawn_by=by)
    publish(HandProofWithdrawn(at=at, by=by, payout_id=proof.payout_id))
