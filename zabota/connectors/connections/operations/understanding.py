"""From what was stored to the stories: payments received, refunds, and what only is noted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import httpx
from django.db import transaction
from django.db.models import F, Q

from zabota.connectors.connections.facts import (
    Denied,
    NotCertain,
    Noted,
    NotKnown,
    PaymentTold,
    RefundTold,
    Told,
)
from zabota.connectors.connections.models import FINAL, Checkout, Fate, Notice
from zabota.connectors.connections.operations.checkouts import note_cancelled, note_paid
from zabota.connectors.connections.operations.later_slips import find_asked, watch_first_slip
from zabota.connectors.inbox.models import InboundEvent, InboundStatus
from zabota.connectors.inbox.operations import mark_failed, mark_handled, mark_waiting
from zabota.domain.payments.facts import PaymentFact, RefundFact
from zabota.domain.payments.models import Payment, Refund
from zabota.domain.payments.operations import PaymentUnknown, TooMuchRefunded
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.kit.queue import defer

# Of several things told at once the notice shows the one that needs the most attention.
_LOUDEST = (
    Fate.DENIED,
    Fate.CONTRADICTING,
    Fate.PARKED,
    Fate.REFUNDED,
    Fate.RECORDED,
    Fate.UNKNOWN,
)

Reader = Callable[[Notice], Sequence[Told]]
SHORTEST, LONGEST = timedelta(seconds=30), timedelta(hours=1)
HICCUPS = 5  # so many tries in vain are nobody's business
GIVE_UP = timedelta(days=3)  # afterwards it stays failed in the inbox, until a person tries again


def understand(event_id: int, read: Reader, *, at: datetime) -> None:
    """Read a stored notice with `read` and bring it to its story; harmless when done again.

    What cannot be asked now, is not certain yet, or waits for its payment is tried again by the
    clock; any other fault stays visible in the inbox and is raised.
    """
    notice = Notice.objects.select_related("event", "connection").get(event_id=event_id)
    if notice.fate in FINAL:
        mark_handled(event_id, at=at)
        return
    try:
        told = read(notice)
        fate = _rehearse(notice, told) if notice.test else _tell(notice, told, at=at)
    except NotCertain as pending:
        _later(notice, error=f"not_certain: {pending}", quiet=True, at=at)
    except httpx.HTTPError as fault:
        _later(notice, error=f"unreachable: {type(fault).__name__}", quiet=True, at=at)
    except Exception as fault:
        if notice.test:
            _settle(notice, Fate.TEST, at=at)
            return
        _later(notice, error=f"{type(fault).__name__}: {fault}", quiet=False, at=at)
        raise
    else:
        _park(notice, at=at) if fate == Fate.PARKED else _settle(notice, fate, at=at)


def understand_total(event_id: int, read: Reader, *, words: Collection[str], at: datetime) -> None:
    """As `understand`; for refunds told as a total, where of two read at one moment one wins.

    The other one contradicts then, and is read once more with what the first has recorded.
    """
    understand(event_id, read, at=at)
    met = Notice.objects.filter(event_id=event_id, fate=Fate.CONTRADICTING, word__in=words)
    if met.exists():
        understand(event_id, read, at=at)


def _rehearse(notice: Notice, told: Sequence[Told]) -> Fate:
    for one in told:
        _note_amount(notice, one)
    return Fate.TEST


def _tell(notice: Notice, told: Sequence[Told], *, at: datetime) -> Fate:
    fates = [_tell_one(notice, one, at=at) for one in told]
    return next((fate for fate in _LOUDEST if fate in fates), Fate.NOTED)


def _tell_one(notice: Notice, one: Told, *, at: datetime) -> Fate:
    _note_amount(notice, one)
    match one:
        case PaymentTold():
            return _receive(notice, one, at=at)
        case RefundTold():
            return _refund(notice, one.fact, at=at)
        case Noted():
            if one.ends and one.order:
                note_cancelled(notice.connection, key=one.order, at=at)
            return Fate.NOTED
        case Denied():
            return Fate.DENIED
        case NotKnown():
            return Fate.UNKNOWN


def _note_amount(notice: Notice, one: Told) -> None:
    if isinstance(one, PaymentTold):
        notice.amount_minor, notice.currency = one.fact.amount_minor, one.fact.currency
    elif isinstance(one, RefundTold):
        notice.amount_minor, notice.currency = -one.fact.amount_minor, one.currency
    elif isinstance(one, Noted) and one.amount_minor is not None:
        notice.amount_minor, notice.currency = one.amount_minor, one.currency


def _receive(notice: Notice, told: PaymentTold, *, at: datetime) -> Fate:
    """A fact with our checkout behind it names the client and the invoice; others are matched."""
    checkout = (
        Checkout.objects.select_related("invoice", "connection")
        .filter(connection=notice.connection, key=told.order)
        .first()
        if told.order
        else None
    )
    received = payments_received([_of_checkout(told.fact, checkout)], at=at)
    key = (told.fact.source, told.fact.external_id)
    payment = Payment.objects.filter(source=key[0], external_id=key[1]).first()
    notice.payment = payment
    if received.contradicting:
        return Fate.CONTRADICTING
    if checkout is not None and payment is not None:
        note_paid(checkout, payment=payment, at=at)
        watch_first_slip(checkout, at=at)
    _wake(notice, told.fact.external_id, at=at)
    return Fate.RECORDED


def _of_checkout(fact: PaymentFact, checkout: Checkout | None) -> PaymentFact:
    if checkout is None:
        return fact
    invoice = checkout.invoice
    product = fact.product or invoice.product
    return replace(fact, client_id=invoice.client_id, purpose=invoice.purpose, product=product)


def _wake(notice: Notice, waited_for: str, *, at: datetime) -> None:
    """Refunds that came before this payment are read now."""
    parked = Notice.objects.filter(connection=notice.connection, waits_for=waited_for)
    for event_id in parked.filter(fate=Fate.PARKED).values_list("event_id", flat=True):
        defer(notice.event.headers["job"], event_id=event_id)


def _refund(notice: Notice, fact: RefundFact, *, at: datetime) -> Fate:
    asked = find_asked(notice.connection, fact)  # then we know who returned it, and why
    if asked is not None:
        fact = replace(fact, reason=fact.reason or asked.reason)
    try:
        payments_refunded([fact], at=at, by=asked.asked_by if asked else "")
    except PaymentUnknown:
        notice.waits_for = fact.payment_external_id
        return Fate.PARKED
    except TooMuchRefunded:
        return Fate.CONTRADICTING
    rows = Refund.objects.filter(source=fact.source, external_id=fact.external_id)
    kept = rows.select_related("payment").first()
    if kept is not None:
        notice.payment_id, notice.currency = kept.payment_id, kept.payment.currency
    same = kept is not None and kept.amount_minor == fact.amount_minor
    return Fate.REFUNDED if same else Fate.CONTRADICTING


@transaction.atomic
def _settle(notice: Notice, fate: Fate, *, at: datetime) -> None:
    _write(notice, fate=fate, waits_for="", next_try_at=None)
    if fate in (Fate.CONTRADICTING, Fate.DENIED):
        mark_failed(notice.event_id, error=f"{fate}: {notice.subject}")
        return
    mark_handled(notice.event_id, at=at)


@transaction.atomic
def _park(notice: Notice, *, at: datetime) -> None:
    waits_for = notice.waits_for
    _write(notice, fate=Fate.PARKED, waits_for=waits_for, next_try_at=at + _pause(notice))
    # The payment may have been recorded between our question and this row: look once more.
    known = Payment.objects.filter(source=notice.event.source, external_id=waits_for)
    if known.exists():
        defer(notice.event.headers["job"], event_id=notice.event_id)


@transaction.atomic
def _later(notice: Notice, *, error: str, quiet: bool, at: datetime) -> None:
    """It is tried again by the clock; what keeps failing, or is no hiccup, becomes visible as failed."""
    again = at + _pause(notice) if at - notice.came_at < GIVE_UP else None
    _write(notice, fate=notice.fate, waits_for=notice.waits_for, next_try_at=again)
    if quiet and notice.tries < HICCUPS:
        mark_waiting(notice.event_id, error=error)
        return
    mark_failed(notice.event_id, error=error)


def _write(notice: Notice, *, fate: str, waits_for: str, next_try_at: datetime | None) -> None:
    rows = Notice.objects.filter(pk=notice.pk).filter(~Q(fate__in=FINAL) | Q(fate=fate))
    rows.update(
        fate=fate,
        waits_for=waits_for[:120],
        amount_minor=notice.amount_minor,
        currency=notice.currency or "RUB" if notice.amount_minor is not None else "",
        payment=notice.payment_id,
        next_try_at=next_try_at,
        tries=F("tries") + 1,
    )


def _pause(notice: Notice) -> timedelta:
    """Twice as long each time, from half a minute to an hour."""
    pause: timedelta = min(SHORTEST * 2 ** min(notice.tries, 12), LONGEST)
    return pause


def look_again(*, at: datetime, most: int = 500) -> int:
    """Read again what is due: failures, parked refunds, and what a dead worker left; how many."""
    due = Notice.objects.filter(next_try_at__lte=at).order_by("next_try_at")[:most]
    rows = list(due.values_list("pk", "event_id", "event__headers__job"))
    for pk, event_id, job in rows:
        with transaction.atomic():
            Notice.objects.filter(pk=pk).update(next_try_at=at + LONGEST)
            open_again = InboundEvent.objects.filter(pk=event_id, status=InboundStatus.FAILED)
            open_again.update(status=InboundStatus.NEW)
            defer(job, event_id=event_id)
    return len(rows)
