"""Rows recorded from a register bear the key under which the processor's own call is counted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.make.money import NOON
from tests.world import World, assert_books_balance, world
from zabota.connectors.registers.models import RegisterRow
from zabota.connectors.registers.operations import import_register, receive_register, record_row
from zabota.connectors.registers.operations.comparing import find_differences
from zabota.connectors.registers.translate.reading import read_register
from zabota.domain.payments.facts import PaymentFact, RefundFact
from zabota.domain.payments.models import Payment, Refund
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded, refund_undone
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


BALANCE = """balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,payment_intent_id,invoice_id
txn_2,2026-03-01 12:05:00,eur,-20.00,0.00,-20.00,partial_capture_reversal,ch_1,ch_1,pi_1,
txn_1,2026-03-01 12:00:00,eur,120.00,3.00,117.00,charge,ch_1,ch_1,pi_1,
txn_3,2026-03-02 12:00:00,eur,-40.00,0.00,-40.00,refund,re_1,ch_1,pi_1,
txn_4,2026-03-03 12:00:00,eur,40.00,0.00,40.00,refund_failure,re_1,ch_1,pi_1,
txn_5,2026-03-04 12:00:00,eur,-60.00,0.00,-60.00,dispute,du_1,ch_1,pi_1,
txn_6,2026-03-05 12:00:00,eur,60.00,0.00,60.00,dispute_reversal,du_1,ch_1,pi_1,
"""


def differences() -> list[tuple[str, int | None, int | None]]:
    day = date(2026, 3, 1)
    found = find_differences(since=day, till=day + timedelta(days=9), settled=[], today=NOON.date())
    return sorted((one.code, one.ours, one.theirs) for one in found if one.code != "not_arrived")


def test_what_went_back_at_stripe_and_returned_is_to_be_put_back_here(world: World) -> None:
    """The part that was not captured is no payment; a failed refund and a won dispute are shown until
    they are put back."""
    paid = PaymentFact(source="stripe", external_id="pi_1", amount_minor=10_000, currency="EUR",
                       paid_at=datetime(2026, 3, 1, 12, tzinfo=UTC))  # fmt: skip
    payments_received([paid], at=NOON)
    bring(BALANCE)
    back = {("ch_1:0", 4_000): 2, ("du_1", 6_000): 4}
    missing = ("return_missing", 0, 10_000)
    assert differences() == [
        ("refund_missing", None, 4_000),
        ("refund_missing", None, 6_000),
        missing,
    ]
    facts = [
        RefundFact(source="stripe", external_id=number, payment_source="stripe",
                   payment_external_id="pi_1", amount_minor=amount,
                   refunded_at=datetime(2026, 3, day, 12, tzinfo=UTC))
        for (number, amount), day in back.items()
    ]  # fmt: skip
    payments_refunded(facts, at=NOON)
    assert differences() == [missing]
    with pytest.raises(Refusal, match="no payment"):
        record_row(RegisterRow.objects.filter(what="returned").first(), at=NOON, by="Ольга")  # type: ignore[arg-type]
    first, second = Refund.objects.order_by("pk")
    refund_undone(first, reason="failed", at=NOON, by="Ольга")
    assert differences() == [("return_missing", 4_000, 10_000)]
    refund_undone(second, reason="won", at=NOON, by="Ольга")
    assert differences() == []
    assert_books_balance()


def test_a_part_let_go_of_no_payment_is_told(world: World) -> None:
    alone = BALANCE.splitlines()[:2]
    file = read_register("\n".join(alone).encode(), processor="stripe")
    assert (file.entries, file.unreadable) == ((), ((2, "not captured: pi_1"),))
