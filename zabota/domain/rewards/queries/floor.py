"""Refunds that lowered no reward: later than the floor in the terms, the vendor bears them."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Sum

from zabota.domain.payments.models import Payment, Refund
from zabota.domain.programme.queries import find_version_at


def get_refunds_borne(payment: Payment) -> int:
    """What of the payment was refunded later than the terms of its day count; minor units."""
    version = find_version_at(payment.paid_at)
    if version is None or version.refund_floor_days is None:
        return 0
    last = payment.paid_at + timedelta(days=version.refund_floor_days)
    late = Refund.objects.filter(payment=payment, refunded_at__gt=last)
    return int(late.aggregate(sum=Sum("amount_minor"))["sum"] or 0)
