"""What processors took, day by day and net, against the lumps that arrived on our account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from zabota.connectors.registers.facts import PROCESSORS, Difference, Settled
from zabota.connectors.registers.models import RegisterRow
from zabota.connectors.registers.translate.settling import Lump, match_lumps
from zabota.domain.payments.models import Payment, Refund
from zabota.kit.clock import end_of_day, local_date, start_of_day
from zabota.kit.workdays import is_workday

ARRIVES_WITHIN = 3  # working days after which money that is not here is a difference
_BEFORE = timedelta(days=14)  # lumps pay for days before the period

Key = tuple[str, str]  # processor, currency
Days = dict[Key, dict[date, int]]


def compare_settlements(
    since: date, till: date, settled: Sequence[Settled], today: date
) -> Iterator[Difference]:
    """Days that nobody paid in time, and lumps that no days explain."""
    lumps: dict[Key, list[Settled]] = defaultdict(list)
    for one in settled:
        lumps[one.processor, one.currency].append(one)
    days = _days(since - _BEFORE, till, {processor for processor, _ in lumps})
    for key in sorted({*days, *lumps}):
        yield from _compared(key, days[key], lumps[key], since, till, today)


def _compared(
    key: Key,
    days: dict[date, int],
    lumps: Sequence[Settled],
    since: date,
    till: date,
    today: date,
) -> Iterator[Difference]:
    by_id = {one.line_id: one for one in lumps}
    open_days, unexplained = match_lumps(
        days, [Lump(one.line_id, one.on, one.amount_minor) for one in lumps]
    )
    for day, net in open_days.items():
        if since <= day <= till and net > 0 and _is_overdue(day, today):
            yield Difference(code="not_arrived", source=key[0], on=day, theirs=net, currency=key[1])
    for lump in unexplained:
        if since <= lump.on <= till:
            yield Difference(
                code="unexplained",
                source=key[0],
                on=lump.on,
                ours=lump.amount,
                currency=key[1],
                event_id=by_id[lump.id].statement_event_id,
            )


def _days(since: date, till: date, arriving: Collection[str]) -> Days:
    """What each day came to, by the register; by our own payments where no register tells.

    Ours serve only for processors whose lumps arrive here and that tell us their fee.
    """
    begin, end = start_of_day(since), end_of_day(till)
    days: Days = defaultdict(lambda: defaultdict(int))
    told: set[tuple[str, date]] = set()
    for row in RegisterRow.objects.filter(at__gte=begin, at__lt=end):
        signed = -row.amount_minor if row.what == "refund" else row.amount_minor - row.fee_minor
        day = local_date(row.at)
        days[row.source, row.currency][day] += signed
        told.add((row.source, day))
    for source, currency, at, signed in _ours(begin, end, set(arriving) & set(PROCESSORS)):
        if (source, local_date(at)) not in told:
            days[source, currency][local_date(at)] += signed
    return days


def _ours(
    begin: datetime, end: datetime, processors: Collection[str]
) -> Iterator[tuple[str, str, datetime, int]]:
    payments: QuerySet[Payment] = Payment.objects.filter(
        source__in=processors, paid_at__gte=begin, paid_at__lt=end
    )
    rows = list(payments.values_list("source", "currency", "paid_at", "amount_minor", "fee_minor"))
    telling = {source for source, _, _, _, fee in rows if fee}
    for source, currency, at, amount, fee in rows:
        if source in telling:
            yield source, currency, at, amount - fee
    refunds = Refund.objects.filter(
        source__in=telling, refunded_at__gte=begin, refunded_at__lt=end, undone_at=None
    )
    for refund in refunds.select_related("payment"):
        yield refund.source, refund.payment.currency, refund.refunded_at, -refund.amount_minor


def _is_overdue(day: date, today: date) -> bool:
    passed = 0
    while day < today and passed <= ARRIVES_WITHIN:
        day += timedelta(days=1)
        passed += is_workday(day)
    return passed > ARRIVES_WITHIN
