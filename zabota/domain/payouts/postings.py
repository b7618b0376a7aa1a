"""What a payout means to the books."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.ledger.facts import Line
from zabota.domain.rewards.postings import owed

BANK = "vendor:bank"
GATEWAYS = {"yookassa": "vendor:yookassa"}  # rails that pay out of a balance kept there
ELSEWHERE = "vendor:paid_elsewhere"  # what the former system paid before partners moved in
ELSEWHERE_KIND = "payout_elsewhere"
SETTLING = ("settled", "elsewhere", "after_all")


def on_the_way(partner_id: int) -> str:
    """The account of what has been taken from the partner's due and not yet left the bank."""
    return f"partner:{partner_id}:on_the_way"


def payout_line(
    step: str,
    *,
    payout_id: int,
    partner_id: int,
    amount_minor: int,
    currency: str,
    at: datetime,
    rail: str = "",
) -> Line:
    """One step of a payout: formed, settled (by the bank or elsewhere), returned, released.

    `after_all` settles one that was released already, straight from what is owed.
    """
    due, way = owed(partner_id), on_the_way(partner_id)
    source = GATEWAYS.get(rail, BANK)
    debit, credit = {
        "formed": (due, way),
        "settled": (way, source),
        "elsewhere": (way, ELSEWHERE),
        "after_all": (due, source),
        "returned": (source, way),
        "released": (way, due),
    }[step]
    return Line(
        debit=debit,
        credit=credit,
        amount_minor=amount_minor,
        currency=currency,
        kind=f"payout_{step}",
        cause=f"payout:{payout_id}:{'settled' if step in SETTLING else step}",
        at=at,
    )
