"""Verbs about claims: a partner asks for a forgotten client, staff answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from zabota.domain.attribution.events import ClaimDecided, ClientClaimed
from zabota.domain.attribution.models import CLAIM_MOVES, Claim, ClaimStatus, Correction
from zabota.domain.attribution.queries.claims import find_claimed
from zabota.domain.attribution.queries.owners import find_attribution
from zabota.domain.partners.models import Partner
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish, publish_all
from zabota.kit.states import move


class ClaimRefused(Refusal):
    """This client cannot be claimed, with the reason."""

    code = "claim_refused"


@transaction.atomic
def claim_client(
    partner: Partner, *, said: str, since: datetime, words: str, at: datetime, by: str
) -> Claim:
    """Ask for a client known by ИНН, website, e-mail or invoice number, from `since` on.

    Refused when nobody is known by this, when he is this partner's already, or asked for already.
    """
    client = find_claimed(said)
    if client is None:
        raise ClaimRefused("We know no client by this. Check it, or write to your manager.")
    since = min(since, at)
    owner = find_attribution(client, at=at)
    if owner is not None and owner.partner_id == partner.pk and owner.during.lower <= since:
        raise ClaimRefused("This client is yours already.")
    try:
        with transaction.atomic():
            claim = Claim.objects.create(
                partner=partner,
                client=client,
                said=said.strip()[:120],
                since=since,
                words=words.strip(),
                made_at=at,
                made_by=by,
            )
    except IntegrityError as waiting:
        raise ClaimRefused("You have asked for this client already; we are looking.") from waiting
    publish(
        ClientClaimed(
            at=at,
            by=by,
            client_id=client.pk,
            partner_id=partner.pk,
            claim_id=claim.pk,
            said=claim.said,
            words=claim.words,
        )
    )
    return claim


def decline_claim(claim: Claim, *, reason: str, at: datetime, by: str) -> None:
    """The client stays where he is; the partner reads why."""
    _decide(claim, to=ClaimStatus.DECLINED, reason=reason, at=at, by=by)


@transaction.atomic
def decline_claims(claim_ids: Iterable[int], *, reason: str, at: datetime, by: str) -> list[Claim]:
    """Decline those of the claims that wait still, with one answer; which they were."""
    rows = Claim.objects.select_for_update().filter(pk__in=list(claim_ids))
    declined = list(rows.filter(status=ClaimStatus.WAITING).order_by("pk"))
    Claim.objects.filter(pk__in=[one.pk for one in declined]).update(
        status=ClaimStatus.DECLINED, decided_at=at, decided_by=by, reason=reason
    )
    publish_all(
        [_decided(one, to=ClaimStatus.DECLINED, reason=reason, at=at, by=by) for one in declined]
    )
    return declined


def take_claim_back(claim: Claim, *, at: datetime, by: str) -> None:
    """The partner no longer asks."""
    _decide(claim, to=ClaimStatus.WITHDRAWN, reason="", at=at, by=by)


def note_claim_approved(
    claim: Claim, *, correction: Correction, reason: str, at: datetime, by: str
) -> None:
    """The correction has been made; keep which one."""
    _decide(claim, to=ClaimStatus.APPROVED, reason=reason, at=at, by=by, correction=correction)


@transaction.atomic
def _decide(
    claim: Claim,
    *,
    to: ClaimStatus,
    reason: str,
    at: datetime,
    by: str,
    correction: Correction | None = None,
) -> None:
    move(
        claim,
        to,
        allowed=CLAIM_MOVES,
        decided_at=at,
        decided_by=by,
        reason=reason,
        correction=correction,
    )
    publish(_decided(claim, to=to, reason=reason, at=at, by=by))


def _decided(claim: Claim, *, to: ClaimStatus, reason: str, at: datetime, by: str) -> ClaimDecided:
    return ClaimDecided(
        at=at,
        by=by,
        client_id=claim.client_id,
        partner_id=claim.partner_id,
        claim_id=claim.pk,
        status=to,
        reason=reason,
    )
