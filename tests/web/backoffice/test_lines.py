"""Lines that no story took: a person says what they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.flows.test_bank_bundles import as_one_sum, sent
from tests.flows.test_bank_lines import refund
from tests.flows.test_bank_road import bring, credit, statement
from tests.flows.test_rails import swift
from tests.make.money import NOON, client_of, partner, payment
from tests.world import World, assert_books_balance, owed
from zabota.connectors.bank.models import StatementLine
from zabota.domain.payments.models import Payment
from zabota.domain.payouts.models import Payout, PayoutStatus
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_sent
from zabota.flows.payments_received import payments_received

pytestmark = pytest.mark.django_db
LINES = "/office/lines/"
Toasts = Callable[..., list[str]]


@pytest.fixture
def uncertain(world: World) -> StatementLine:
    """Two equal payments of Acme and a refund that may be of either."""
    payments_received([payment(world.acme, 70_000), payment(world.acme, 70_000)], at=NOON)
    bring(statement(refund(70_000, "Возврат излишне", inn=world.acme.inn), outgoing=700))
    return StatementLine.objects.get(number="901")


def test_who_may_see_and_who_may_do(
    uncertain: StatementLine, stranger: Visitor, member: Visitor, support: Visitor
) -> None:
    assert stranger.get(LINES).status_code == 302
    assert member.get(LINES).status_code == 403
    assert support.get(LINES).status_code == 200
    deeds = ("refund", "return", "receive", "pay", "top_up", "clear", "reopen")
    for name in (f"{deed}_line" for deed in deeds):
        assert support.post(reverse(f"office:{name}", args=[uncertain.pk])).status_code == 403


def test_a_refund_is_tied_by_one_click(
    finance: Visitor, world: World, uncertain: StatementLine
) -> None:
    (row,) = finance.get(LINES).context["rows"]
    assert len(row.payments) == 2
    address = reverse("office:refund_line", args=[uncertain.pk])
    finance.post(address, {"payment": Payment.objects.order_by("pk")[0].pk})
    assert owed(world.ivan) == 28_000
    assert finance.get(LINES).context["rows"] == []
    assert finance.post(address, {"payment": "x"}).status_code == 404
    assert_books_balance()


def test_money_that_only_sounded_like_a_return_is_a_clients_payment(
    finance: Visitor, world: World, toasts: Toasts
) -> None:
    """Acme pays for a module called "Returns"; the words alone look like an order come back."""
    words = "Возврат товаров, модуль. Без НДС"
    bring(statement(credit(100_000, words, inn=world.acme.inn), incoming=1_000))
    (row,) = finance.get(LINES).context["rows"]
    assert (row.line.kind, row.receivable, owed(world.ivan)) == ("returned_order", True, 0)
    address = reverse("office:receive_line", args=[row.line.pk])
    answer = finance.post(address, follow=True)
    assert answer.context["rows"] == []
    assert owed(world.ivan) == 40_000
    assert StatementLine.objects.get().payment == Payment.objects.get()
    again = toasts(finance.post(address, follow=True))
    assert again == ["This line is no money that came from a client."]
    assert Payment.objects.count() == 1
    assert_books_balance()


def test_a_refund_to_a_client_is_not_received(
    finance: Visitor, uncertain: StatementLine, toasts: Toasts
) -> None:
    answer = finance.post(reverse("office:receive_line", args=[uncertain.pk]), follow=True)
    assert toasts(answer) == ["This line is no money that came from a client."]
    assert Payment.objects.filter(source="bank").count() == 0


def test_a_line_is_put_aside_with_a_reason_and_taken_back(
    finance: Visitor, uncertain: StatementLine, toasts: Toasts
) -> None:
    clear = reverse("office:clear_line", args=[uncertain.pk])
    refused = finance.post(clear, {"reason": " "}, follow=True)
    assert toasts(refused) == ["Say why: the reason stays in the history."]
    assert finance.post(clear, {"reason": "не наше"}, follow=True).context["rows"] == []
    again = finance.post(reverse("office:reopen_line", args=[uncertain.pk]), follow=True)
    assert len(again.context["rows"]) == 1


def test_the_list_as_a_file(finance: Visitor, uncertain: StatementLine) -> None:
    text = finance.get(f"{LINES}?as=csv").content.decode("utf-8-sig")
    assert "Возврат излишне" in text


def test_a_batch_in_another_sum_is_offered_and_paid_by_one_click(
    finance: Visitor, world: World, toasts: Toasts
) -> None:
    batch = sent(world)
    bring(as_one_sum(batch, "402.00", closing="598.00")[0])
    answer = finance.get(LINES)
    (row,) = answer.context["rows"]
    assert row.batches == [batch]
    assert "The bank names a batch of ours" in answer.content.decode()
    address = reverse("office:pay_line", args=[row.line.pk])
    done = finance.post(address, {"batch": batch.pk}, follow=True)
    assert toasts(done) == ["The payouts of the batch are settled by this line."]
    assert done.context["rows"] == []
    assert Payout.objects.get().status == PayoutStatus.SETTLED
    assert_books_balance()


def test_a_return_less_a_fee_is_offered_with_both_sums(finance: Visitor, world: World) -> None:
    payout = sent(world).payouts.get()
    words = ":86:RETURN OF FUNDS ACCOUNT CLOSED"
    bring(swift(":61:2611211121C385,00NTRFNONREF//B2", words, closing="C261121EUR1385,00"))
    (row,) = finance.get(LINES).context["rows"]
    assert row.payouts == [payout]


def test_lines_go_out_in_their_own_money_and_with_their_sign(
    finance: Visitor, uncertain: StatementLine
) -> None:
    rows = finance.get(LINES, {"as": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert "-700,00" in rows[1] or "-700.00" in rows[1]


def test_the_queue_is_searched_and_put_in_order(
    finance: Visitor, world: World, uncertain: StatementLine
) -> None:
    bring(statement(credit(100_000, "Возврат модуля", inn=world.zero.inn), incoming=1_000))

    def amounts(**query: str) -> list[int]:
        return [row.line.amount_minor for row in finance.get(LINES, query).context["rows"]]

    assert amounts(sort="amount") == amounts(sort="-amount")[::-1] == [70_000, 100_000]
    assert (
        amounts(q="модуля")
        == amounts(q=world.zero.inn)
        == amounts(kind="returned_order")
        == [100_000]
    )
    page = finance.get(LINES, {"q": "модуля", "sort": "-amount"}).content.decode()
    assert 'name="next" value="/office/lines/?q=' in page, "One returns to what one was looking at."
    file = finance.get(LINES, {"q": "модуля", "as": "csv"}).content.decode("utf-8-sig")
    assert len(file.splitlines()) == 2


def test_the_payout_that_a_line_names_is_proposed_first(finance: Visitor, world: World) -> None:
    """The bank keeps ten roubles for bringing it back, so the sum alone fits another payout better."""
    clients = [client_of(partner(f"Партнёр {n}", f"КОД{n}"), f"Клиент {n}") for n in range(3)]
    payments_received([payment(one, 297_000 + n) for n, one in enumerate(clients)], at=NOON)
    batch = batch_formed(before=NOON + timedelta(days=9), at=NOON, by="Ольга").batch
    batch_approved(batch, at=NOON, by="Борис")
    batch_sent(batch, at=NOON, by="Ольга")
    numbers = list(batch.payouts.order_by("amount_minor").values_list("order_number", flat=True))
    words = f"Возврат п/п {numbers[-1]} от 20.11.2026 за вычетом комиссии 10.00"
    bring(statement(credit(117_800, words, inn="7707083893"), incoming=1_178))
    (row,) = finance.get(LINES).context["rows"]
    assert [one.order_number for one in row.payouts] == [numbers[-1], *numbers[:-1]]
