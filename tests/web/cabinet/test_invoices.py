"""A partner issues an invoice to his own client; nobody else sees it; without VAT nothing goes."""

from __future__ import annotations

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.invoices import bill, vat
from tests.web.backoffice.conftest import sign_in
from tests.web.backoffice.statements import credit, statement
from tests.web.backoffice.test_statements import upload
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance
from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import Invoice, VatRegime
from zabota.domain.people.models import Role

pytestmark = pytest.mark.django_db
NEW = "/cabinet/invoices/new/"


def said(client: Client, **more: str) -> dict[str, str]:
    first = {"title": "Лицензия", "period": "", "quantity": "2", "price": "4990.50"}
    lines = {f"lines-0-{name}": value for name, value in first.items()}
    count = {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0"}
    return {"client": str(client.pk), **count, **lines, **more}


def test_issued_sent_again_and_cancelled(world: World, ivan: Visitor) -> None:
    vat()
    answer = ivan.post(NEW, said(world.acme, email="acme@example.com"))
    first = Invoice.objects.get()
    assert answer["Location"] == reverse("cabinet:invoice", args=[first.pk])
    assert (first.amount_minor, first.partner) == (998_100, world.ivan)
    assert first.token in ivan.get(answer["Location"]).content.decode()
    ivan.post(reverse("cabinet:send_invoice", args=[first.pk]))
    ivan.post(reverse("cabinet:invoice_again", args=[first.pk]))
    first.refresh_from_db()
    assert (first.sent_at is not None, first.status) == (True, "cancelled")
    second = Invoice.objects.get(replaces=first)
    ivan.post(reverse("cabinet:cancel_invoice", args=[second.pk]))
    second.refresh_from_db()
    assert second.status == "cancelled"
    listed = ivan.get("/cabinet/invoices/?state=cancelled").content.decode()
    assert first.number in listed
    assert first.number not in ivan.get("/cabinet/invoices/?state=paid").content.decode()
    assert first.number in ivan.get("/cabinet/invoices/?as=csv").getvalue().decode()


def test_another_line_keeps_what_was_typed(world: World, ivan: Visitor) -> None:
    vat()
    answer = ivan.post(NEW, said(world.acme, add="1"))
    assert (answer.status_code, len(answer.context["lines"])) == (200, 2)
    assert "4990.50" in answer.content.decode()
    assert not Invoice.objects.exists()


def test_only_own_clients_and_only_with_a_regime(world: World, ivan: Visitor) -> None:
    assert ivan.post(NEW, said(world.acme)).status_code == 422
    vat()
    assert ivan.post(NEW, said(world.zero)).status_code == 422
    assert not Invoice.objects.exists()


def test_what_is_anothers_is_not_there(world: World, rita: Visitor, staff: Visitor) -> None:
    vat()
    one = bill(world.acme, partner=world.ivan)
    for name in ("invoice", "invoice_pdf", "send_invoice", "cancel_invoice", "invoice_again"):
        address = reverse(f"cabinet:{name}", args=[one.pk])
        ask = "get" if name in ("invoice", "invoice_pdf") else "post"
        answers = [getattr(who, ask)(address).status_code for who in (rita, staff, Visitor())]
        assert answers == [404, 403, 302]
    one.refresh_from_db()
    assert one.status == "issued"


def test_the_owner_says_how_vat_is_paid(world: World, ivan: Visitor, staff: Visitor) -> None:
    owner, page = sign_in(Role.OWNER), "/office/invoices/vat/"
    assert owner.post(page, {"valid_from": "2026-01-01", "kind": "20"}).status_code == 422
    owner.post(page, {"valid_from": "2026-01-01", "kind": "22"})
    regime = VatRegime.objects.get()
    forget = f"{page}{regime.pk}/forget/"
    owner.post(forget)
    assert VatRegime.objects.get() == regime
    for address in (page, forget):
        answers = [who.post(address).status_code for who in (ivan, staff, Visitor())]
        assert answers == [403, 403, 302]
    assert "22" in owner.get(page).content.decode()


def test_a_bank_file_pays_it_by_its_number(world: World, ivan: Visitor, staff: Visitor) -> None:
    vat()
    ivan.post(NEW, said(world.acme))
    one = Invoice.objects.get()
    part, rest = (
        credit(minor, inn=world.acme.inn, purpose=one.purpose, number=number)
        for minor, number in ((500_000, "1"), (498_100, "2"))
    )
    for status, file in (
        ("part_paid", statement(part, incoming=500_000)),
        ("paid", statement(part, rest, incoming=998_100)),
    ):
        upload(staff, file)
        run_jobs()
        one.refresh_from_db()
        assert one.status == status
    assert "998" not in ivan.get("/cabinet/invoices/?state=issued").content.decode()
    assert one.number in ivan.get("/cabinet/invoices/?state=paid").content.decode()
    assert_books_balance()
