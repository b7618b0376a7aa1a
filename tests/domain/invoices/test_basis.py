"""What an invoice is billed by: a contract or an offer, frozen with it, carried into those that follow."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.make.invoices import AT, bill, line, vat
from tests.make.money import client_of, partner
from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import Invoice
from zabota.domain.invoices.operations import (
    change_letterhead,
    issue_invoice_again,
    issue_scheduled,
    repeat_invoice,
)
from zabota.domain.invoices.operations.papers import on_paper
from zabota.domain.invoices.queries import find_basis
from zabota.kit.typesetting import typeset_pictures

pytestmark = pytest.mark.django_db
OFFER = "Оферта https://most.example/offer от 01.03.2026"
CONTRACT = "Договор № 12 от 05.10.2026"
MONTH = timedelta(days=31)


@pytest.fixture
def acme(db: None) -> Client:
    vat()
    change_letterhead(basis=OFFER, pictures={})
    return client_of(partner("Иван", "IVAN"), "Акме")


def test_the_letterhead_says_it_until_the_client_has_a_contract(acme: Client) -> None:
    assert bill(acme).frozen["basis"] == OFFER
    assert bill(acme, basis=f" {CONTRACT} ").frozen["basis"] == CONTRACT
    assert bill(acme).frozen["basis"] == CONTRACT
    assert bill(acme, basis="").frozen["basis"] == "", "None at all, if so wished."
    assert find_basis(acme) == CONTRACT
    other = client_of(partner("Рита", "RITA"), "Ромашка")
    assert find_basis(other) == OFFER
    assert find_basis(other, currency="EUR") == "", "The letterhead says it in Russian."


def test_what_was_issued_keeps_it_and_what_follows_carries_it(acme: Client) -> None:
    first = bill(acme, basis=CONTRACT)
    change_letterhead(basis="Другая оферта", pictures={})
    again = issue_invoice_again(first, at=AT, by="Olga")
    assert again.frozen["basis"] == CONTRACT
    repeat_invoice(again, day_of_month=16, at=AT, by="Olga")
    bill(acme, basis="Договор № 13 от 17.11.2026", at=AT + timedelta(days=1))
    (monthly,) = issue_scheduled(at=AT + MONTH)
    assert monthly.frozen["basis"] == CONTRACT
    first.refresh_from_db()
    assert first.frozen["basis"] == CONTRACT


def test_a_repeated_invoice_of_former_days_takes_the_usual_one(acme: Client) -> None:
    old = bill(acme)
    old.frozen.pop("basis")
    Invoice.objects.filter(pk=old.pk).update(frozen=old.frozen)
    assert on_paper(Invoice.objects.get(pk=old.pk))["basis"] == ""
    repeat_invoice(Invoice.objects.get(pk=old.pk), day_of_month=16, at=AT, by="Olga")
    (monthly,) = issue_scheduled(at=AT + MONTH)
    assert monthly.frozen["basis"] == OFFER


@pytest.mark.parametrize("basis", ["", CONTRACT, "Договор # [12] *от* $5 \\ @x, " * 6])
def test_the_paper_is_set_with_whatever_was_written(acme: Client, basis: str) -> None:
    invoice = bill(acme, line(quantity=2), basis=basis)
    assert on_paper(invoice)["basis"] == basis.strip()[:200]
    assert typeset_pictures("invoice", on_paper(invoice), ppi=40)
