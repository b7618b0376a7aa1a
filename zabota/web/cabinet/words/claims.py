"""A claim as its partner sees it: what it would change for him, what it has changed, its steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Sum
from django.utils.translation import gettext as _

from zabota.domain.attribution.models import Claim, ClaimStatus
from zabota.domain.rewards.models import Reward
from zabota.flows.correction_tried import correction_tried
from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.ui.amounts import money_text
from zabota.ui.parts import Entry


class Change(NamedTuple):
    """How many payments are priced anew for the partner, and what that adds to his rewards."""

    payments: int
    sum: str


def change_of(claim: Claim, *, at: datetime) -> Change | None:
    """What a yes would do now, or what it has done; None where it would do nothing at all."""
    if claim.status == ClaimStatus.WAITING:
        return _would(claim, at=at)
    if claim.correction_id is None:
        return None
    given = Reward.objects.filter(
        partner=claim.partner_id, origin=f"correction:{claim.correction_id}"
    )
    sums = given.order_by("currency").values_list("currency").annotate(sum=Sum("amount_minor"))
    return Change(given.count(), _text(dict(sums)))


def _would(claim: Claim, *, at: datetime) -> Change | None:
    try:
        effect = correction_tried(claim.client, to=claim.partner, since=claim.since, at=at)
    except Refusal:
        return None
    won = [one for one in effect.moved if one.after and one.after.partner_id == claim.partner_id]
    added = {
        currency: minor
        for (partner, currency), minor in effect.by_partner.items()
        if partner == claim.partner_id
    }
    return Change(len(won), _text(added))


def _text(sums: Mapping[str, int]) -> str:
    return ", ".join(money_text(Money(minor, currency)) for currency, minor in sums.items())


def steps_of(claim: Claim) -> list[Entry]:
    """What happened to the claim, oldest first."""
    steps = [Entry(claim.made_at, _("You asked"), claim.made_by, "question")]
    if claim.decided_at is None:
        return steps
    word, icon, tone = {
        ClaimStatus.APPROVED: (_("The client is yours"), "check", "good"),
        ClaimStatus.DECLINED: (_("We declined it"), "undo", "wait"),
        ClaimStatus.WITHDRAWN: (_("You took it back"), "undo", "quiet"),
    }[ClaimStatus(claim.status)]
    return [*steps, Entry(claim.decided_at, word, claim.reason, icon, tone)]
