"""A VAT rate that is no more is told where people look first, with the page that mends it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client as Visitor

from tests.make.invoices import vat
from tests.make.money import NOON
from tests.web.backoffice.conftest import sign_in
from tests.world import World
from zabota.domain.invoices.models import Invoice
from zabota.domain.partners.operations.vat import set_partner_vat
from zabota.domain.people.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(db: None) -> Visitor:
    return sign_in(Role.OWNER)


def page(who: Visitor, address: str) -> str:
    return who.get(address).content.decode()


def test_the_desks_warn_of_our_rate_and_of_partners(
    world: World, owner: Visitor, finance: Visitor
) -> None:
    vat("22")
    assert "The law does not know VAT" not in page(owner, "/office/")
    vat("20", since=date(2025, 12, 1))
    assert "The law does not know VAT" not in page(owner, "/office/"), "22 % came after it."
    set_partner_vat(world.ivan, valid_from=date(2025, 1, 1), kind="20", at=NOON, by="Ольга")
    for who in (owner, finance):
        desk = page(who, "/office/")
        assert f"/office/partners/{world.ivan.pk}/taxes/" in desk
        assert f"/office/partners/{world.rita.pk}/taxes/" not in desk


def test_the_form_of_an_invoice_says_what_to_set(
    world: World, owner: Visitor, finance: Visitor
) -> None:
    vat("20", since=date(2025, 1, 1))
    for who in (owner, finance):
        assert "The law does not know VAT of 20" in page(who, "/office/")
    assert "/office/invoices/vat/" in page(owner, "/office/")
    form = page(owner, f"/office/invoices/new/?client={world.acme.pk}")
    assert "The law does not know VAT of 20" in form
    typed = {
        "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-title": "Лицензия",
        "lines-0-quantity": "1", "lines-0-price": "100", "issue": "1",
    }  # fmt: skip
    refused = owner.post(f"/office/invoices/new/?client={world.acme.pk}", typed)
    assert refused.status_code == 422
    assert not Invoice.objects.exists()
