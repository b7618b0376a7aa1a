"""Olga makes the papers of October: they say to the kopeck what the books say, once, for ever."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from pypdf import PdfReader

from tests.make.money import client_of, partner, payment, refund
from tests.world import World, assert_books_balance
from zabota.config.books import check_books
from zabota.domain.ledger.queries import get_account_statement
from zabota.domain.papers.models import ErrandKind, Paper, PaperKind, PaperStatus, SignedScan
from zabota.domain.papers.operations.errands import run_errand, start_errand
from zabota.domain.papers.operations.making import MonthNotOver
from zabota.domain.papers.operations.notices import withdraw_notice
from zabota.domain.papers.operations.replacing import NotReplaced, replace_papers
from zabota.domain.papers.operations.sending import ask_all_weekly, send_papers
from zabota.domain.papers.operations.signing import ScanRefused, return_scan, take_scan
from zabota.domain.partners.models import LegalForm, Partner
from zabota.domain.partners.operations import set_requisites
from zabota.domain.payouts.operations import Settlement
from zabota.domain.rewards.postings import owed
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_sent
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.flows.payouts_settled import payout_failed, payouts_settled
from zabota.flows.rewards_paid_elsewhere import rewards_paid_elsewhere
from zabota.kit.clock import end_of_day, start_of_day
from zabota.kit.errors import Refusal
from zabota.kit.states import ImpossibleMove

pytestmark = pytest.mark.django_db
OCTOBER = datetime(2026, 10, 5, 9, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 2, 9, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 9, tzinfo=UTC)
PDF = b"%PDF-1.7 signed"


def make_papers(at: datetime = NOVEMBER, first: date = date(2026, 10, 1)) -> Any:
    """Olga's errand for a month, done."""
    errand = start_errand(ErrandKind.MAKE, first_on=first, at=at, by="Ольга")
    return run_errand(errand.pk, at=at)


def october(world: World) -> None:
    """Acme paid twice, one payment in part refunded; the payout left in October."""
    first = payment(world.acme, 100_000, at=OCTOBER)
    payments_received([first, payment(world.acme, 77_777, at=OCTOBER)], at=OCTOBER)
    payments_refunded([refund(first, 33_333)], at=OCTOBER + timedelta(days=1))


def pay_out(at: datetime) -> None:
    """Everything due leaves, and the bank says so."""
    batch = batch_formed(before=at + timedelta(days=9), at=at, by="Ольга").batch
    batch_approved(batch, at=at, by="Виктор")
    batch_sent(batch, at=at, by="Ольга")
    lines = [
        Settlement(p.order_number, p.amount_minor, p.account, at, f"line:{p.pk}")
        for p in batch.payouts.all()
    ]
    payouts_settled(lines, at=at)


def text_of(paper: Paper) -> str:
    pages = PdfReader(BytesIO(bytes(paper.pdf))).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def self_employed(name: str, form: str = LegalForm.NPD) -> Partner:
    """A partner of another legal form than a company."""
    made = partner(name, name[:4].upper())
    Partner.objects.filter(pk=made.pk).update(legal_form=form, inn="500100732259", kpp="")
    return made


def test_report_and_act_say_what_the_books_say(world: World) -> None:
    october(world)
    pay_out(OCTOBER + timedelta(days=2))
    errand = make_papers()
    assert (errand.status, errand.made, errand.faults) == ("done", 2, [])

    report = Paper.objects.get(kind=PaperKind.AGENT_REPORT)
    act = Paper.objects.get(kind=PaperKind.AGENCY_ACT)
    assert (report.number, act.number) == ("ОА-2026-1", "АА-2026-1")
    books = get_account_statement(
        owed(world.ivan.pk),
        since=start_of_day(date(2026, 10, 1)),
        before=end_of_day(date(2026, 10, 31)),
    )
    posted = dict.fromkeys(("reward", "reversal"), 0)
    for line in books.lines:
        if line.kind in posted:
            posted[line.kind] += line.amount_minor
    assert (report.earned_minor, report.taken_minor) == (-posted["reward"], posted["reversal"])
    assert act.amount_minor == report.amount_minor == 40_000 + 31_111 - 13_333
    said = text_of(report)
    for words in ("Отчёт агента № ОА-2026-1", "1 000,00", "777,77", "133,33", "577,78", "Акме"):
        assert words in said, words
    assert "Пятьсот семьдесят семь рублей 78 копеек" in said
    assert "отчёте агента № ОА-2026-1" in text_of(act)
    assert_books_balance()


