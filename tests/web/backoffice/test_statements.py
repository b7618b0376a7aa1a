"""Statements: uploaded once, read by the worker, told in sentences."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Visitor
from django.urls import reverse

from tests.flows.test_bank_road import SAMPLE_ACCOUNT
from tests.web.backoffice.statements import OURS, credit, debit, statement
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, owed
from zabota.connectors.bank.facts import FAULTS, LOOKS, ODDITIES
from zabota.connectors.inbox.models import InboundEvent
from zabota.domain.payouts.models import Batch
from zabota.flows.batch_stepped import batch_approved, batch_sent
from zabota.kit.clock import now
from zabota.kit.money import Money
from zabota.kit.unzipping import Unpacked
from zabota.ui.amounts import money_text
from zabota.web.backoffice.words.statements import (
    error_sentence,
    fault_said,
    left_out_said,
    oddity_said,
)

pytestmark = pytest.mark.django_db
LIST = "/office/statements/"
UPLOAD = "/office/statements/upload/"


def upload(visitor: Visitor, *files: bytes, **headers: str) -> Any:
    """Drop the files."""
    dropped = [SimpleUploadedFile(f"выписка-{n}.txt", raw) for n, raw in enumerate(files, 1)]
    return visitor.post(UPLOAD, {"statements": dropped}, headers=headers)


def brought(visitor: Visitor, raw: bytes) -> str:
    """The result page of a file, after the worker."""
    answer = upload(visitor, raw)
    run_jobs()
    return visitor.get(answer["Location"]).content.decode()


def test_from_the_drop_to_the_result_in_sentences(finance: Visitor, world: World) -> None:
    file = statement(
        credit(1_000_000, inn=world.acme.inn),
        credit(50_000, inn="7700000001", number="78"),
        incoming=1_050_000,
    )
    answer = upload(finance, file)
    event = InboundEvent.objects.get()
    assert answer["Location"] == reverse("office:statement", args=[event.pk])
    assert bytes(event.raw) == file
    assert event.received_by == "Ольга"
    waiting = finance.get(answer["Location"]).content.decode()
    assert "The file is being read" in waiting
    assert 'hx-trigger="every 1s"' in waiting

    assert run_jobs() == ["bank.import_statement"]
    page = finance.get(answer["Location"])
    assert (page.context["read"].recorded, page.context["read"].waiting) == (2, 1)
    assert 'hx-trigger="every' not in page.content.decode()
    assert owed(world.ivan) == 400_000
    assert_books_balance()


def test_the_drop_answers_htmx_with_the_way(finance: Visitor) -> None:
    answer = upload(finance, statement(), **{"HX-Request": "true"})
    event = InboundEvent.objects.get()
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"/office/statements/{event.pk}/")


def test_several_files_lead_to_the_list(finance: Visitor, world: World) -> None:
    answer = upload(finance, statement(), statement(credit(100, inn=world.acme.inn), incoming=100))
    assert answer["Location"] == "/office/statements/"
    assert len(run_jobs()) == 2
    assert b"imported" in finance.get("/office/statements/?state=imported").content


def test_the_same_file_again_says_so_and_brings_nothing(
    finance: Visitor, world: World, toasts: Callable[..., list[str]]
) -> None:
    file = statement(credit(100_000, inn=world.acme.inn), incoming=100_000)
    brought(finance, file)
    answer = upload(finance, file)
    assert toasts(finance.get(answer["Location"])) == [
        "1 file was uploaded before: here is what became of it."
    ]
    assert "bank.import_statement" not in run_jobs()
    assert owed(world.ivan) == 40_000


def zipped(*files: tuple[str, bytes], lock: bool = False) -> bytes:
    """A ZIP of these files; the first may be locked with a password."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files:
            archive.writestr(name, raw)
    made = bytearray(packed.getvalue())
    if lock:
        made[made.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def test_of_a_zip_the_good_files_go_through_and_the_bad_are_named(
    finance: Visitor, world: World
) -> None:
    good = statement(credit(100_000, inn=world.acme.inn), incoming=100_000)
    swift = b":20:1\r\n:25:DE02120300000000202051\r\n:28C:1\r\n:60F:C261119EUR1,00\r\n:62F:C261119EUR1,00\r\n-"
    raw = zipped(
        ("secret.txt", b"x"), ("1c.txt", good), ("form.pdf", b"%PDF-1.7"), ("mt940.sta", swift),
        lock=True,
    )  # fmt: skip
    answer = upload(finance, raw)
    assert answer["Location"] == reverse("office:statements")
    run_jobs()
    fates = {event.name.rpartition("/")[2]: event for event in InboundEvent.objects.all()}
    assert fates.keys() == {"1c.txt", "form.pdf", "mt940.sta"}
    assert fates["1c.txt"].statement.recorded == 1
    assert "not_our_account" in fates["mt940.sta"].error
    page = finance.get(answer["Location"]).content.decode()
    assert "secret.txt” was not read: it is locked" in page
    assert "выписка-1.txt/form.pdf" in page
    assert owed(world.ivan) == 40_000
    again = upload(finance, zipped(("1c.txt", good)))
    run_jobs()
    assert "uploaded before" in finance.get(again["Location"]).content.decode()
    assert owed(world.ivan) == 40_000
    assert_books_balance()


@pytest.mark.parametrize("raw", [zipped(), zipped(("a.txt", b"x"))[:-9]])
def test_a_zip_with_nothing_to_take_says_so(finance: Visitor, raw: bytes) -> None:
    assert "an archive with no statement inside" in brought(finance, raw)


def test_every_problem_of_an_archive_has_its_sentence() -> None:
    for problem in ("locked", "packed_otherwise", "damaged", "too_large", "too_many"):
        assert "a.txt" in left_out_said(Unpacked("a.txt", b"", problem))


def test_without_files_the_drop_says_what_is_missing(finance: Visitor) -> None:
    answer = finance.post(UPLOAD, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "Choose at least one file." in answer.content.decode()


def test_a_file_too_large_is_refused_by_name(finance: Visitor, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 1024
    answer = finance.post(
        UPLOAD,
        {"statements": SimpleUploadedFile("год.txt", b"1" * 2000)},
        headers={"HX-Request": "true"},
    )
    assert "год.txt" in answer.content.decode()
    assert not InboundEvent.objects.exists()


def test_a_settled_payout_is_counted_and_linked(finance: Visitor, formed: Batch) -> None:
    batch_approved(formed, at=now(), by="Ольга")
    batch_sent(formed, at=now(), by="Ольга")
    payout = formed.payouts.get()
    page = brought(
        finance, statement(debit(payout), opening=1_000_000, outgoing=payout.amount_minor)
    )
    assert reverse("office:payout", args=[payout.pk]) in page
    payout.refresh_from_db()
    assert payout.get_status_display() == "paid out"


def test_a_returned_payout_has_a_tile_of_its_own(finance: Visitor, formed: Batch) -> None:
    batch_approved(formed, at=now(), by="Ольга")
    batch_sent(formed, at=now(), by="Ольга")
    payout = formed.payouts.get()
    words = f"Возврат п/п {payout.order_number} от 20.11.2026: счёт закрыт"
    back = credit(payout.amount_minor, inn="7707083893", purpose=words)
    raw = statement(debit(payout), back, opening=1_000_000, incoming=40_000, outgoing=40_000)
    brought(finance, raw)
    page = finance.get(reverse("office:statement", args=[InboundEvent.objects.get().pk]))
    assert (page.context["returned"], page.context["other"]) == (1, 0)
    assert "Payouts returned" in page.content.decode()
    assert payout.statement_lines.count() == 2


def test_figures_that_do_not_agree_are_told_with_both(finance: Visitor, world: World) -> None:
    page = brought(finance, statement(credit(100_000, inn=world.acme.inn), incoming=99_900))
    assert "nothing was imported" in page
    says, adds = money_text(Money(99_900)), money_text(Money(100_000))
    assert f"the bank says {says} were received, but the documents add up to {adds}" in page


def test_something_else_is_named(finance: Visitor) -> None:
    assert "This is a PDF" in brought(finance, b"%PDF-1.7 ...")


def test_a_strangers_statement_names_the_account(finance: Visitor) -> None:
    page = brought(finance, statement().replace(OURS.encode(), SAMPLE_ACCOUNT.encode()))
    assert SAMPLE_ACCOUNT in page
    assert "not among ours" in page


def test_the_lines_can_be_searched_and_taken_away(finance: Visitor, world: World) -> None:
    brought(finance, statement(credit(100_000, inn=world.acme.inn), incoming=100_000))
    event = InboundEvent.objects.get()
    page = reverse("office:statement", args=[event.pk])
    assert len(finance.get(page, {"q": world.acme.inn}).context["page"].object_list) == 1
    assert len(finance.get(page, {"kind": "bank_fee"}).context["page"].object_list) == 0
    file = finance.get(page, {"as": "csv"}).content.decode("utf-8-sig")
    assert file.splitlines()[1].split(";")[3] == "1000,00"
    assert "выписка-1.txt" in finance.get("/office/statements/?as=csv").content.decode()


def test_support_looks_and_does_not_upload(support: Visitor) -> None:
    assert b'type="file"' not in support.get("/office/statements/").content
    assert upload(support, statement()).status_code == 403


@pytest.mark.parametrize("code", sorted(ODDITIES))
def test_every_oddity_has_its_sentence(code: str) -> None:
    said = oddity_said({"code": code, "line": 7, "params": {"code": "stray_line"}})
    assert said.text != code
    assert "%(" not in said.text
    assert said.line == 7


def test_every_look_and_fault_has_its_sentence() -> None:
    unknown = error_sentence("not_a_statement:never heard of")
    named = {error_sentence(f"not_a_statement:{looks}") for looks in LOOKS}
    assert unknown not in named
    assert [code for code in FAULTS if fault_said({"code": code}).text == code] == []


def test_the_list_asks_the_same_however_long_it_is(
    finance: Visitor, world: World, django_assert_max_num_queries: Any
) -> None:
    for day in range(6):
        number = str(day + 1)
        upload(finance, statement(credit(100, inn=world.acme.inn, number=number), incoming=100))
    run_jobs()
    with django_assert_max_num_queries(9):
        finance.get("/office/statements/")


def test_a_line_that_was_not_read_stands_with_its_reason_and_the_others_go_through(
    finance: Visitor, world: World
) -> None:
    good = credit(100_000, inn=world.acme.inn, number="1")
    bad = credit(50_000, inn=world.acme.inn, number="2").replace("500.00", "пятьсот")
    raw = statement(good, bad, incoming=150_000)
    finance.post(UPLOAD, {"statements": [SimpleUploadedFile("в.txt", raw)]})
    run_jobs()
    event = InboundEvent.objects.get(source="bank")
    page = finance.get(reverse("office:statement", args=[event.pk]))
    text = page.content.decode()
    assert text.count("пятьсот") == 1, "told once"
    assert "1 line was not read" in text
    assert (page.context["read"].recorded, page.context["unread_count"]) == (1, 1)
    assert "lines not read: 1" in finance.get(LIST).content.decode()


def test_a_statement_is_being_read_until_its_lines_are_told(finance: Visitor, world: World) -> None:
    """Its row comes first and stood there with noughts, which the page took for the outcome."""
    raw = statement(credit(100_000, inn=world.acme.inn), incoming=100_000)
    finance.post(UPLOAD, {"statements": [SimpleUploadedFile("в.txt", raw)]})
    run_jobs()
    event = InboundEvent.objects.get(source="bank")
    InboundEvent.objects.update(status="new")
    page = finance.get(reverse("office:statement", args=[event.pk]))
    assert page.context["read"] is None
    assert "The file is being read" in page.content.decode()


def test_the_list_says_why_a_file_was_not_taken(finance: Visitor) -> None:
    finance.post(UPLOAD, {"statements": [SimpleUploadedFile("п.pdf", b"%PDF-1.7")]})
    run_jobs()
    assert "This is a PDF" in finance.get(LIST).content.decode()
