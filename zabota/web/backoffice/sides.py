"""Two partners claim one client: what speaks for each, and what either answer would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from zabota.domain.attribution.models import Claim
from zabota.domain.attribution.queries.claims import Evidence, list_evidence
from zabota.domain.partners.models import Partner
from zabota.domain.programme.models import Servicing
from zabota.domain.rewards.queries import list_payments_to_price
from zabota.kit.clock import local_date, start_of_day
from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.ui.acting import sentence_of
from zabota.ui.parts import Entry
from zabota.web.backoffice.effects import Shown, effect_of
from zabota.web.backoffice.forms.claims import RivalForm
from zabota.web.backoffice.words.claims import evidence_title, records_of


@dataclass(frozen=True, slots=True)
class Side:
    """One claimant: his signs, what was paid since his day, the effect of saying yes to him."""

    claim: Claim
    first: bool
    record: str
    evidence: list[Entry]
    payments: int
    paid: list[Money]
    form: RivalForm
    effect: Shown | None
    refused: str


def entries_of(
    evidence: Sequence[Evidence], names: dict[int, object], first: object
) -> list[Entry]:
    """Signs as lines of a timeline; the first of all wears a star."""
    return [
        Entry(
            one.at,
            evidence_title(one, names.get(one.partner_id, "—")),
            one.words if one.kind != "invoice" else "",
            "star" if one is first else "dot",
            "good" if one is first else "quiet",
        )
        for one in evidence
    ]


def sides_of(
    claims: Sequence[Claim], *, filled: dict[int, RivalForm], at: datetime
) -> tuple[list[Side], list[Entry]]:
    """A column per claim for one client, each since its own day, and what speaks for others.

    `filled` are forms that were sent.
    """
    client = claims[0].client
    evidence = list_evidence(client)
    asking = {claim.partner_id for claim in claims}
    names: dict[int, object] = {**Partner.objects.in_bulk({one.partner_id for one in evidence})}
    first = evidence[0] if evidence else None
    payments = list_payments_to_price(client.pk)
    records = records_of(asking, at=at)
    sides = []
    for claim in claims:
        own = [one for one in evidence if one.partner_id == claim.partner_id]
        since = start_of_day(local_date(claim.since))
        paid = [one for one in payments if one.paid_at >= since]
        sums: dict[str, int] = {}
        for one in paid:
            sums[one.currency] = sums.get(one.currency, 0) + one.amount_minor
        effect, refused = _effect(claim, since=since, at=at)
        sides.append(
            Side(
                claim=claim,
                first=first is not None and first.partner_id == claim.partner_id,
                record=records[claim.partner_id],
                evidence=entries_of(own, names, first),
                payments=len(paid),
                paid=[Money(minor, currency) for currency, minor in sorted(sums.items())],
                form=filled.get(claim.pk) or blank(claim),
                effect=effect,
                refused=refused,
            )
        )
    others = [one for one in evidence if one.partner_id not in asking]
    return sides, entries_of(others, names, first)


def blank(claim: Claim, sent: QueryDict | None = None) -> RivalForm:
    """The form of a column; several stand on one page, so each has ids of its own."""
    start = {"since": f"{local_date(claim.since):%Y-%m-%d}"}
    return RivalForm(sent, auto_id=f"id_{claim.pk}_%s", initial=start)


def _effect(claim: Claim, *, since: datetime, at: datetime) -> tuple[Shown | None, str]:
    try:
        effect = effect_of(
            claim.client, to=claim.partner, since=since, servicing=Servicing.FULL, at=at
        )
        return effect, ""
    except Refusal as refusal:
        return None, sentence_of(refusal)
