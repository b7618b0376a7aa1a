"""The life of an invoice: frozen at issue, viewed once, cancelled, issued again, every month."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from django.db import connection
from PIL import Image
from pypdf import PdfReader

from tests.make.invoices import AT, DAY, bill, line, vat
from tests.make.money import client
from zabota.domain.invoices.models import Invoice, InvoiceStatus, Schedule
from zabota.domain.invoices.operations import (
    InvoiceRefused,
    cancel_invoice,
    change_letterhead,
    issue_invoice_again,
    issue_scheduled,
    keep_paper,
    note_invoice_viewed,
    note_invoices_paid,
    schedule_invoices,
    send_invoice,
)
from zabota.domain.invoices.operations.papers import on_paper, qr_payload
from zabota.domain.invoices.operations.settings import SettingsRefused
from zabota.domain.invoices.queries import STATES, NoVatRegime, list_in_state, state_of
from zabota.domain.invoices.rules import find_references
from zabota.kit.typesetting import typeset_pictures

pytestmark = pytest.mark.django_db


def drawn(width: int, height: int) -> bytes:
    kept = BytesIO()
    Image.new("RGB", (width, height), "navy").save(kept, "PNG")
    return kept.getvalue()


def test_everything_is_frozen_at_issue(settings: Any) -> None:
    vat("22")
    invoice = bill(client("Акме"), line(quantity=2), due_on=DAY + timedelta(days=5))
    assert invoice.amount_minor == 998_000
    assert invoice.frozen["vat"]["minor"] == 179_967
    assert invoice.purpose.endswith("Лицензия. В том числе НДС 22\u00a0% — 1\u00a0799,67")
    assert [f.number for f in find_references(invoice.purpose)] == [invoice.number]

    paper = keep_paper(invoice, at=AT)
    settings.VENDOR = {**settings.VENDOR, "accounts": ["40702810000000000009"], "name": "Жулик"}
    vat("none", since=DAY)
    again = keep_paper(Invoice.objects.get(pk=invoice.pk), at=AT + timedelta(days=1))
    assert bytes(again.pdf) == bytes(paper.pdf)
    assert sha256(again.pdf).hexdigest() == again.sha256
    assert "40702810000000000009" not in qr_payload(invoice)


def test_the_paper_says_it_all_and_its_code_can_be_scanned() -> None:
    vat("22")
    change_letterhead(
        signer="Соколова А. П.", accountant="Ким Е. Р.", address="Москва, Тверская ул., 1",
        pictures={"stamp": ("stamp.png", drawn(300, 300)), "signature": ("s.png", drawn(300, 120))},
    )  # fmt: skip
    invoice = bill(client("Акме"), line(), line("Настройка", 150_050))
    text = "".join(
        page.extract_text() for page in PdfReader(BytesIO(keep_paper(invoice, at=AT).pdf)).pages
    )
    for said in (invoice.number, "Шесть тысяч четыреста девяносто рублей 50 копеек", "Ким Е. Р."):
        assert said in text.replace("\u00a0", " ").replace("\n", " ")


def test_without_a_regime_nothing_is_issued() -> None:
    with pytest.raises(NoVatRegime):
        bill(client("Акме"))
    assert not Invoice.objects.exists()


def test_euros_need_an_iban_and_get_an_english_paper() -> None:
    vat("none")
    foreign = client("Bridge GmbH")
    with pytest.raises(SettingsRefused):
        bill(foreign, currency="EUR")
    change_letterhead(english_name="Bridge LLC", iban="DE89370400440532013000", pictures={})
    invoice = bill(foreign, line("Licence", 4950), currency="EUR")
    assert "EUR49.50" in qr_payload(invoice)
    assert keep_paper(invoice, at=AT).pdf.startswith(b"%PDF")


@pytest.mark.parametrize(("name", "content"), [("a.png", b"no"), ("a.png", drawn(20, 20))])
def test_a_stamp_is_a_picture_of_sensible_size(name: str, content: bytes) -> None:
    with pytest.raises(Exception, match=r"."):
        change_letterhead(pictures={"stamp": (name, content)})


def test_viewed_is_noted_once() -> None:
    vat()
    invoice = bill(client("Акме"))
    assert note_invoice_viewed(invoice, at=AT)
    assert not note_invoice_viewed(invoice, at=AT + timedelta(hours=1))
    assert Invoice.objects.get().viewed_at == AT


def test_only_an_unpaid_invoice_is_cancelled() -> None:
    vat()
    acme = client("Акме")
    paid, other = bill(acme), bill(acme)
    note_invoices_paid({paid.pk: 100})
    paid.refresh_from_db()
    with pytest.raises(InvoiceRefused):
        cancel_invoice(paid, at=AT, by="Olga")
    cancel_invoice(other, at=AT, by="Olga")
    assert other.status == InvoiceStatus.CANCELLED
    with pytest.raises(InvoiceRefused):
        send_invoice(other, email="acme@example.com", at=AT, by="Olga")


def test_issued_again_under_a_new_number() -> None:
    vat()
    first = bill(client("Акме"))
    second = issue_invoice_again(first, lines=[line(minor=399_000)], at=AT, by="Olga")
    first.refresh_from_db()
    assert (first.status, first.replaced_by) == (InvoiceStatus.CANCELLED, second)
    with pytest.raises(InvoiceRefused):
        issue_invoice_again(first, at=AT, by="Olga")
    assert Invoice.objects.count() == 2


@pytest.mark.parametrize("days", [-1, 732, 2_900_000])
def test_nobody_pays_by_a_day_of_a_mistyped_year(days: int) -> None:
    vat()
    with pytest.raises(InvoiceRefused, match=r"passed already|Is the year right"):
        bill(client("Акме"), due_on=DAY + timedelta(days=days))


def test_lists_agree_with_what_is_said_of_each() -> None:
    vat()
    acme = client("Акме")
    viewed, late, old, part, gone = (
        bill(acme, due_on=DAY + timedelta(days=days)) for days in (9, 1, 1, 9, 9)
    )
    bill(acme)
    note_invoice_viewed(viewed, at=AT)
    note_invoices_paid({part.pk: 1})
    cancel_invoice(gone, at=AT, by="Olga")
    Invoice.objects.filter(pk=old.pk).update(valid_until=DAY)
    today = DAY + timedelta(days=2)
    rows = Invoice.objects.all()
    for state in STATES:
        listed = set(list_in_state(rows, state, today=today))
        assert listed == {one for one in rows if state_of(one, today=today) == state}, state
    assert state_of(Invoice.objects.get(pk=late.pk), today=today) == "overdue"


def test_every_month_once_on_the_last_day_too() -> None:
    vat()
    schedule = schedule_invoices(
        client("Акме", email="acme@example.com"), lines=[line()], day_of_month=31, at=AT, by="Olga",
        until=date(2027, 1, 15),
    )  # fmt: skip
    assert issue_scheduled(at=AT) == []
    last = AT + timedelta(days=14)  # 30 November
    (made,) = issue_scheduled(at=last)
    assert issue_scheduled(at=last) == []
    assert made.sent_at == last
    assert len(issue_scheduled(at=AT + timedelta(days=45))) == 1  # 31 December
    assert issue_scheduled(at=AT + timedelta(days=80)) == []
    assert Schedule.objects.get().invoices.count() == 2
    assert schedule.invoices.first() == made


@pytest.mark.django_db(transaction=True)
def test_many_at_once_leave_no_gap_in_the_numbers() -> None:
    vat()
    acme = client("Акме")

    def issue(place: int) -> None:
        try:
            bill(acme, line() if place % 4 else line(quantity=0))
        except Exception:
            return
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(issue, range(12)))
    numbers = sorted(
        int(number[6:12]) for number in Invoice.objects.values_list("number", flat=True)
    )
    assert numbers == list(range(1, 10))


@pytest.mark.parametrize(("template", "currency"), [("invoice", "RUB"), ("invoice_english", "EUR")])
def test_a_camera_reads_the_code_from_the_paper(template: str, currency: str) -> None:
    vat()
    change_letterhead(english_name="Bridge LLC", iban="DE89370400440532013000", pictures={})
    invoice = bill(client("Акме"), currency=currency)
    (page,) = typeset_pictures(template, on_paper(invoice), ppi=150)
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(page)))
    assert found.text == qr_payload(invoice)
