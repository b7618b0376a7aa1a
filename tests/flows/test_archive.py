"""The archive of a month holds all that a tax audit asks for, and every register opens."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from tests.flows.test_papers import make_papers, october, pay_out
from tests.make.money import client_of, partner, payment, refund, self_employed
from tests.make.npd import paid
from tests.world import World
from zabota.domain.papers.models import Errand, ErrandKind, ErrandStatus, Paper
from zabota.domain.papers.operations import errands, packing
from zabota.domain.papers.operations.errands import (
    NothingToDo,
    run_errand,
    start_errand,
    stop_errand,
)
from zabota.domain.papers.operations.packing import archive_pieces
from zabota.domain.papers.operations.signing import take_scan
from zabota.domain.papers.queries.registers import REGISTERS
from zabota.domain.papers.rules.content import Month
from zabota.domain.payments.models import Refund
from zabota.domain.payouts.models import Payout, Receipt
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded, refund_undone

pytestmark = pytest.mark.django_db
OCTOBER = datetime(2026, 10, 5, 9, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAYS = {"first_on": date(2026, 10, 1), "last_on": date(2026, 10, 31)}


def pack() -> Errand:
    errand = start_errand(ErrandKind.PACK, **DAYS, at=NOVEMBER, by="Ольга")
    return run_errand(errand.pk, at=NOVEMBER)


def opened(errand: Errand) -> ZipFile:
    return ZipFile(BytesIO(b"".join(archive_pieces(errand))))


def table(packed: ZipFile, name: str) -> list[dict[str, str]]:
    text = packed.read(f"registers/{name}.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text), delimiter=";"))
    book = load_workbook(BytesIO(packed.read(f"registers/{name}.xlsx"))).active
    assert book is not None
    assert [cell.value for cell in book[1]] == list(REGISTERS[name].columns)
    assert book.max_row == len(rows) + 1
    return rows


def test_everything_an_audit_asks_for_is_there(world: World) -> None:
    nina = self_employed("Нина Самозанятая", inn="500100732259")
    paid(nina, at=OCTOBER)
    back = payment(world.acme, 50_000, at=OCTOBER)
    payments_received([back], at=OCTOBER)
    payments_refunded([refund(back, 50_000)], at=OCTOBER)
    undone = Refund.objects.get(payment__external_id=back.external_id)
    refund_undone(undone, reason="спор выигран", at=OCTOBER + timedelta(days=1), by="Ольга")
    october(world)
    pay_out(OCTOBER + timedelta(days=2))
    make_papers()
    act = Paper.objects.get(partner=nina)
    take_scan(act, name="подписан.pdf", content=b"%PDF-1.7 signed", at=NOVEMBER, by="Нина")

    packed = opened(pack())
    assert f"scans/{act.number}/{act.scans.get().pk}-подписан.pdf" in packed.namelist()
    offer = packed.read("offers/offer-1.md")
    assert sha256(offer).hexdigest() in {row["sha256"] for row in table(packed, "acceptances")}
    assert {row["amount"] for row in table(packed, "refunds")} == {"333,33", "500,00"}
    assert [row["undone_because"] for row in table(packed, "refunds") if row["undone_on"]] == [
        "спор выигран"
    ]
    readme = packed.read("README.txt").decode("utf-8-sig")
    assert all(one.title in readme for one in REGISTERS.values())

    (missing,) = table(packed, "receipts")
    payout = Payout.objects.get(partner=nina)
    assert (missing["payment_order"], missing["amount"]) == (str(payout.order_number), "400,00")
    assert (missing["receipt"], missing["receipt_due_on"]) == ("", "09.11.2026")
    assert (missing["npd_status"], missing["status_asked_on"]) == ("yes", "05.10.2026")
    Receipt.objects.create(
        payout=payout, number="20abcdef01", entered_at=NOVEMBER, entered_by="Нина"
    )
    (there,) = table(opened(pack()), "receipts")
    assert (there["receipt"], there["status"]) == ("20abcdef01", "entered")


def test_the_columns_that_were_promised_stay() -> None:
    """An import in 1C was set up by them: new ones only at the end of a register."""
    assert {name: len(one.columns) for name, one in REGISTERS.items()} == {
        "papers": 22, "postings": 11, "payouts": 16, "payments": 19, "rewards": 18,
        "refunds": 14, "invoices": 16, "receipts": 15, "acceptances": 8,
    }  # fmt: skip


def many(world: World, count: int) -> None:
    from_many = [payment(client_of(world.ivan, "Клиент"), at=OCTOBER)]
    from_many += [
        payment(client_of(partner(f"Партнёр {n}", f"P{n}X"), f"Клиент {n}"), at=OCTOBER)
        for n in range(count)
    ]
    payments_received(from_many, at=OCTOBER)


def test_a_killed_worker_loses_no_paper_and_no_count(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SIGKILL after the first part; another worker takes the errand up and tells of all."""
    monkeypatch.setattr(errands, "A_PART", 1)
    many(world, 2)
    errand = start_errand(ErrandKind.MAKE, first_on=date(2026, 10, 1), at=NOVEMBER, by="Ольга")
    true_making, made = errands.make_papers, []

    def dies_at_the_second(month: Month, **words: Any) -> list[Paper]:
        if made:
            raise KeyboardInterrupt
        made.append(month)
        return true_making(month, **words)

    monkeypatch.setattr(errands, "make_papers", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        run_errand(errand.pk, at=NOVEMBER)
    monkeypatch.setattr(errands, "make_papers", true_making)
    assert Errand.objects.get().status == ErrandStatus.RUNNING
    done = run_errand(errand.pk, at=NOVEMBER)
    assert (done.status, done.counted, done.total, done.made) == ("done", 3, 3, 6)
    assert sorted(Paper.objects.values_list("number", flat=True)) == [
        f"{kind}-2026-{n}" for kind in ("АА", "ОА") for n in (1, 2, 3)
    ]


def test_a_stopped_errand_goes_no_further_and_is_taken_up_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errands, "A_PART", 1)
    many(world, 2)
    errand = start_errand(ErrandKind.MAKE, first_on=date(2026, 10, 1), at=NOVEMBER, by="Ольга")
    true_making = errands.make_papers

    def stopped_meanwhile(month: Month, **words: Any) -> list[Paper]:
        if Errand.objects.get().status == ErrandStatus.RUNNING:
            stop_errand(errand, at=NOVEMBER)
        return true_making(month, **words)

    monkeypatch.setattr(errands, "make_papers", stopped_meanwhile)
    assert run_errand(errand.pk, at=NOVEMBER).status == ErrandStatus.STOPPED
    assert Paper.objects.count() == 2, "the part under way is finished, the next not begun"
    with pytest.raises(NothingToDo):
        stop_errand(errand, at=NOVEMBER)
    monkeypatch.setattr(errands, "make_papers", true_making)
    assert make_papers().made == 4


def test_half_an_archive_is_not_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    october(world)
    make_papers()
    errand = start_errand(ErrandKind.PACK, **DAYS, at=NOVEMBER, by="Ольга")
    monkeypatch.setattr(packing, "A_PIECE", 1000)
    steps = packing.pack_period(errand, at=NOVEMBER)
    next(steps)
    assert errand.pieces.exists()
    stop_errand(errand, at=NOVEMBER)
    assert not errand.pieces.exists()
    assert run_errand(errand.pk, at=NOVEMBER).file_bytes == 0
