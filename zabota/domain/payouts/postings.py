"""What a payout means to the books."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.ledger.facts import Line
from zabota.domain.rewards.postings import owed

BANK = "vendor:bank"
GATEWAYS = {"yookassa": "vendor:yookassa"}  # rails that pay out of a balance kept there
FEES = "vendor:gateway_fees"  # what gateways keep for paying out
ELSEWHERE = "vendor:paid_elsewhere"  # what the former system paid before partners moved in
ELSEWHERE_KIND = "payout_elsewhere"
# Steps that stand in the books in the place of another one.
_AS = {"elsewhere": "settled", "after_all": "settled", "back_after": "returned"}


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

    `after_all` settles one that was released already, straight from what is owed; `back_after`
    is that one returned.
    """
    due, way = owed(partner_id), on_the_way(partner_id)
    source = GATEWAYS.get(rail, BANK)
    debit, credit = {
        "formed": (due, way),
        "settled": (way, source),
        "elsewhere": (way, ELSEWHERE),
        "after_all": (due, source),
        "back_after": (source, due),
        "returned": (source, way),
        "released": (way, due),
    }[step]
    return Line(
        debit=debit,
        credit=credit,
        amount_minor=amount_minor,
        currency=currency,
        kind=f"payout_{step}",
        cause=f"payout:{payout_id}:{_AS.get(step, step)}",
        at=at,
    )


def advance_line(
    *,
    advance_id: int,
    payout_id: int,
    partner_id: int,
    amount_minor: int,
    currency: str,
    at: datetime,
    rail: str,
) -> Line:
    """Money that left for a payout given up, whose rewards another payout pays: the partner's debt."""
    return Line(
        debit=owed(partner_id),
        credit=GATEWAYS.get(rail, BANK),
        amount_minor=amount_minor,
        currency=currency,
        kind="payout_advance",
        cause=f"payout:{payout_id}:advance:{advance_id}",
        at=at,
    )


def move_line(
    *,
    move_id: int,
    rail: str,
    kind: str,
    amount_minor: int,
    currency: str,
    at: datetime,
    undone: bool,
) -> Line:
    """A gateway's balance topped up, taken back from, or lessened by a fee; or that undone."""
    balance = GATEWAYS[rail]
    debit, credit = {
        "top_up": (balance, BANK),
        "taken_back": (BANK, balance),
        "fee": (FEES, balance),
    }[kind]
    if undone:
        debit, credit = credit, debit
    return Line(
        debit=debit,
        credit=credit,
        amount_minor=amount_minor,
        currency=currency,
        kind="balance_undone" if undone else f"balance_{kind}",
        cause=f"balance:{move_id}{':undone' if undone else ''}",
        at=at,
    )
