"""One attempt called about: under its key while the rail knows the key, later only asked.

Three steps, each safe to die after: it is written that we call; we call, outside of any transaction;
what was said is brought to the payout. Whoever dies in between leaves an attempt that is asked again
under the same key, never a second payout.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx
from django.db.models import Q

from zabota.domain.payouts.facts import RailWord
from zabota.domain.payouts.models import OPEN_ATTEMPTS, AttemptStatus, PayoutAttempt
from zabota.domain.payouts.operations.attempts import knows_key, note_call
from zabota.domain.payouts.operations.balances import note_balance
from zabota.domain.payouts.queries.carriers import (
    Carrier,
    get_carrier,
    list_called_rails,
    list_carriers,
)
from zabota.flows.payouts_sent import attempt_told
from zabota.kit.errors import Refusal

MOST = 200
GIVEN_UP_FOR = timedelta(days=30)


def ask_due(*, at: datetime) -> int:
    """Call about every attempt whose time has come; how many were called about.

    What a person gave up is asked about for a month: it may turn out to have been paid.
    """
    wanted = Q(status__in=OPEN_ATTEMPTS)
    wanted |= Q(status=AttemptStatus.GIVEN_UP, ended_at__gte=at - GIVEN_UP_FOR)
    due = PayoutAttempt.objects.filter(wanted, rail__in=list_called_rails(), next_ask_at__lte=at)
    rows = list(due.order_by("next_ask_at", "pk")[:MOST])
    return sum(ask_attempt(attempt, at=at) for attempt in rows)


def ask_attempt(attempt: PayoutAttempt, *, at: datetime, by: str = "") -> bool:
    """Call about one attempt and bring the answer to its payout; whether anybody was called."""
    carrier = get_carrier(attempt.rail)
    if carrier.manner != "calls" or not carrier.is_open():
        return False
    may_submit = knows_key(attempt, at=at)
    if not note_call(attempt, at=at):
        return False
    attempt_told(attempt, _word(carrier, attempt, may_submit=may_submit, at=at), at=at, by=by)
    return True


def ask_balances(*, at: datetime) -> int:
    """Keep what every gateway says of its balance; how many answered. The silent are asked again."""
    answered = 0
    for carrier in list_carriers():
        if carrier.balance is None or not carrier.is_open():
            continue
        try:
            said = carrier.balance()
        except (httpx.HTTPError, Refusal):
            continue
        note_balance(carrier.rail, said, at=at)
        answered += 1
    return answered


def _word(carrier: Carrier, attempt: PayoutAttempt, *, may_submit: bool, at: datetime) -> RailWord:
    """What the rail says; any trouble on the way there or back leaves the outcome unknown."""
    call = carrier.submit if may_submit and not attempt.external_id else carrier.status
    try:
        return call(attempt, at)
    except httpx.HTTPError as fault:
        return RailWord(end="unknown", reason=f"{type(fault).__name__}: {fault}")
    except Refusal as refused:
        return RailWord(end="unknown", reason=str(refused))
