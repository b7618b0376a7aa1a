"""Olga makes, sends, signs, replaces and exports papers; others look, or do not enter."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Visitor
from django.urls import reverse
from openpyxl import load_workbook

from tests.flows.test_papers import NOVEMBER, OCTOBER, PDF, make_papers, october, pay_out
from tests.make.money import payment
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance
from zabota.domain.ledger.queries import get_account_balance
from zabota.domain.papers.models import Errand, ErrandKind, Paper, PaperKind, PaperStatus
from zabota.domain.papers.operations.errands import run_errand, start_errand
from zabota.domain.papers.operations.replacing import replace_papers
from zabota.domain.papers.queries.figures import forecast_due, get_owed, list_month_figures
from zabota.domain.papers.queries.registers import REGISTERS
from zabota.domain.partners.models import Partner
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import now

pytestmark = pytest.mark.django_db
Toasts = Callable[..., list[str]]


@pytest.fixture
def report(world: World) -> Paper:
    """Ivan's report of October, with its act, not sent yet; the money has left."""
    october(world)
    pay_out(OCTOBER)
    make_papers()
    return Paper.objects.get(kind=PaperKind.AGENT_REPORT)


def read(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def addresses(report: Paper, errand: Errand) -> tuple[list[str], list[str], list[str]]:
    """Pages to look at, pages of finance, deeds of finance."""
    look = [reverse(f"office:{name}") for name in ("papers", "figures")]
    look += [reverse(f"office:{name}", args=[report.pk]) for name in ("paper", "paper_pdf")]
    look.append(reverse("office:errand", args=[errand.pk]))
    money = [reverse("office:export"), reverse("office:register", args=["postings", "csv"])]
    deeds = [reverse(f"office:{name}") for name in ("make_papers", "papers_bulk", "pack")]
    deeds += [
        reverse(f"office:{name}", args=[report.pk])
        for name in ("upload_scan", "return_scan", "replace_paper", "unsign_paper")
    ]
    deeds += [
        reverse(f"office:{name}", args=[errand.pk]) for name in ("errand_again", "stop_errand")
    ]
    return look, money, deeds


def test_who_may_enter(
    report: Paper, support: Visitor, member: Visitor, stranger: Visitor, finance: Visitor
) -> None:
    look, money, deeds = addresses(report, Errand.objects.get())
    for address in (*look, *money):
        assert stranger.get(address).status_code == 302, address
        assert member.get(address).status_code == 403, address
        assert finance.get(address).status_code == 200, address
    for address in look:
        assert support.get(address).status_code == 200, address
    for address in money:
        assert support.get(address).status_code == 403, address
    for address in deeds:
        assert support.post(address).status_code == 403, address
        assert member.post(address).status_code == 403, address
        assert finance.get(address).status_code == 405, address


def test_a_month_is_made_with_faults_listed_and_tried_again(finance: Visitor, world: World) -> None:
    october(world)
    inn = world.ivan.inn
    Partner.objects.filter(pk=world.ivan.pk).update(inn="")
    answer = finance.post(reverse("office:make_papers"), {"month": "2026-10"})
    errand = Errand.objects.get()
    assert answer["Location"] == reverse("office:errand", args=[errand.pk])
    assert 'hx-trigger="every 1s"' in finance.get(answer["Location"]).content.decode()
    assert "papers.run_errand" in run_jobs()
    done = finance.get(answer["Location"]).content.decode()
    assert "every 1s" not in done
    assert "has no INN" in done
    Partner.objects.filter(pk=world.ivan.pk).update(inn=inn)
    finance.post(reverse("office:errand_again", args=[errand.pk]))
    run_jobs()
    assert Paper.objects.count() == 2


def test_found_sent_reminded(finance: Visitor, report: Paper) -> None:
    listed = finance.get(reverse("office:papers"), {"q": "иван", "kind": "agency_act"})
    assert [paper.number for paper in listed.context["page"]] == ["АА-2026-1"]
    for nonsense in ({"month": "x"}, {"state": "?"}, {"partner": "z"}, {"sort": "';"}):
        assert finance.get(reverse("office:papers"), nonsense).status_code == 200
    finance.post(reverse("office:papers_bulk") + "?kind=agent_report", {"do": "send", "all": "1"})
    run_jobs()
    assert list(Paper.objects.filter(status=PaperStatus.SENT)) == [report]
    finance.post(reverse("office:papers_bulk"), {"do": "remind", "paper": [report.pk]})
    run_jobs()
    assert Paper.objects.get(pk=report.pk).reminded_at is not None
    text = finance.get(reverse("office:papers"), {"as": "csv"}).content.decode("utf-8-sig")
    assert {row[0] for row in csv.reader(io.StringIO(text), delimiter=";")} == {
        "Number", "ОА-2026-1", "АА-2026-1",
    }  # fmt: skip
    packed = ZipFile(io.BytesIO(read(finance.get(reverse("office:papers"), {"as": "zip"}))))
    assert packed.read("papers/agent_report/ОА-2026-1.pdf") == bytes(report.pdf)


def test_many_are_signed_on_paper_and_one_after_all_is_not(
    finance: Visitor, report: Paper, toasts: Toasts
) -> None:
    """The post brought them; a notice among the chosen ones needs no signature."""
    errand = start_errand(ErrandKind.NOTIFY, first_on=OCTOBER.date(), at=NOVEMBER, by="Ольга")
    run_errand(errand.pk, at=NOVEMBER)
    bulk, page = reverse("office:papers_bulk"), reverse("office:paper", args=[report.pk])
    answer = finance.post(bulk, {"do": "signed", "all": "1"}, follow=True)
    assert toasts(answer) == ["2 papers are signed."]
    assert Paper.objects.filter(status=PaperStatus.SIGNED).count() == 2
    answer = finance.post(bulk, {"do": "signed", "all": "1"}, follow=True)
    assert toasts(answer) == ["Nothing changed: none of them waits for a signature."]
    assert "we hold the paper itself" in finance.get(page).content.decode()
    finance.post(reverse("office:unsign_paper", args=[report.pk]), {"reason": "чужой акт"})
    assert Paper.objects.get(pk=report.pk).status == PaperStatus.SENT

    scan = SimpleUploadedFile("скан.pdf", PDF, "application/pdf")
    finance.post(reverse("office:upload_scan", args=[report.pk]), {"scan": scan})
    unsign = reverse("office:unsign_paper", args=[report.pk])
    answer = finance.post(unsign, {"reason": "ошибка"}, follow=True)
    assert toasts(answer)[-1] == "There is a signed scan: return the scan instead."
    assert Paper.objects.get(pk=report.pk).status == PaperStatus.SIGNED


def test_a_month_is_the_one_a_paper_speaks_of(finance: Visitor, report: Paper) -> None:
    """Made anew in November, it is still October's."""
    (new, _act) = replace_papers(report, reason="КПП", at=NOVEMBER, by="Ольга")
    found = {
        month: [one.number for one in finance.get(reverse("office:papers"), {"month": month}).context["page"]]
        for month in ("2026-10", "2026-11")
    }  # fmt: skip
    assert new.on.month == 11
    assert sorted(found["2026-10"]) == ["АА-2026-2", "ОА-2026-2"]
    assert found["2026-11"] == []


def test_the_chosen_ones_as_one_archive(finance: Visitor, report: Paper) -> None:
    answer = finance.post(reverse("office:papers_bulk"), {"do": "zip", "paper": [report.pk]})
    packed = ZipFile(io.BytesIO(read(answer)))
    assert packed.namelist() == ["papers/agent_report/ОА-2026-1.pdf"]


def test_an_errand_is_stopped_by_one_press(finance: Visitor, report: Paper) -> None:
    errand = start_errand(ErrandKind.PACK, first_on=OCTOBER.date(), at=NOVEMBER, by="Ольга")
    page = reverse("office:errand", args=[errand.pk])
    stop = reverse("office:stop_errand", args=[errand.pk])
    assert stop in finance.get(page).content.decode()
    finance.post(stop)
    run_jobs()
    told = finance.get(page).content.decode()
    assert "It was stopped." in told
    assert reverse("office:errand_again", args=[errand.pk]) in told


def test_nothing_chosen_is_said(finance: Visitor, report: Paper, toasts: Toasts) -> None:
    answer = finance.post(reverse("office:papers_bulk"), {"do": "send"}, follow=True)
    assert toasts(answer) == ["Choose at least one paper."]


def test_signed_by_post_returned_and_replaced(
    finance: Visitor, report: Paper, toasts: Toasts
) -> None:
    file = SimpleUploadedFile("../../скан.pdf", PDF, "text/html")
    upload, page = (reverse(f"office:{n}", args=[report.pk]) for n in ("upload_scan", "paper"))
    finance.post(upload, {"scan": file})
    scan = report.scans.get()
    given = finance.get(reverse("office:paper_scan", args=[report.pk, scan.pk]))
    assert given["Content-Type"] == "application/pdf"
    assert given["Content-Disposition"].startswith("attachment;")
    assert "/" not in scan.name
    bad = SimpleUploadedFile("x.pdf", b"<script>", "application/pdf")
    answer = finance.post(upload, {"scan": bad}, follow=True)
    assert toasts(answer)[-1] == "Send the scan as a PDF, a JPEG or a PNG."
    finance.post(reverse("office:return_scan", args=[report.pk]), {"reason": "не видно"})
    assert "не видно" in finance.get(page).content.decode()
    finance.post(reverse("office:replace_paper", args=[report.pk]), {"reason": "КПП"})
    assert Paper.objects.filter(status=PaperStatus.REPLACED).count() == 2
    assert "ОА-2026-2" in finance.get(page).content.decode()
    assert_books_balance()


def test_registers_tie_to_the_books(finance: Visitor, report: Paper) -> None:
    for name, register in REGISTERS.items():
        address = reverse("office:register", args=[name, "csv"])
        days = {"from": "2026-10-01", "to": "2026-10-31"}
        text = read(finance.get(address, days)).decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text), delimiter=";")
        assert tuple(reader.fieldnames or ()) == register.columns
        rows = list(reader)
        book = read(finance.get(reverse("office:register", args=[name, "xlsx"]), days))
        sheet = load_workbook(io.BytesIO(book)).active
        assert sheet is not None
        assert sheet.max_row == len(rows) + 1
        if name == "postings":
            owed = f"partner:{report.partner_id}:owed"
            debit = sum(_kopecks(r["amount"]) for r in rows if r["debit"] == owed)
            credit = sum(_kopecks(r["amount"]) for r in rows if r["credit"] == owed)
            assert debit - credit == get_account_balance(owed)
            assert "Задолженность перед партнёром: Иван и Ко" in text
        if name == "rewards":
            assert sum(_kopecks(row["amount"]) for row in rows) == report.amount_minor
    assert finance.get(reverse("office:register", args=["secrets", "csv"])).status_code == 404


