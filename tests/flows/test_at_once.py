"""Two at once: real transactions in threads end in the same books as one after the other."""

from __future__ import annotations

import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from tests.flows.test_bank_road import credit, statement
from tests.make.money import LONG_AGO, NOON, client, client_of, partner, payment, terms
from tests.world import assert_books_balance, owed
from zabota.connectors.bank.models import StatementLine
from zabota.connectors.bank.operations import import_statement, receive_statement
from zabota.domain.attribution.models import Bearer
from zabota.domain.payments.models import Payment
from zabota.domain.payouts.facts import DAY_LIMIT
from zabota.domain.payouts.models import (
    Approval,
    Batch,
    BatchStatus,
    Payout,
    PayoutAttempt,
    PayoutStatus,
)
from zabota.domain.payouts.operations import Settlement
from zabota.domain.payouts.queries import list_due
from zabota.domain.rewards.models import Reward
from zabota.domain.settings.operations import set_option
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_sent, payout_taken_out
from zabota.flows.client_placed import attribution_corrected
from zabota.flows.payments_received import payments_received
from zabota.flows.payouts_settled import payouts_settled
from zabota.kit.errors import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> None:
    """Run the deeds in threads that start together; a refusal is an answer, an error is not."""
    gate = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=20)
            with suppress(Refusal):
                deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        for done in [pool.submit(run, deed) for deed in deeds]:
            done.result(timeout=60)


def test_the_same_statement_uploaded_twice_at_once() -> None:
    terms()
    ivan = partner("Иван", "ИВАН10")
    acme = client_of(ivan, "Акме")
    lines = [credit(100_000, "Оплата", inn=acme.inn, number=str(n)) for n in range(1, 30)]
    raw = statement(*lines, incoming=29_000)

    def upload() -> None:
        event, _ = receive_statement(raw, name="x", at=NOON, by="Ольга")
        import_statement(event.pk, at=NOON)

    at_once(upload, upload, upload)
    assert Payment.objects.count() == StatementLine.objects.count() == 29
    assert owed(ivan) == 29 * 40_000
    assert_books_balance()


def test_the_same_batch_shuffled_from_many_sides() -> None:
    terms()
    partners = [partner(f"П{n}", f"ПП{n}") for n in range(6)]
    clients = [client_of(p, f"К{p.pk}") for p in partners]
    facts = [payment(clients[n % 6]) for n in range(120)]
    orders = [facts[k:] + facts[:k] for k in (0, 40, 80)] + [facts[::-1]]
    at_once(*[lambda order=order: payments_received(order, at=NOON) for order in orders])  # type: ignore[misc]
    assert Payment.objects.count() == Reward.objects.count() == 120
    assert_books_balance()


def test_a_payout_formed_twice_at_once() -> None:
    terms()
    ivan = partner("Иван", "ИВАН10")
    payments_received([payment(client_of(ivan, "Акме"))], at=NOON)
    before = NOON + timedelta(days=7)
    at_once(*[lambda: batch_formed(before=before, at=NOON, by="Ольга")] * 3)
    assert Payout.objects.get().amount_minor == 40_000
    assert_books_balance()


def test_payments_and_a_correction_at_once() -> None:
    terms()
    ivan, rita = partner("Иван", "ИВАН10"), partner("Рита", "РИТА")
    acme = client_of(ivan, "Акме")
    facts = [payment(acme) for _ in range(20)]
    at_once(
        lambda: attribution_corrected(
            acme, to=rita, since=LONG_AGO, bearer=Bearer.VENDOR, reason="–", at=NOON, by="М"
        ),
        *[lambda fact=fact: payments_received([fact], at=NOON) for fact in facts],  # type: ignore[misc]
    )
    assert (owed(ivan), owed(rita)) == (0, 20 * 40_000)
    assert_books_balance()


def test_the_bank_settles_twice_at_once() -> None:
    terms()
    ivan = partner("Иван", "ИВАН10")
    payments_received([payment(client_of(ivan, "Акме")), payment(client("Ничей"))], at=NOON)
    batch = batch_formed(before=NOON + timedelta(days=7), at=NOON, by="Ольга").batch
    batch_approved(batch, at=NOON, by="Ольга")
    payout = Payout.objects.get()
    line = Settlement(payout.order_number, 40_000, payout.account, NOON, "line:1")
    at_once(*[lambda: payouts_settled([line], at=NOON)] * 3)
    assert_books_balance()


def two_batches(limit: int) -> tuple[Batch, Batch]:
    """Ivan's 400 roubles and Rita's, each in a batch of its own, under a limit of the day."""
    terms()
    set_option(DAY_LIMIT, limit, at=LONG_AGO, by="Виктор")
    batches = []
    for name in ("Иван", "Рита"):
        payments_received([payment(client_of(partner(name, name.upper()), name))], at=NOON)
        batches.append(batch_formed(before=NOON + timedelta(days=9), at=NOON, by="Ольга").batch)
    return batches[0], batches[1]


def test_two_people_at_the_limit_of_a_day_at_once() -> None:
    """Each batch is under it, both together are over: one is approved, the other waits for a second yes."""
    batches = two_batches(60_000)
    at_once(
        *(
            functools.partial(batch_approved, batch, at=NOON, by=by)
            for batch, by in zip(batches, ("Борис", "Анна"), strict=True)
        )
    )
    states = sorted(Batch.objects.values_list("status", flat=True))
    assert states == [BatchStatus.APPROVED, BatchStatus.FORMED]
    assert Approval.objects.count() == 2
    waiting = Batch.objects.get(status=BatchStatus.FORMED)
    assert batch_approved(waiting, at=NOON, by="Виктор")
    assert PayoutAttempt.objects.count() == 2
    assert_books_balance()


def test_one_batch_approved_at_once_by_two_and_by_one_twice() -> None:
    """Over the limit a double click is one yes; two persons' yes prepares each order once."""
    batch, other = two_batches(30_000)
    at_once(*(functools.partial(batch_approved, batch, at=NOON, by="Борис") for _ in range(2)))
    batch.refresh_from_db()
    assert (batch.status, batch.approvals.count()) == (BatchStatus.FORMED, 1)
    at_once(
        *(
            functools.partial(batch_approved, other, at=NOON, by=by)
            for by in ("Борис", "Анна", "Вера")
        )
    )
    other.refresh_from_db()
    assert (other.status, other.approvals.count()) == (BatchStatus.APPROVED, 2)
    assert PayoutAttempt.objects.filter(payout__batch=other).count() == 1
    assert_books_balance()


def test_taken_out_and_sent_at_once() -> None:
    """Either it left with the batch, or it is due again: never both."""
    terms()
    for name in ("Иван", "Рита"):
        payments_received([payment(client_of(partner(name, name.upper()), name))], at=NOON)
    batch = batch_formed(before=NOON + timedelta(days=9), at=NOON, by="Ольга").batch
    batch_approved(batch, at=NOON, by="Борис")
    payout = batch.payouts.order_by("pk")[0]
    at_once(
        functools.partial(payout_taken_out, payout, reason="спросить", at=NOON, by="Ольга"),
        functools.partial(batch_sent, batch, at=NOON, by="Борис"),
    )
    payout.refresh_from_db()
    due = [row.partner_id for row in list_due(before=NOON + timedelta(days=9))]
    assert (payout.status, due) in (
        (PayoutStatus.SENT, []),
        (PayoutStatus.CANCELLED, [payout.partner_id]),
    )
    assert Batch.objects.get().status == BatchStatus.SENT
    assert_books_balance()