def test_again_makes_nothing_new_and_a_month_must_be_over(world: World) -> None:
    october(world)
    make_papers()
    assert make_papers().made == 0
    assert Paper.objects.count() == 2
    with pytest.raises(MonthNotOver):
        start_errand(ErrandKind.MAKE, first_on=date(2026, 11, 1), at=NOVEMBER, by="Ольга")
    assert_books_balance()


def test_the_same_errand_under_way_is_not_started_twice(world: World) -> None:
    first = start_errand(ErrandKind.MAKE, first_on=date(2026, 10, 1), at=NOVEMBER, by="Ольга")
    again = start_errand(ErrandKind.MAKE, first_on=date(2026, 10, 9), at=NOVEMBER, by="Виктор")
    assert again == first


def test_who_is_self_employed_is_no_agent(world: World) -> None:
    npd = self_employed("Нина Самозанятая")
    payments_received([payment(client_of(npd, "Ромашка"), at=OCTOBER)], at=OCTOBER)
    make_papers()
    act = Paper.objects.get(partner=npd)
    assert act.kind == PaperKind.SERVICES_ACT
    said = text_of(act)
    assert "Акт об оказании услуг" in said
    assert "чек на каждую полученную выплату" in said
    assert "гент" not in said.replace("Договор", "")


def test_a_foreign_company_reads_english(world: World) -> None:
    nord = self_employed("Nordlys AS", LegalForm.FOREIGN)
    payments_received([payment(client_of(nord, "Oslo Ltd"), at=OCTOBER)], at=OCTOBER)
    make_papers()
    said = text_of(Paper.objects.get(partner=nord))
    assert "Act of Services Rendered" in said
    assert "Four hundred roubles 00 kopeks" in said


def test_a_refund_larger_than_a_month_is_carried_into_the_next(world: World) -> None:
    october(world)
    early = payment(world.acme, 500_000, at=OCTOBER)
    payments_received([early], at=OCTOBER)
    payments_refunded([refund(early, 500_000, days=30)], at=NOVEMBER)
    payments_received([payment(world.acme, 100_000, at=NOVEMBER)], at=NOVEMBER)
    december = DECEMBER + timedelta(days=2)
    payments_received([payment(world.acme, 900_000, at=december)], at=december)
    make_papers(at=DECEMBER, first=date(2026, 11, 1))

    november = Paper.objects.get(kind=PaperKind.AGENT_REPORT)
    assert (november.earned_minor, november.taken_minor, november.amount_minor) == (
        40_000, 200_000, 0,
    )  # fmt: skip
    assert not Paper.objects.filter(kind=PaperKind.AGENCY_ACT).exists()
    make_papers(at=datetime(2027, 1, 3, tzinfo=UTC), first=date(2026, 12, 1))
    act = Paper.objects.get(kind=PaperKind.AGENCY_ACT)
    assert act.amount_minor == 360_000 - 160_000
    assert_books_balance()


def test_who_lacks_something_is_listed_and_made_when_mended(world: World) -> None:
    october(world)
    inn = world.ivan.inn
    Partner.objects.filter(pk=world.ivan.pk).update(inn="")
    faults = make_papers().faults
    assert [(fault["partner"], fault["why"]) for fault in faults] == [(world.ivan.pk, "no_inn")]
    set_requisites(world.ivan, inn=inn, kpp="770101001", ogrn="")
    assert make_papers().made == 2
    assert Paper.objects.get(kind=PaperKind.AGENT_REPORT).number == "ОА-2026-1"
    assert_books_balance()


def test_a_notice_of_each_payout_once(world: World) -> None:
    october(world)
    pay_out(OCTOBER + timedelta(days=2))
    for _ in range(2):
        errand = start_errand(
            ErrandKind.NOTIFY, first_on=date(2026, 10, 1), at=NOVEMBER, by="Ольга"
        )
        run_errand(errand.pk, at=NOVEMBER)
    notice = Paper.objects.get()
    assert notice.payout is not None
    assert notice.amount_minor == notice.payout.amount_minor == 57_778
    said = text_of(notice)
    assert "Уведомление о выплате № УВ-2026-1" in said
    assert notice.payout.account not in said
    payout_failed(notice.payout, reason="счёт закрыт", at=NOVEMBER)
    withdraw_notice(notice.payout.pk)
    assert Paper.objects.get().status == PaperStatus.REPLACED
    assert_books_balance()


