"""Slips after the first: money returned through the processor, and advances that are closed."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from secrets import token_hex

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from zabota.connectors.connections.events import SlipAsked
from zabota.connectors.connections.models import (
    UNDER_WAY,
    Checkout,
    CheckoutStatus,
    Connection,
    LaterSlip,
    SlipKind,
    SlipStatus,
)
from zabota.connectors.connections.operations.kinds import find_kind
from zabota.connectors.connections.operations.slip_outcomes import NotThere, send_slip
from zabota.connectors.connections.translate.till import METHODS, PART_METHOD, TillSlip, later_slip
from zabota.domain.payments.facts import RefundFact
from zabota.domain.payments.models import Payment
from zabota.kit.events.announce import publish
from zabota.kit.money import Money

ADVANCES = (METHODS[1], PART_METHOD)


def find_checkout(payment: Payment) -> Checkout | None:
    """The checkout of ours that brought this payment."""
    rows = Checkout.objects.filter(payment=payment, status=CheckoutStatus.PAID)
    return rows.select_related("connection", "invoice", "payment").first()


def can_give_back(checkout: Checkout | None) -> bool:
    """Whether its processor takes refunds from us."""
    if checkout is None or not checkout.connection.enabled:
        return False
    kind = find_kind(checkout.connection.kind)
    return kind is not None and kind.give_back is not None


def left_of(checkout: Checkout) -> int:
    """What of the payment has neither gone back nor is on its way, minor units.

    A return that is done there and not booked here yet (their call comes a moment later) is on its way.
    """
    payment = checkout.payment
    if payment is None:
        return 0
    refunds = payment.refunds.values_list("amount_minor", "undone_at")
    booked = Counter(minor for minor, _undone in refunds)
    left = payment.amount_minor - sum(minor for minor, undone in refunds if undone is None)
    asked = checkout.later_slips.filter(kind=SlipKind.REFUND).exclude(status=SlipStatus.REFUSED)
    for minor in asked.values_list("amount_minor", flat=True):
        if booked[minor] > 0:
            booked[minor] -= 1
        else:
            left -= minor
    return left


def find_asked(connection: Connection, fact: RefundFact) -> LaterSlip | None:
    """The return asked for here that this refund is, as far as sum and payment tell; the newest of them."""
    rows = LaterSlip.objects.filter(
        checkout__connection=connection,
        checkout__payment__external_id=fact.payment_external_id,
        kind=SlipKind.REFUND,
        amount_minor=fact.amount_minor,
    )
    return rows.exclude(status=SlipStatus.REFUSED).order_by("-pk").first()


def left_on_the_way(payment: Payment) -> Money:
    """What is asked back of a payment and not finished."""
    rows = LaterSlip.objects.filter(checkout__payment=payment, kind=SlipKind.REFUND)
    going = rows.filter(status__in=UNDER_WAY).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return Money(going, payment.currency)


def is_closed(checkout: Checkout) -> bool:
    """Whether what was paid for counts as given: it was at once, or the advance is closed."""
    closing = checkout.later_slips.filter(kind=SlipKind.CLOSING)
    return (
        checkout.slip.get("method") not in ADVANCES
        or closing.exclude(status=SlipStatus.REFUSED).exists()
    )


def list_open_advances() -> QuerySet[Checkout]:
    """Payments in advance that no second slip has closed, the oldest first; those given back are none."""
    paid = Checkout.objects.filter(status=CheckoutStatus.PAID, slip__method__in=ADVANCES)
    closing = LaterSlip.objects.filter(checkout=OuterRef("pk"), kind=SlipKind.CLOSING)
    gone = Sum("payment__refunds__amount_minor", filter=Q(payment__refunds__undone_at=None))
    rows = paid.exclude(Exists(closing.exclude(status=SlipStatus.REFUSED))).annotate(gone=gone)
    left = rows.filter(Q(gone=None) | Q(gone__lt=F("payment__amount_minor")))
    return left.select_related("connection", "invoice__client", "payment").order_by("pk")


def give_back(
    checkout: Checkout, *, amount_minor: int, key: str, reason: str, at: datetime, by: str
) -> LaterSlip:
    """Return money through the processor, with its slip; the same key again is the same refund.

    Raises NotThere where the processor takes none from us or less is left, OutcomeUnknown when it did
    not answer (it is asked again), ProcessorRefused with its words.
    """
    if not can_give_back(checkout):
        raise NotThere("This processor takes no refunds from here: return it in its cabinet.")
    slip, made = _make(
        checkout, SlipKind.REFUND, amount_minor, key=key, reason=reason, at=at, by=by
    )
    return send_slip(slip, at=at, first=True) if made else slip


def close_advance(checkout: Checkout, *, at: datetime, by: str) -> LaterSlip:
    """What was paid for in advance is given: send the second slip, once.

    Raises NotThere where the processor prints none or nothing is open, OutcomeUnknown,
    ProcessorRefused.
    """
    kind = find_kind(checkout.connection.kind)
    if kind is None or kind.close_advance is None or not checkout.connection.enabled:
        raise NotThere(
            "This processor prints no second slip: close the advance with your own till."
        )
    left = left_of(checkout)
    if left <= 0:
        raise NotThere("Its money goes back: there is nothing to close.")
    slip, made = _make(checkout, SlipKind.CLOSING, left, key="", reason="", at=at, by=by)
    return send_slip(slip, at=at, first=True) if made else slip


@transaction.atomic
def _make(
    checkout: Checkout, what: SlipKind, minor: int, *, key: str, reason: str, at: datetime, by: str
) -> tuple[LaterSlip, bool]:
    """The row before the call: two people at one payment, or one twice, do it once."""
    paid = checkout.payment_id
    if paid is None:
        raise NotThere("The processor has not told of this payment yet.")
    own = Checkout.objects.select_for_update(of=("self",)).select_related("payment", "connection")
    checkout = own.get(pk=checkout.pk)
    if key and (known := LaterSlip.objects.filter(key=key).first()):
        return known, False
    closed = is_closed(checkout)
    if what == SlipKind.CLOSING and closed:
        raise NotThere("This advance is closed already.", code="closed")
    if not 0 < minor <= left_of(checkout):
        raise NotThere("Less than this is left of the payment.", code="too_much")
    failed = checkout.later_slips.filter(kind=what, status=SlipStatus.REFUSED, seen_at=None)
    failed.update(seen_at=at)  # who asks anew has seen why the last one failed
    first = TillSlip.of(checkout.slip)
    number = checkout.invoice.number
    words = f"Возврат по счёту {number}" if what == SlipKind.REFUND else f"По счёту {number}"
    given = closed or what == SlipKind.CLOSING
    made = LaterSlip.objects.create(
        checkout=checkout,
        kind=what,
        key=key or f"s{token_hex(12)}",
        amount_minor=minor,
        slip=later_slip(first, amount_minor=minor, closed=given, otherwise=words).kept()
        if first
        else {},
        reason=reason[:200],
        asked_at=at,
        asked_by=by[:120],
        moved_at=at,
        next_ask_at=at + timedelta(minutes=1),
    )
    publish(
        SlipAsked(
            at=at, by=by, payment_id=paid, what=what.value, amount_minor=minor,
            currency=checkout.currency, reason=reason,
        )
    )  # fmt: skip
    return made, True


def watch_first_slip(checkout: Checkout, *, at: datetime) -> None:
    """It was paid: from now on it is asked whether the till has printed the slip that went with it."""
    kind = find_kind(checkout.connection.kind)
    if not checkout.slip or kind is None or kind.ask_first_slip is None:
        return
    LaterSlip.objects.get_or_create(
        key=f"p{checkout.key}"[:40],
        defaults={
            "checkout": checkout,
            "kind": SlipKind.PAYMENT,
            "amount_minor": checkout.amount_minor,
            "slip": checkout.slip,
            "status": SlipStatus.OPEN,
            "asked_at": at,
            "moved_at": at,
            "next_ask_at": at + timedelta(minutes=2),
        },
    )
