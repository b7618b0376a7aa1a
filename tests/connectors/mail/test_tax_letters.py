"""Letters about taxes: receipts owed and given back, the limit, VAT, another legal form."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail

from tests.connectors.mail.test_papers_letters import tell
from tests.make.money import LONG_AGO, self_employed
from tests.make.npd import NINA_INN, OCTOBER, paid
from tests.world import World
from zabota.domain.partners.models import LegalForm
from zabota.domain.partners.operations.vat import (
    confirm_partner_vat,
    decline_partner_vat,
    propose_partner_vat,
)
from zabota.domain.payouts.models import Receipt
from zabota.domain.payouts.operations.npd import warn_of_npd_limit
from zabota.domain.payouts.operations.receipts import (
    enter_receipt,
    remind_of_receipts,
    return_receipt,
)
from zabota.domain.people.models import Role
from zabota.domain.people.operations import add_person, give_role
from zabota.flows.legal_form_changed import legal_form_changed
from zabota.kit.clock import noon_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def olga(world: World) -> None:
    """Finance reads Russian like everybody here."""
    give_role(add_person(email="olga@vendor.example", name="Ольга"), role=Role.FINANCE)


def last(name: str) -> str:
    """The newest letter about the newest event of this name."""
    letter = tell(name)[-1]
    return f"{letter.subject}\n{letter.body}"


def test_receipts_and_the_limit(world: World) -> None:
    nina = self_employed("Нина", inn=NINA_INN)
    payout = paid(nina, 5_000_000_00)
    remind_of_receipts(at=noon_of(date(2026, 11, 5)))
    assert "/cabinet/receipts/" in last("receipts.awaited")
    remind_of_receipts(at=noon_of(date(2026, 11, 10)))
    assert "Чек просрочен" in last("receipts.awaited")
    enter_receipt(payout, said="20abc12345", at=OCTOBER, by="Нина")
    return_receipt(Receipt.objects.get(), reason="сумма не та", at=OCTOBER, by="Ольга")
    assert "сумма не та" in last("receipt.returned")
    warn_of_npd_limit(at=OCTOBER)
    last("npd_income.nears")
    assert {one.to[0] for one in mail.outbox[-2:]} >= {"olga@vendor.example"}


def test_vat_said_and_answered(world: World) -> None:
    said = {"valid_from": date(2026, 6, 1), "at": OCTOBER, "by": "Иван"}
    first = propose_partner_vat(world.ivan, kind="5", **said)  # type: ignore[arg-type]
    letter = tell("partner_vat.proposed")[-1]
    assert letter.to == ["olga@vendor.example"]
    assert f"/office/partners/{world.ivan.pk}/taxes/" in letter.body
    confirm_partner_vat(first, at=OCTOBER, by="Ольга")
    assert "5" in last("partner_vat.set")
    second = propose_partner_vat(world.ivan, kind="7", **said)  # type: ignore[arg-type]
    decline_partner_vat(second, reason="нет уведомления", at=OCTOBER, by="Ольга")
    assert "нет уведомления" in last("partner_vat.declined")


def test_another_legal_form(world: World) -> None:
    nina = self_employed("Нина", inn=NINA_INN)
    legal_form_changed(
        nina, to=LegalForm.IP, inn=NINA_INN, kpp="", ogrn="", reason="стала ИП", at=LONG_AGO,
        by="Ольга",
    )  # fmt: skip
    letter = last("legal_form.changed")
    assert "стала ИП" in letter
    assert "/cabinet/bank-details/" in letter