def _kopecks(text: str) -> int:
    return int(text.replace(",", ""))


def test_the_archive_carries_the_digest_of_every_file(finance: Visitor, report: Paper) -> None:
    finance.post(reverse("office:pack"), {"from": "2026-10-01", "to": "2026-10-31"})
    run_jobs()
    errand = Errand.objects.latest("pk")
    assert errand.status == "done", errand.error
    body = read(finance.get(reverse("office:archive", args=[errand.pk])))
    assert (len(body), sha256(body).hexdigest()) == (errand.file_bytes, errand.sha256)
    packed = ZipFile(io.BytesIO(body))
    assert packed.testzip() is None
    sums = dict(line.split("  ")[::-1] for line in packed.read("SHA256SUMS").decode().splitlines())
    for name in set(packed.namelist()) - {"SHA256SUMS"}:
        assert sums[name] == sha256(packed.read(name)).hexdigest(), name
    assert sums["papers/agent_report/ОА-2026-1.pdf"] == report.sha256
    assert {f"registers/{name}.xlsx" for name in REGISTERS} <= set(sums)


def test_figures_tie_to_the_books(world: World, report: Paper, finance: Visitor) -> None:
    owed = get_owed(at=NOVEMBER)
    assert owed.total == owed.books == 0
    (month,) = [one for one in list_month_figures(at=NOVEMBER) if one.month == date(2026, 10, 1)]
    assert (month.paid, month.earned, month.taken) == (
        177_777, report.earned_minor, report.taken_minor,
    )  # fmt: skip
    assert (month.rate_bp, month.on_time, month.late, month.unpaid) == (4_000, 2, 0, 0)
    assert (month.kept_bp, month.half_hours) == (10_000, 0)
    assert sum(day.known for day in forecast_due(at=NOVEMBER)) == 0
    assert "100" in finance.get(reverse("office:figures")).content.decode()
    assert finance.get(reverse("office:figures"), {"as": "csv"}).status_code == 200


