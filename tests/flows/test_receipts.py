"""Receipts of the self-employed: entered, looked at, given back; an overdue one stops the next payout."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.make.money import self_employed
from tests.make.npd import NINA_INN, OCTOBER, OTHER_INN, earn, link, paid
from tests.world import World, assert_books_balance
from zabota.domain.partners.models import Partner
from zabota.domain.payouts.events import NpdIncomeNears, ReceiptsAwaited
from zabota.domain.payouts.models import Payout, Receipt, ReceiptStatus
from zabota.domain.payouts.operations.npd import warn_of_npd_limit
from zabota.domain.payouts.operations.receipts import (
    ReceiptRefused,
    accept_receipts,
    annul_receipt,
    enter_receipt,
    enter_receipts,
    remind_of_receipts,
    return_receipt,
)
from zabota.domain.payouts.queries import list_due
from zabota.domain.payouts.queries.hurdles import Hurdle, find_hurdles
from zabota.domain.payouts.queries.receipts import list_unreceipted
from zabota.domain.payouts.queries.seen import Seen
from zabota.kit.events.models import Event
from zabota.kit.states import ImpossibleMove

pytestmark = pytest.mark.django_db
DUE = date(2026, 11, 9)


@pytest.fixture
def nina(world: World) -> Partner:
    """A self-employed partner."""
    return self_employed("Нина", inn=NINA_INN)


def hurdles(nina: Partner, *, at: datetime) -> list[Hurdle]:
    """What stands against his next payout."""
    earn(nina, at=at)
    due = list_due(before=at + timedelta(days=9))
    return find_hurdles(Seen(due, at)).get((nina.pk, "RUB"), [])


def test_entered_by_link_once(nina: Partner) -> None:
    payout = paid(nina)
    assert [one.due_on for one in list_unreceipted([nina.pk])] == [DUE]
    for _ in range(2):
        enter_receipt(payout, said=f" {link('20abc12345')} ", at=OCTOBER, by="Нина")
    receipt = Receipt.objects.get()
    assert (receipt.number, receipt.status) == ("20abc12345", ReceiptStatus.ENTERED)
    assert Event.objects.filter(name="receipt.entered").count() == 1
    assert list_unreceipted([nina.pk]) == []
    assert_books_balance()


def test_a_slip_is_put_right_before_anybody_looks(nina: Partner) -> None:
    payout = paid(nina)
    enter_receipt(payout, said="20abc12345", at=OCTOBER, by="Нина")
    enter_receipt(payout, said="20abc99999", at=OCTOBER, by="Нина")
    assert Receipt.objects.get().number == "20abc99999"

    accept_receipts([Receipt.objects.get().pk], at=OCTOBER, by="Ольга")
    with pytest.raises(ReceiptRefused, match="accepted already"):
        enter_receipt(payout, said="20abc55555", at=OCTOBER, by="Нина")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("чек", "neither a link"),
        ("https://example.com/20abc12345", "neither a link"),
        ("https://lknpd.nalog.ru.example.com/api/v1/receipt/500100732259/20abc12345", "neither"),
        (link("20abc12345", OTHER_INN), "was made by"),
    ],
)
def test_what_is_not_the_receipt_is_refused(nina: Partner, said: str, words: str) -> None:
    payout = paid(nina)
    with pytest.raises(ReceiptRefused, match=words):
        enter_receipt(payout, said=said, at=OCTOBER, by="Нина")
    assert not Receipt.objects.exists()


def test_many_at_once_take_what_is_good(nina: Partner) -> None:
    first, second, third = (paid(nina, at=OCTOBER + timedelta(days=n)) for n in range(3))
    said = {first.pk: link("20abc00001"), second.pk: "20abc00001", third.pk: "20abc00003"}
    refused = enter_receipts(said, at=OCTOBER, by="Нина")
    assert list(refused) == [second.pk]
    assert "Each payout has its own" in str(refused[second.pk])
    assert {one.payout_id for one in Receipt.objects.all()} == {first.pk, third.pk}


def test_on_the_road_there_is_no_receipt_yet(nina: Partner) -> None:
    payout = paid(nina)
    Payout.objects.filter(pk=payout.pk).update(status="sent")
    with pytest.raises(ReceiptRefused, match="the bank has paid"):
        enter_receipt(payout, said="20abc12345", at=OCTOBER, by="Нина")


def test_given_back_it_waits_for_another_one(nina: Partner) -> None:
    payout = paid(nina)
    enter_receipt(payout, said="20abc12345", at=OCTOBER, by="Нина")
    receipt = Receipt.objects.get()
    with pytest.raises(ReceiptRefused, match="what is wrong"):
        return_receipt(receipt, reason=" ", at=OCTOBER, by="Ольга")
    return_receipt(receipt, reason="аннулирован", at=OCTOBER, by="Ольга")
    with pytest.raises(ImpossibleMove):
        return_receipt(receipt, reason="ещё раз", at=OCTOBER, by="Ольга")
    assert accept_receipts([receipt.pk], at=OCTOBER, by="Ольга") == 0
    assert len(list_unreceipted([nina.pk])) == 1

    with pytest.raises(ReceiptRefused, match="аннулирован"):
        enter_receipt(payout, said="20abc12345", at=OCTOBER, by="Нина")
    enter_receipt(payout, said="20abc77777", at=OCTOBER, by="Нина")
    assert list_unreceipted([nina.pk]) == []
    assert Receipt.objects.count() == 2, "The one that was given back stays as history."
    assert_books_balance()


def test_swapped_receipts_find_their_payouts(nina: Partner) -> None:
    first, second = (paid(nina, at=OCTOBER + timedelta(days=n)) for n in range(2))
    enter_receipt(first, said="20abc00002", at=OCTOBER, by="Нина")
    return_receipt(
        Receipt.objects.get(), reason="это чек за другую выплату", at=OCTOBER, by="Ольга"
    )
    enter_receipt(second, said="20abc00002", at=OCTOBER, by="Нина")
    assert list_unreceipted([nina.pk])[0].payout == first


def test_overdue_the_next_payout_waits(nina: Partner) -> None:
    payout = paid(nina)
    assert hurdles(nina, at=datetime(2026, 11, 9, 12, tzinfo=UTC)) == []
    late = datetime(2026, 11, 10, 9, tzinfo=UTC)
    assert hurdles(nina, at=late) == [Hurdle("receipt_overdue", note="2026-11-09")]
    enter_receipt(payout, said="20abc12345", at=late, by="Нина")
    assert hurdles(nina, at=late) == []
    assert_books_balance()


def test_annulled_the_next_payout_waits_at_once(nina: Partner) -> None:
    payout = paid(nina)
    enter_receipt(payout, said="20abc12345", at=OCTOBER, by="Нина")
    receipt = Receipt.objects.get()
    accept_receipts([receipt.pk], at=OCTOBER, by="Ольга")
    before_the_9th = OCTOBER + timedelta(days=3)
    assert hurdles(nina, at=before_the_9th) == []
    with pytest.raises(ReceiptRefused, match="what is wrong"):
        annul_receipt(receipt, reason=" ", at=before_the_9th, by="Ольга")
    receipt.refresh_from_db()
    annul_receipt(receipt, reason="ошибка в сумме", at=before_the_9th, by="Ольга")
    with pytest.raises(ImpossibleMove):
        annul_receipt(receipt, reason="ещё раз", at=before_the_9th, by="Ольга")
    assert hurdles(nina, at=before_the_9th) == [
        Hurdle("receipt_annulled", note=f"{payout.order_number}")
    ]
    assert Event.objects.get(name="receipt.returned").payload["annulled"] is True

    with pytest.raises(ReceiptRefused, match="ошибка в сумме"):
        enter_receipt(payout, said="20abc12345", at=before_the_9th, by="Нина")
    enter_receipt(payout, said="20abc77777", at=before_the_9th, by="Нина")
    assert hurdles(nina, at=before_the_9th) == []
    return_receipt(
        Receipt.objects.get(number="20abc77777"), reason="не та сумма", at=before_the_9th,
        by="Ольга",
    )  # fmt: skip
    assert [one.reason for one in hurdles(nina, at=before_the_9th)] == ["receipt_annulled"]
    assert_books_balance()


def test_reminded_on_the_days_and_once_a_day(nina: Partner) -> None:
    paid(nina)
    said = {}
    for day in (*range(1, 14), 15):
        at = datetime(2026, 11, day, 6, tzinfo=UTC)
        said[day] = remind_of_receipts(at=at) + remind_of_receipts(at=at)
    assert [day for day, count in said.items() if count] == [1, 5, 8, 10]
    assert set(said.values()) == {0, 1}
    told = Event.objects.filter(name=ReceiptsAwaited.wire_name()).order_by("at")
    assert [one.payload["overdue"] for one in told] == [False, False, False, True]


def test_the_limit_of_the_year_is_told_once_and_stops_what_passes_it(nina: Partner) -> None:
    paid(nina, 4_799_999_98)  # 1 919 999,99 of the 1 920 000 that are 80 %
    assert warn_of_npd_limit(at=OCTOBER) == 0
    paid(nina, 3, at=OCTOBER + timedelta(days=1))
    assert [warn_of_npd_limit(at=OCTOBER) for _ in range(2)] == [1, 0]
    assert (
        Event.objects.get(name=NpdIncomeNears.wire_name()).payload["amount_minor"] == 1_920_000_00
    )

    at = OCTOBER + timedelta(days=3)
    earn(nina, 1_200_000_03, at=at)  # 480 000,01 more
    assert [one.reason for one in hurdles(nina, at=at)] == ["npd_over_limit"]
    assert_books_balance()
