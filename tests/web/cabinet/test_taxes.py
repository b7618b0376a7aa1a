"""The partner says how he pays VAT; an individual reads what is withheld."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import NOON
from tests.world import World
from zabota.domain.partners.models import BankDetails, LegalForm, Partner, PartnerVat
from zabota.domain.partners.operations.vat import decline_partner_vat
from zabota.domain.partners.queries import find_bank_details
from zabota.kit.money import Money
from zabota.ui.amounts import money_text

pytestmark = pytest.mark.django_db
DETAILS = "/cabinet/bank-details/"


def propose(visitor: Visitor, regime: str = "5", day: str = "2026-06-01") -> str:
    said = {"regime": regime, "valid_from": day, "basis": ""}
    return visitor.post(reverse("cabinet:propose_vat"), said, follow=True).content.decode()


def test_said_waits_and_is_answered(world: World, ivan: Visitor) -> None:
    assert "say “without VAT”" in ivan.get(DETAILS).content.decode()
    text = propose(ivan)
    assert "Finance will confirm it" in text
    row = PartnerVat.objects.get()
    assert (row.partner, row.kind, row.valid_from) == (world.ivan, "5", date(2026, 6, 1))
    decline_partner_vat(row, reason="нет уведомления", at=NOON, by="Ольга")
    assert "нет уведомления" in ivan.get(DETAILS).content.decode()


def test_nonsense_is_refused_with_a_sentence(ivan: Visitor) -> None:
    assert "The law does not know this rate" in propose(ivan, "22", "2025-01-01")
    assert "Choose the regime" in propose(ivan, "13", "2026-01-01")
    assert "Choose the regime" in propose(ivan, "5", "вчера")
    assert not PartnerVat.objects.exists()


def test_an_individual_reads_what_is_withheld(world: World, ivan: Visitor) -> None:
    Partner.objects.filter(pk=world.ivan.pk).update(legal_form=LegalForm.PERSON)
    text = ivan.get(DETAILS).content.decode()
    assert "Individuals are not paid yet" in text
    assert money_text(Money(8_700_00)) in text
    assert "Only companies and sole proprietors" in propose(ivan)


def test_a_foreign_company_gives_an_iban(world: World, ivan: Visitor) -> None:
    Partner.objects.filter(pk=world.ivan.pk).update(legal_form=LegalForm.FOREIGN)
    said = {
        "inn": "DE123456789", "ogrn": "HRB 12345", "holder": "Иван GmbH",
        "account": "DE89 3704 0044 0532 0130 01", "bic": "deut de ff", "bank_name": "Deutsche Bank",
    }  # fmt: skip
    text = ivan.post(DETAILS, said).content.decode()
    assert "In Latin letters" in text
    assert "paid in euros, to an IBAN" in text
    text = ivan.post(DETAILS, {**said, "holder": "Ivan GmbH"}).content.decode()
    assert "its check digit does not agree" in text
    text = ivan.post(DETAILS, {**said, "holder": "Ivan GmbH", "bic": "DEUT"}).content.decode()
    assert "eight or eleven signs" in text or "its check digit" in text

    good = {**said, "holder": "Ivan GmbH", "account": "DE89 3704 0044 0532 0130 00"}
    assert ivan.post(DETAILS, good).status_code == 302
    details = find_bank_details(world.ivan)
    assert details is not None
    live = BankDetails.objects.get(partner=world.ivan, currency="EUR")
    assert (live.kind, live.account, live.bic) == ("iban", "DE89370400440532013000", "DEUTDEFF")
