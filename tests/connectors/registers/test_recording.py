"""Rows recorded from a register bear the key under which the processor's own call is counted."""

from __future__ import annotations

import pytest

from tests.make.money import NOON
from tests.world import World, assert_books_balance, world
from zabota.connectors.registers.models import RegisterRow
from zabota.connectors.registers.operations import import_register, receive_register, record_row
from zabota.domain.payments.facts import PaymentFact
from zabota.domain.payments.models import Payment
from zabota.flows.payments_received import payments_received
from zabota.kit.errors import Refusal

__all__ = ["world"]
pytestmark = pytest.mark.django_db
WHOLE = """id,Created date (UTC),Amount,Currency,Status,PaymentIntent ID,Invoice ID
ch_1,2026-03-01 12:00:00,120.00,eur,Paid,pi_1,
ch_0,2026-03-01 13:00:00,30.00,eur,Paid,,
"""
BARE = """id,Created date (UTC),Amount,Currency,Status
ch_1,2026-03-01 12:00:00,120.00,eur,Paid
"""


def bring(text: str) -> None:
    event, _ = receive_register(
        text.encode(), name="stripe.csv", processor="stripe", at=NOON, by="Ольга"
    )
    import_register(event.pk, at=NOON)


def test_a_payment_of_stripes_register_is_its_intent(world: World) -> None:
    bring(WHOLE)
    for row in RegisterRow.objects.all():
        record_row(row, at=NOON, by="Ольга")
    assert set(Payment.objects.values_list("external_id", flat=True)) == {"pi_1", "ch_0"}
    late = PaymentFact(source="stripe", external_id="pi_1", amount_minor=12_000, currency="EUR",
                       paid_at=RegisterRow.objects.get(external_id="pi_1").at)  # fmt: skip
    payments_received([late], at=NOON)
    assert Payment.objects.count() == 2, "the call that came late is the same payment"
    assert_books_balance()


def test_bare_charges_are_not_recorded(world: World) -> None:
    bring(BARE)
    with pytest.raises(Refusal, match="counted twice") as refused:
        record_row(RegisterRow.objects.get(), at=NOON, by="Ольга")
    assert refused.value.code == "bare_charge"
    assert not Payment.objects.exists()
