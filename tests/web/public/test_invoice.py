"""A client opens his invoice by its link: reads it, scans it, copies it, downloads it."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from django.test import Client as Browser
from PIL import Image
from playwright.sync_api import Page

from tests.make.invoices import bill, line, vat
from tests.make.money import client as company
from tests.world import World
from zabota.domain.invoices.models import Invoice, Paper
from zabota.domain.invoices.operations import (
    cancel_invoice,
    change_letterhead,
    issue_invoice,
    issue_invoice_again,
    keep_paper,
    note_invoices_paid,
)
from zabota.domain.invoices.operations.papers import qr_payload
from zabota.domain.people.models import Person, Role, StaffRole
from zabota.kit.clock import local_date, now
from zabota.kit.events.models import Event
from zabota.kit.money import Money

pytestmark = pytest.mark.django_db
CHROME = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0"}


@pytest.fixture
def invoice(world: World) -> Invoice:
    """Ivan's client Acme is to pay within five days."""
    vat()
    return bill(
        world.acme, at=now(), partner=world.ivan, due_on=local_date(now()) + timedelta(days=5)
    )


@pytest.fixture
def olga(db: None) -> Person:
    """A partner manager of ours."""
    person = Person.objects.create_user("olga@example.com", "Ольга")
    StaffRole.objects.create(person=person, role=Role.MANAGER)
    return person


def read(browser: Browser, invoice: Invoice, **more: Any) -> str:
    answer = browser.get(f"/i/{invoice.token}/", **{**CHROME, **more})
    assert answer.status_code == 200
    assert "noindex" in answer["X-Robots-Tag"]
    return answer.content.decode()


@pytest.mark.parametrize("end", ["", "pdf/", "qr.svg"])
def test_nobody_guesses_the_address(invoice: Invoice, client: Browser, end: str) -> None:
    wrong = invoice.token[:-1] + ("A" if invoice.token[-1] != "A" else "B")
    for token in (wrong, invoice.number, str(invoice.pk), "x" * 300):
        assert client.get(f"/i/{token}/{end}").status_code == 404
    assert client.post(f"/i/{invoice.token}/{end}").status_code == 405
    assert len(invoice.token) >= 24


def test_everything_to_pay_by_is_on_the_page(invoice: Invoice, client: Browser) -> None:
    page = read(client, invoice)
    seller = invoice.frozen["seller"]
    for copied in (seller["account"], seller["bic"], seller["inn"], invoice.purpose, "4990"):
        assert f'data-copy="{copied}' in page
    assert invoice.frozen["buyer"]["name"].replace('"', "&quot;") in page


def test_the_pdf_is_the_kept_one(invoice: Invoice, client: Browser) -> None:
    kept = keep_paper(invoice, at=now())
    for _ in range(2):
        got = client.get(f"/i/{invoice.token}/pdf/")
        assert sha256(got.content).hexdigest() == kept.sha256 == Paper.objects.get().sha256
    assert got["Content-Type"] == "application/pdf"


def test_what_became_of_it_is_said_in_words(invoice: Invoice, client: Browser) -> None:
    row = Invoice.objects.filter(pk=invoice.pk)
    yesterday = local_date(now()) - timedelta(days=1)
    note_invoices_paid({invoice.pk: 99_000})
    part = read(client, invoice)
    assert "на остаток" in part
    assert 'data-copy="4000' in part
    row.update(due_on=yesterday)
    assert "Срок оплаты прошёл" in read(client, invoice)
    note_invoices_paid({invoice.pk: -99_000})
    row.update(valid_until=yesterday)
    expired = read(client, invoice)
    assert "Счёт действовал до" in expired
    assert "data-copy" not in expired
    assert client.get(f"/i/{invoice.token}/qr.svg").status_code == 404
    assert "Счёт действовал до" in client.get(f"/pay/{invoice.token}/").content.decode()
    note_invoices_paid({invoice.pk: 499_000})
    paid = read(client, invoice)
    assert "Оплачено, спасибо" in paid
    assert "data-copy" not in paid
    assert client.get(f"/i/{invoice.token}/qr.svg").status_code == 404


def test_a_cancelled_one_leads_to_what_takes_its_place(invoice: Invoice, client: Browser) -> None:
    fresh = issue_invoice_again(invoice, at=now(), by="Ольга")
    page = read(client, invoice)
    assert f"/i/{fresh.token}/" in page
    assert "data-copy" not in page
    cancel_invoice(fresh, at=now(), by="Ольга")
    assert "не оплачивайте" in read(client, fresh)


def test_the_first_look_of_the_client_is_noted_and_nobody_elses(
    invoice: Invoice, world: World, client: Browser, olga: Person
) -> None:
    for agent in ("TelegramBot (like TwitterBot)", "curl/8", ""):
        read(client, invoice, HTTP_USER_AGENT=agent)
    read(client, invoice, HTTP_SEC_PURPOSE="prefetch")
    for person in (olga, world.ivan.members.get().person):
        own = Browser()
        own.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        read(own, invoice)
    client.head(f"/i/{invoice.token}/", **CHROME)
    invoice.refresh_from_db()
    assert invoice.viewed_at is None
    read(client, invoice)
    invoice.refresh_from_db()
    first = invoice.viewed_at
    read(client, invoice)
    invoice.refresh_from_db()
    assert first is not None
    assert invoice.viewed_at == first
    assert Event.objects.filter(name="invoice.viewed").count() == 1


def test_euros_are_asked_for_in_english(world: World, client: Browser) -> None:
    vat("none")
    change_letterhead(english_name="Bridge LLC", iban="DE89370400440532013000", swift="COBADEFFXXX",
                      english_address="Moscow, Tverskaya 1", pictures={})  # fmt: skip
    invoice = bill(company("Bridge GmbH"), line("Licence", 4950), at=now(), currency="EUR")
    page = read(client, invoice)
    for said in ('lang="en"', "Ways to pay", "SCH-26-000001", 'data-copy="DE89370400440532013000"'):
        assert said in page
    assert "Как оплатить" not in page
    paying = client.get(f"/pay/{invoice.token}/").content.decode()
    assert "SCH-26-000001" in paying
    assert "bank transfer" in paying
    client.cookies["language"] = "ru"
    assert "Как оплатить" in read(client, invoice)


def test_one_made_elsewhere_says_what_is_known(world: World, client: Browser) -> None:
    invoice = issue_invoice(world.acme, amount=Money(100_000), subject="Лицензия", at=now())
    page = read(client, invoice)
    assert "банковским переводом" in page
    assert f"/i/{invoice.token}/pdf/" not in page
    assert client.get(f"/i/{invoice.token}/pdf/").status_code == 404


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_it_is_read_and_scanned(
    live_server: Any, page: Page, invoice: Invoice, width: int, theme: Any
) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    page.goto(f"{live_server.url}/i/{invoice.token}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    seen = Image.open(BytesIO(page.locator(".bill__qr img").screenshot(scale="device")))
    (code,) = zxingcpp.read_barcodes(seen.resize((seen.width * 2, seen.height * 2)))
    assert code.text == qr_payload(invoice)
    page.get_by_role("button", name="Скопировать").first.click()
    assert complaints == []