def test_a_paper_is_final_and_a_correction_replaces_it(world: World) -> None:
    october(world)
    make_papers()
    report = Paper.objects.get(kind=PaperKind.AGENT_REPORT)
    for change in ({"amount_minor": 1}, {"content": {}}, {"pdf": b""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Paper.objects.filter(pk=report.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        report.delete()

    set_requisites(world.ivan, inn=world.ivan.inn, kpp="770201001", ogrn="")
    made = replace_papers(report, reason="КПП изменился", at=NOVEMBER, by="Ольга")
    assert [paper.number for paper in made] == ["ОА-2026-2", "АА-2026-2"]
    assert made[0].replaces == report
    assert "770201001" in text_of(made[0])
    assert "Заменяет № ОА-2026-1 от 31.10.2026" in text_of(made[0])
    assert set(Paper.objects.filter(status=PaperStatus.REPLACED).values_list("number", flat=True)) \
        == {"ОА-2026-1", "АА-2026-1"}  # fmt: skip
    with pytest.raises(NotReplaced):
        replace_papers(report, reason="ещё раз", at=NOVEMBER, by="Ольга")
    assert make_papers().made == 0
    assert_books_balance()


def test_sent_once_then_signed_or_reminded(world: World) -> None:
    october(world)
    make_papers()
    ids = list(Paper.objects.order_by("pk").values_list("pk", flat=True))
    assert send_papers(world.ivan.pk, ids, at=NOVEMBER, by="Ольга") == 2
    assert send_papers(world.ivan.pk, ids, at=NOVEMBER, by="Ольга") == 0
    assert send_papers(world.rita.pk, ids, at=NOVEMBER, by="Ольга") == 0

    report = Paper.objects.get(kind=PaperKind.AGENT_REPORT)
    take_scan(report, name="отчёт.pdf", content=PDF, at=NOVEMBER, by="Иван")
    take_scan(report, name="отчёт.pdf", content=PDF, at=NOVEMBER, by="Иван")
    assert SignedScan.objects.count() == 1
    week = NOVEMBER + timedelta(days=7)
    assert ask_all_weekly(at=week) == 1
    assert ask_all_weekly(at=week + timedelta(hours=1)) == 0

    report.refresh_from_db()
    return_scan(report, reason="не видно подписи", at=week, by="Ольга")
    with pytest.raises(ScanRefused):
        take_scan(report, name="отчёт.pdf", content=PDF, at=week, by="Иван")
    take_scan(report, name="новый.pdf", content=PDF + b"2", at=week, by="Иван")
    assert Paper.objects.get(pk=report.pk).status == PaperStatus.SIGNED
    with pytest.raises(ImpossibleMove):
        return_scan(Paper.objects.get(kind=PaperKind.AGENCY_ACT), reason="?", at=week, by="Ольга")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        *((one, "PDF, a JPEG or a PNG") for one in (b"<html>", b"text", b"MZ\x00\x01")),
    ],
)
def test_what_is_no_scan_is_refused(world: World, content: bytes, said: str) -> None:
    october(world)
    make_papers()
    with pytest.raises(Refusal, match=said):
        take_scan(Paper.objects.first(), name="a.pdf", content=content, at=NOVEMBER, by="Иван")  # type: ignore[arg-type]
    assert not SignedScan.objects.exists()


def test_the_proof_of_the_books_finds_a_forged_paper(world: World) -> None:
    october(world)
    make_papers()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # triggers sleep
        cursor.execute(
            "UPDATE papers_paper SET earned_minor = earned_minor + 1, amount_minor = amount_minor + 1"
        )
        cursor.execute("UPDATE papers_paperseries SET last = last + 1 WHERE kind = 'agency_act'")
    faults = " ".join(check_books().faults)
    assert "every paper of a month says what was earned and taken back in it: 2" in faults
    assert "every paper adds up, line by line: 2" in faults
    assert "no number of a paper is missing: 1" in faults


def test_what_a_former_system_had_paid_is_on_its_papers_not_ours(world: World) -> None:
    october(world)
    rewards_paid_elsewhere(
        source="test", paid_before=NOVEMBER, proof="moving:1", at=NOVEMBER, by="Ольга"
    )
    assert make_papers().made == 0
    errand = start_errand(ErrandKind.NOTIFY, first_on=date(2026, 11, 1), at=NOVEMBER, by="Ольга")
    assert run_errand(errand.pk, at=NOVEMBER).made == 0
    assert_books_balance()
