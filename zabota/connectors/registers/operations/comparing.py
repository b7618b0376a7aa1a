"""Registers held against our payments, refunds, and what arrived on the account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import F, Q, Sum

from zabota.connectors.registers.facts import Difference, Settled
from zabota.connectors.registers.models import Register, RegisterRow
from zabota.connectors.registers.operations.settlements import compare_settlements
from zabota.domain.payments.models import Payment, Refund
from zabota.kit.clock import end_of_day, local_date, start_of_day

AGAIN = ":failed"  # of a payment whose refund has failed: no register lists it as a payment


def find_differences(
    *, since: date, till: date, settled: Sequence[Settled], today: date
) -> list[Difference]:
    """Everything of these days that does not agree, the latest first."""
    found = [*_rows_against_us(since, till), *_us_against_rows(since, till)]
    found += compare_settlements(since, till, settled, today)
    return sorted(found, key=lambda one: (one.on, one.source, one.external_id), reverse=True)


def _of(since: date, till: date) -> Q:
    return Q(at__gte=start_of_day(since), at__lt=end_of_day(till))


def _rows_against_us(since: date, till: date) -> Iterator[Difference]:
    rows = list(RegisterRow.objects.filter(_of(since, till)).order_by("at", "pk"))
    payments = _payments_of(rows)
    refunds = _refunds_of(rows)
    for row in rows:
        if row.what == "returned":
            continue
        of = row.external_id if row.what == "payment" else row.payment_external_id
        payment = payments.get((row.source, of))
        if row.what == "payment":
            known = (payment.amount_minor, payment.currency) if payment else None
        elif row.is_nameless:
            continue
        else:
            known = refunds.get((row.source, row.external_id))
        if known != (row.amount_minor, row.currency):
            yield _differs(row, payment, known[0] if known else None, row.amount_minor)
    yield from _nameless_refunds(rows, payments)
    yield from _returned(rows, payments)


def _differs(
    row: RegisterRow, payment: Payment | None, ours: int | None, theirs: int
) -> Difference:
    return Difference(
        code=f"{row.what}_{'missing' if ours is None else 'differs'}",
        source=row.source,
        on=local_date(row.at),
        external_id=row.payment_external_id if row.is_nameless else row.external_id,
        ours=ours,
        theirs=theirs,
        currency=row.currency,
        row_id=row.pk if row.what == "payment" or row.payment_external_id else None,
        payment_id=payment.pk if payment else None,
        order=row.order,
    )


def _nameless_refunds(
    rows: Sequence[RegisterRow], payments: dict[tuple[str, str], Payment]
) -> Iterator[Difference]:
    """Refunds without a number of their own: what all of a payment come to, beyond what we know."""
    last = {(row.source, row.payment_external_id): row for row in rows if row.is_nameless}
    for key, row in last.items():
        missing = missing_refund_of(row)
        if missing > 0:
            yield _differs(row, payments.get(key), None, missing)


def _returned(
    rows: Sequence[RegisterRow], payments: dict[tuple[str, str], Payment]
) -> Iterator[Difference]:
    """What came back of refunds and disputes of a payment, beyond what is put back here."""
    last = {(row.source, row.payment_external_id): row for row in rows if row.what == "returned"}
    for key, row in last.items():
        payment = payments.get(key)
        all_of_it = RegisterRow.objects.filter(
            source=row.source, what="returned", payment_external_id=row.payment_external_id
        )
        theirs = sum(all_of_it.values_list("amount_minor", flat=True))
        ours = _put_back_of(payment, {one.order for one in all_of_it}) if payment else 0
        if theirs > ours:
            differs = _differs(row, payment, ours, theirs)
            yield replace(differs, code="return_missing", row_id=None)


def _put_back_of(payment: Payment, charges: set[str]) -> int:
    undone = payment.refunds.exclude(undone_at=None)
    again = Payment.objects.none()
    for charge in filter(None, charges):
        again |= Payment.objects.filter(
            source=payment.source, external_id__startswith=f"{charge}:", external_id__endswith=AGAIN
        )
    sums = [rows.aggregate(total=Sum("amount_minor"))["total"] or 0 for rows in (undone, again)]
    return int(sum(sums))


def missing_refund_of(row: RegisterRow) -> int:
    """How much more of this row's payment the registers say was refunded than we know."""
    theirs = [
        one.amount_minor
        for one in RegisterRow.objects.filter(
            source=row.source, what="refund", payment_external_id=row.payment_external_id
        )
        if one.is_nameless
    ]
    ours = Refund.objects.filter(
        payment__source=row.source, payment__external_id=row.payment_external_id
    ).aggregate(total=Sum("amount_minor"))
    return sum(theirs) - int(ours["total"] or 0)


def _payments_of(rows: Sequence[RegisterRow]) -> dict[tuple[str, str], Payment]:
    keys = {row.payment_external_id or row.external_id for row in rows}
    found = Payment.objects.filter(
        source__in={row.source for row in rows}, external_id__in=keys
    ).only("source", "external_id", "amount_minor", "currency")
    return {(one.source, one.external_id): one for one in found}


def _refunds_of(rows: Sequence[RegisterRow]) -> dict[tuple[str, str], tuple[int, str]]:
    keys = {row.external_id for row in rows if row.what == "refund"}
    found = Refund.objects.filter(
        source__in={row.source for row in rows}, external_id__in=keys
    ).annotate(currency=F("payment__currency"))
    return {(one.source, one.external_id): (one.amount_minor, one.currency) for one in found}


def _us_against_rows(since: date, till: date) -> Iterator[Difference]:
    """Payments of the days that a register covers, and that it does not list."""
    covered: dict[str, set[date]] = defaultdict(set)
    registers = Register.objects.filter(payments__gt=0, period_from__lte=till, period_to__gte=since)
    for register in registers:
        day = max(register.period_from, since)
        while day <= min(register.period_to, till):
            covered[register.processor].add(day)
            day += timedelta(days=1)
    if not covered:
        return
    payments = Payment.objects.filter(
        source__in=covered, paid_at__gte=start_of_day(since), paid_at__lt=end_of_day(till)
    )
    listed = set(
        RegisterRow.objects.filter(
            what="payment", source__in=covered, external_id__in=payments.values("external_id")
        ).values_list("source", "external_id")
    )
    for payment in payments:
        on = local_date(payment.paid_at)
        if payment.external_id.endswith(AGAIN):
            continue
        if on in covered[payment.source] and (payment.source, payment.external_id) not in listed:
            yield Difference(
                code="payment_unlisted",
                source=payment.source,
                on=on,
                external_id=payment.external_id,
                ours=payment.amount_minor,
                currency=payment.currency,
                payment_id=payment.pk,
            )
