"""Questions about refunds: which payment a returned sum is of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db.models import BigIntegerField, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from zabota.domain.clients.models import Client, Payer
from zabota.domain.invoices.rules import find_references, number_key
from zabota.domain.payments.models import Payment, Refund


def sum_by_invoice(amounts: Sequence[tuple[int, int]]) -> dict[int, int]:
    """(payment id, minor units) → invoice id → sum, of those payments that have an invoice."""
    invoices = dict(
        Payment.objects.filter(pk__in=[pk for pk, _ in amounts], invoice__isnull=False).values_list(
            "pk", "invoice_id"
        )
    )
    total: Counter[int] = Counter()
    for pk, minor in amounts:
        if (invoice := invoices.get(pk)) is not None:
            total[invoice] += minor
    return dict(total)


def find_refunded_payment(
    *, inn: str, amount_minor: int, currency: str, purpose: str, before: datetime
) -> Payment | None:
    """The one payment that this returned sum can be of; None when it is none or not certain.

    By our invoice reference in the purpose; else the payee's only payment of exactly this sum;
    else his only payment that still has as much left.
    """
    payments = _refundable(amount_minor=amount_minor, currency=currency, before=before)
    keys = [number_key(found.number) for found in find_references(purpose)]
    if keys:
        return _only(payments.filter(invoice__number_key__in=keys))
    if not inn:
        return None
    clients = set(Client.objects.filter(inn=inn).values_list("pk", flat=True))
    clients |= set(Payer.objects.filter(inn=inn).values_list("client_id", flat=True))
    his = payments.filter(Q(payer_inn=inn) | Q(client__in=clients))
    exact = list(his.filter(amount_minor=amount_minor, refunded=0)[:2])
    return exact[0] if len(exact) == 1 else None if exact else _only(his)


def _refundable(*, amount_minor: int, currency: str, before: datetime):  # type: ignore[no-untyped-def]
    refunded = (
        Refund.objects.filter(payment=OuterRef("pk"), undone_at=None)
        .values("payment")
        .annotate(total=Sum("amount_minor"))
        .values("total")
    )
    zero = Coalesce(Subquery(refunded, output_field=BigIntegerField()), 0)
    return Payment.objects.annotate(refunded=zero).filter(
        currency=currency, paid_at__lte=before, amount_minor__gte=F("refunded") + amount_minor
    )


def _only(payments) -> Payment | None:  # type: ignore[no-untyped-def]
    found = list(payments[:2])
    return found[0] if len(found) == 1 else None