def test_what_we_owe_by_deadline(world: World) -> None:
    october(world)
    late = get_owed(at=NOVEMBER)
    assert late.by_deadline[0] == late.total == late.books == 57_778
    assert late.by_age[-1] == 57_778
    (month,) = [one for one in list_month_figures(at=NOVEMBER) if one.unpaid]
    assert (month.unpaid, month.kept_bp) == (2, 0)
    before = get_owed(at=OCTOBER)
    assert before.by_deadline[0] == 0
    assert forecast_due(at=OCTOBER)[3].known == 57_778


def test_what_the_pictures_say_is_there_as_csv(world: World, finance: Visitor) -> None:
    """Whoever sums up the files comes to the books."""
    at = now()
    payments_received([payment(world.acme, 100_000, at=at)], at=at)

    def rows(kind: str) -> list[list[str]]:
        text = finance.get(reverse("office:figures"), {"as": kind}).content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text), delimiter=";"))[1:]

    owed = rows("owed")
    for part in ("by deadline", "by days since the payment"):
        assert sum(_kopecks(row[2]) for row in owed if row[0] == part) == 40_000
    assert [row[2] for row in owed if row[0] in ("together", "by the books")] == ["400,00"] * 2
    forecast = rows("forecast")
    assert len(forecast) == 30
    assert sum(_kopecks(row[1]) for row in forecast) == 40_000
