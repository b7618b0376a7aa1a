"""Orders of ours that a bank booked as one sum, and orders that were proved before the bank told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import QuerySet

from zabota.connectors.bank.models import LineKind, StatementLine
from zabota.connectors.bank.operations.stories import SOURCE, Line
from zabota.domain.payouts.models import (
    OPEN_ATTEMPTS,
    Batch,
    BatchStatus,
    Payout,
    PayoutAttempt,
    PayoutStatus,
    Rail,
)
from zabota.domain.payouts.operations import KeyedSettlement
from zabota.flows.payouts_settled import payouts_settled
from zabota.kit.clock import noon_of

WHOLE_BATCH = "batch"  # how a line is marked that settled a batch as a whole


def settle_batches(lines: Sequence[Line], *, at: datetime) -> None:
    """Settle the batches that a line names and whose sum it is; another sum waits for a person."""
    for line in lines:
        if (
            line.kind != LineKind.OUTGOING_ORDER
            or not line.reading.batch
            or not line.fact.confirmed
        ):
            continue
        attempts = list(_open_attempts(line.reading.batch, line.fact.currency))
        if attempts and line.fact.sent == sum(one.payout.amount_minor for one in attempts):
            _settle(line.fact.external_key, attempts, settled_at=noon_of(line.fact.on), at=at)
        if Payout.objects.filter(proof__startswith=f"{line.proof}:").exists():
            _mark_as_batch(line.fact.external_key, at=at)


def settle_by_line(line: StatementLine, batch: Batch, *, at: datetime) -> None:
    """Settle what is still on its way of a batch, by the word of a person that this line paid it."""
    attempts = list(_open_attempts(batch.pk, line.currency))
    _settle(line.key, attempts, settled_at=noon_of(line.on), at=at)


def total_on_the_way(batch: Batch) -> int:
    """What of a batch has left and is not proved yet, minor units."""
    return sum(one.payout.amount_minor for one in _open_attempts(batch.pk, batch.currency))


def list_batches_on_the_way(currency: str) -> QuerySet[Batch]:
    """Batches sent as one file that the bank may book as one sum, the newest first."""
    on_the_way = Batch.objects.filter(
        rail=Rail.PAIN,
        currency=currency,
        status=BatchStatus.SENT,
        payouts__status=PayoutStatus.SENT,
    )
    return on_the_way.distinct().order_by("-pk")


def _mark_as_batch(key: str, *, at: datetime) -> None:
    """This line has settled a whole batch: it waits for nobody."""
    loose = StatementLine.objects.filter(key=key, cleared_at=None)
    loose.update(cleared_at=at, cleared_note=WHOLE_BATCH)


def proved_before(lines: Sequence[Line]) -> dict[str, int]:
    """Line key → payout, for orders that somebody else proved and no line has told of yet."""
    named = {
        line.reading.order_key: line
        for line in lines
        if line.kind == LineKind.OUTGOING_ORDER and line.reading.order_key and line.fact.confirmed
    }
    settled = Payout.objects.filter(
        attempts__key__in=list(named), status=PayoutStatus.SETTLED, statement_lines=None
    )
    rows = settled.values_list("attempts__key", "pk", "amount_minor", "currency")
    return {
        named[key].fact.external_key: pk
        for key, pk, minor, currency in rows
        if key in named and (named[key].fact.sent, named[key].fact.currency) == (minor, currency)
    }


def _open_attempts(batch: int, currency: str) -> QuerySet[PayoutAttempt]:
    return (
        PayoutAttempt.objects.filter(
            payout__batch=batch, payout__currency=currency, status__in=OPEN_ATTEMPTS
        )
        .select_related("payout")
        .order_by("pk")
    )


def _settle(
    key: str, attempts: Sequence[PayoutAttempt], *, settled_at: datetime, at: datetime
) -> None:
    payouts_settled([], keyed=list(_settlements(key, attempts, settled_at)), at=at)


def _settlements(
    key: str, attempts: Sequence[PayoutAttempt], settled_at: datetime
) -> Iterator[KeyedSettlement]:
    for one in attempts:
        yield KeyedSettlement(
            key=one.key,
            amount_minor=one.payout.amount_minor,
            currency=one.payout.currency,
            settled_at=settled_at,
            proof=f"{SOURCE}:{key}:{one.payout_id}",
        )
