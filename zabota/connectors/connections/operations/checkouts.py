"""Payments begun by a client: opened at the processor, asked about, moved only forward."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from secrets import token_hex

import httpx
from django.db import transaction
from django.db.models import Q

from zabota.connectors.connections.facts import KeysRefused, OutcomeUnknown, ProcessorRefused
from zabota.connectors.connections.models import Checkout, CheckoutStatus, Connection
from zabota.connectors.connections.operations.kinds import SAME_KEY, Kind, find_kind, get_kind
from zabota.connectors.connections.operations.receiving import keep
from zabota.connectors.connections.operations.till import make_slip
from zabota.domain.invoices.models import Invoice
from zabota.domain.invoices.queries import is_payable
from zabota.domain.payments.models import Payment
from zabota.kit.clock import local_date
from zabota.kit.errors import Refusal

_log = logging.getLogger(__name__)
OTHER_SHAPE = (KeyError, ValueError, TypeError, AttributeError)  # of an answer
FRESH = timedelta(minutes=30)  # a link that is younger is given again
PATIENCE = timedelta(days=3)  # a checkout nobody paid is asked about for so long
_MOVES = {
    CheckoutStatus.OPEN: [CheckoutStatus.ASKED],
    CheckoutStatus.REFUSED: [CheckoutStatus.ASKED],
    CheckoutStatus.CANCELLED: [CheckoutStatus.ASKED, CheckoutStatus.OPEN],
    CheckoutStatus.PAID: [CheckoutStatus.ASKED, CheckoutStatus.OPEN, CheckoutStatus.CANCELLED,
                          CheckoutStatus.REFUSED],
}  # fmt: skip


def list_ways_to_pay(invoice: Invoice, *, at: datetime) -> list[Connection]:
    """Connections through which this invoice can be paid by card, in the order they were added."""
    if not is_payable(invoice, today=local_date(at)):
        return []
    found = Connection.objects.filter(enabled=True, test_mode=False).order_by("pk")
    return [one for one in found if _takes(one, invoice.currency)]


def _takes(connection: Connection, currency: str) -> bool:
    kind = find_kind(connection.kind)
    if kind is None or kind.begin is None or currency not in kind.currencies:
        return False
    return kind.may_begin(connection)


def find_last_checkout(invoice: Invoice) -> Checkout | None:
    """The newest payment by card that somebody began for this invoice."""
    return Checkout.objects.filter(invoice=invoice).order_by("-pk").first()


def begin_checkout(
    connection: Connection, invoice: Invoice, *, return_url: str, at: datetime, email: str = ""
) -> Checkout:
    """Open a payment of what is left of the invoice; an open one of the same sum is given again.

    `email` is where the payer wants his till slip, asked for when we know no address of the client.
    Raises OutcomeUnknown when the processor did not answer: the same checkout is tried again, with
    the same key; ProcessorRefused when it said no; NoEmail.
    """
    if connection not in list_ways_to_pay(invoice, at=at):
        raise Refusal("This invoice cannot be paid by card now.", code="not_payable")
    checkout = _find_or_make(connection, invoice, return_url=return_url, email=email, at=at)
    return open_checkout(checkout, at=at) if checkout.status == CheckoutStatus.ASKED else checkout


@transaction.atomic
def _find_or_make(
    connection: Connection, invoice: Invoice, *, return_url: str, email: str, at: datetime
) -> Checkout:
    rows = Invoice.objects.select_for_update(of=("self",)).select_related("client")
    invoice = rows.get(pk=invoice.pk)  # two clicks make one checkout
    left = invoice.amount_minor - invoice.paid_minor
    slip = make_slip(connection, invoice, charged_minor=left, email=email, at=at)
    kept = slip.kept() if slip else {}
    known = Checkout.objects.filter(
        Q(status=CheckoutStatus.ASKED) | Q(status=CheckoutStatus.OPEN, begun_at__gt=at - FRESH),
        connection=connection,
        invoice=invoice,
        amount_minor=left,
        slip=kept,
    )
    return known.order_by("-pk").first() or Checkout.objects.create(
        connection=connection,
        invoice=invoice,
        key=f"z{token_hex(12)}",
        amount_minor=left,
        currency=invoice.currency,
        return_url=return_url,
        slip=kept,
        begun_at=at,
        moved_at=at,
        next_ask_at=at + timedelta(minutes=1),
    )


def open_checkout(checkout: Checkout, *, at: datetime) -> Checkout:
    """Ask the processor to open it; the same key makes a second question harmless."""
    kind = get_kind(checkout.connection.kind)
    if kind.begin is None:
        raise Refusal("This invoice cannot be paid by card now.", code="not_payable")
    try:
        started = kind.begin(checkout.connection, checkout)
    except ProcessorRefused as refused:
        refusal = str(refused)[:300]
        _move(checkout, CheckoutStatus.REFUSED, at=at, refusal=refusal, next_ask_at=None)
        raise
    except KeysRefused as refused:  # the client has no part in it, and must not read of keys
        refusal = str(refused)[:300]
        _move(checkout, CheckoutStatus.REFUSED, at=at, refusal=refusal, next_ask_at=None)
        raise ProcessorRefused(
            "The payment cannot be begun now. Pay by bank transfer, or try later."
        ) from refused
    except httpx.HTTPError as fault:
        raise OutcomeUnknown(
            "The processor does not answer. Try again in a minute: you will not pay twice."
        ) from fault
    _move(
        checkout,
        CheckoutStatus.OPEN,
        at=at,
        external_id=started.external_id,
        pay_url=started.pay_url,
        pay_form=dict(started.form),
        next_ask_at=at + timedelta(minutes=10) if kind.ask else None,
    )
    checkout.refresh_from_db()
    return checkout


def note_paid(checkout: Checkout, *, payment: Payment, at: datetime) -> None:
    """It was paid; nothing that comes later undoes it."""
    theirs = {"external_id": payment.external_id} if not checkout.external_id else {}
    _move(checkout, CheckoutStatus.PAID, at=at, next_ask_at=None, payment=payment, **theirs)


def note_cancelled(connection: Connection, *, key: str, at: datetime) -> None:
    """The processor says that it will not be paid; what was paid stays paid."""
    found = Checkout.objects.filter(connection=connection, key=key).first()
    if found:
        _move(found, CheckoutStatus.CANCELLED, at=at, next_ask_at=None)


def _move(checkout: Checkout, to: CheckoutStatus, *, at: datetime, **changes: object) -> None:
    """Only forward: a late word of an earlier state changes nothing."""
    rows = Checkout.objects.filter(pk=checkout.pk, status__in=_MOVES[to])
    rows.update(status=to, moved_at=at, **changes)


def ask_about_checkouts(*, at: datetime, most: int = 200) -> int:
    """Ask what became of checkouts whose news may be lost; how many were asked about."""
    due = Checkout.objects.filter(next_ask_at__lte=at, connection__enabled=True)
    rows = list(due.select_related("connection", "invoice").order_by("next_ask_at")[:most])
    for checkout in rows:
        age = at - checkout.begun_at
        again = at + max(timedelta(minutes=10), age / 4) if age < PATIENCE else None
        Checkout.objects.filter(pk=checkout.pk).update(next_ask_at=again)
        _ask(checkout, get_kind(checkout.connection.kind), at=at)
    return len(rows)


def _ask(checkout: Checkout, kind: Kind, *, at: datetime) -> None:
    try:
        if checkout.status == CheckoutStatus.ASKED and at - checkout.begun_at > SAME_KEY:
            _move(checkout, CheckoutStatus.CANCELLED, at=at, next_ask_at=None)
        elif checkout.status == CheckoutStatus.ASKED:
            open_checkout(checkout, at=at)
        elif kind.ask and (found := kind.ask(checkout.connection, checkout)):
            keep(checkout.connection, kind, found.accepted, found.raw, at=at)
    except (Refusal, httpx.HTTPError, *OTHER_SHAPE) as fault:
        # Asked again at the time written above; one that cannot be read must not stop the others.
        _log.warning("checkout %s could not be asked about: %r", checkout.key, fault)
