"""Receipts and VAT in the back office: found, accepted, given back, confirmed; others only look."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import NOON, self_employed
from tests.make.npd import NINA_INN, OCTOBER, link, paid
from tests.world import World
from zabota.domain.partners.models import Partner, PartnerVat
from zabota.domain.partners.operations.vat import propose_partner_vat
from zabota.domain.payouts.models import Payout, Receipt, ReceiptStatus
from zabota.domain.payouts.operations.receipts import accept_receipts, enter_receipt
from zabota.kit.money import Money
from zabota.ui.amounts import money_text

pytestmark = pytest.mark.django_db
RECEIPTS = "/office/receipts/"


@pytest.fixture
def nina(world: World) -> Partner:
    """A self-employed partner."""
    return self_employed("Нина", inn=NINA_INN)


@pytest.fixture
def two(nina: Partner) -> tuple[Payout, Payout]:
    """Two paid payouts; the first has its receipt."""
    first, second = (paid(nina, at=OCTOBER + timedelta(days=n)) for n in range(2))
    enter_receipt(first, said=link("20abc00001"), at=OCTOBER, by="Нина")
    return first, second


def numbers(visitor: Visitor, query: str) -> list[int]:
    """Order numbers of the rows that the list shows."""
    answer = visitor.get(RECEIPTS + query)
    return [one.order_number for one in answer.context["page"]]


def test_the_list_finds_by_state_words_and_partner(
    finance: Visitor, nina: Partner, two: tuple[Payout, Payout]
) -> None:
    first, second = (one.order_number for one in two)
    assert numbers(finance, "") == [second, first]
    assert numbers(finance, "?state=entered") == [first]
    assert numbers(finance, "?state=awaited") == [second]
    assert numbers(finance, "?state=accepted") == []
    for query in ("?q=20ABC00001", f"?q={first}"):
        assert numbers(finance, query) == [first], query
    assert numbers(finance, f"?q=нин&partner={nina.pk}") == [second, first]
    assert numbers(finance, "?partner=999999") == []
    assert numbers(finance, "?q=%00&from=nonsense&page=99") == [second, first]
    sheet = finance.get(f"{RECEIPTS}?as=csv").content.decode()
    assert "20abc00001" in sheet
    assert sheet.count(NINA_INN) >= 2


def test_accepted_and_given_back(finance: Visitor, two: tuple[Payout, Payout]) -> None:
    receipt = Receipt.objects.get()
    finance.post(f"{RECEIPTS}accept/", {"receipt": [receipt.pk, "x", 10**9]})
    receipt.refresh_from_db()
    assert (receipt.status, receipt.decided_by) == (ReceiptStatus.ACCEPTED, "Ольга")

    give_back = reverse("office:give_receipt_back", args=[receipt.pk])
    finance.post(give_back, {"reason": ""})
    receipt.refresh_from_db()
    assert receipt.status == ReceiptStatus.ACCEPTED, "Without a reason nothing happens."
    finance.post(give_back, {"reason": "аннулирован"})
    receipt.refresh_from_db()
    assert (receipt.status, receipt.decided_why) == (ReceiptStatus.RETURNED, "аннулирован")
    assert len(numbers(finance, "?state=awaited")) == 2
    assert "аннулирован" in finance.get(RECEIPTS).content.decode()


def test_annulled_with_one_press(finance: Visitor, two: tuple[Payout, Payout]) -> None:
    receipt = Receipt.objects.get()
    accept_receipts([receipt.pk], at=NOON, by="Ольга")
    annul = reverse("office:annul_receipt", args=[receipt.pk])
    assert annul in finance.get(RECEIPTS).content.decode()
    finance.post(annul, {"reason": "ошибка в сумме"})
    receipt.refresh_from_db()
    assert (receipt.status, receipt.annulled) == (ReceiptStatus.RETURNED, True)
    text = finance.get(RECEIPTS).content.decode()
    assert "annulled: a new one is owed" in text
    assert "ошибка в сумме" in text
    assert annul not in text
    assert len(numbers(finance, "?state=awaited")) == 2


def test_the_partners_taxes(finance: Visitor, nina: Partner, two: tuple[Payout, Payout]) -> None:
    text = finance.get(f"/office/partners/{nina.pk}/taxes/").content.decode()
    assert "What the tax service says" in text
    assert "20abc00001" in text
    assert "A regime from a day on" not in text, "The self-employed have no VAT of their own."


def test_vat_is_set_confirmed_declined_and_taken_away(finance: Visitor, world: World) -> None:
    address = f"/office/partners/{world.ivan.pk}/taxes/"
    said = {"regime": "usn", "valid_from": "2026-01-01", "basis": ""}
    finance.post(f"/office/partners/{world.ivan.pk}/vat/", said)
    row = PartnerVat.objects.get()
    assert (row.kind, row.basis, row.entered_by) == ("none", "УСН, п. 1 ст. 145 НК РФ", "Ольга")
    assert "УСН, п. 1 ст. 145" in finance.get(address).content.decode()

    wrong = {"regime": "22", "valid_from": "2025-12-31", "basis": ""}
    answer = finance.post(f"/office/partners/{world.ivan.pk}/vat/", wrong, follow=True)
    assert "The law does not know this rate" in answer.content.decode()

    asked = propose_partner_vat(
        world.ivan, valid_from=date(2026, 6, 1), kind="5", at=NOON, by="Иван"
    )
    assert "The partner says" in finance.get(address).content.decode()
    finance.post(reverse("office:confirm_partner_vat", args=[asked.pk]))
    asked.refresh_from_db()
    assert asked.status == "in_force"
    finance.post(reverse("office:forget_partner_vat", args=[asked.pk]))
    other = propose_partner_vat(
        world.ivan, valid_from=date(2026, 7, 1), kind="7", at=NOON, by="Иван"
    )
    finance.post(reverse("office:decline_partner_vat", args=[other.pk]), {"reason": "нет письма"})
    states = list(PartnerVat.objects.order_by("pk").values_list("status", flat=True))
    assert states == ["in_force", "replaced", "declined"]


def test_others_are_refused(
    world: World, two: tuple[Payout, Payout], keeper: Visitor, support: Visitor, member: Visitor,
    stranger: Visitor,
) -> None:  # fmt: skip
    row = propose_partner_vat(world.ivan, valid_from=date(2026, 6, 1), kind="5", at=NOON, by="Иван")
    receipt = Receipt.objects.get()
    addresses = [
        f"{RECEIPTS}accept/",
        reverse("office:give_receipt_back", args=[receipt.pk]),
        reverse("office:annul_receipt", args=[receipt.pk]),
        reverse("office:ask_tax_office", args=[world.ivan.pk]),
        reverse("office:legal_form", args=[world.ivan.pk]),
        reverse("office:set_partner_vat", args=[world.ivan.pk]),
        *(reverse(f"office:{do}_partner_vat", args=[row.pk]) for do in ("confirm", "decline", "forget")),
    ]  # fmt: skip
    for address in addresses:
        answers = [who.post(address).status_code for who in (keeper, support, member, stranger)]
        assert answers == [403, 403, 403, 302], address
    for page in (RECEIPTS, f"/office/partners/{world.ivan.pk}/taxes/"):
        assert [who.get(page).status_code for who in (support, member, stranger)] == [200, 403, 302]
    assert Receipt.objects.get().status == ReceiptStatus.ENTERED


def test_another_legal_form(finance: Visitor, nina: Partner) -> None:
    address = reverse("office:legal_form", args=[nina.pk])
    said = {"to": "ip", "inn": NINA_INN, "kpp": "", "ogrn": "", "reason": "стала ИП"}
    wrong = finance.post(address, {**said, "inn": "500100732250"})
    assert wrong.status_code == 422
    assert "its check digit does not agree" in wrong.content.decode()
    refused = finance.post(address, {**said, "to": "person"})
    assert "Individuals without any regime are not paid here" in refused.content.decode()
    assert finance.post(address, {**said, "to": "npd"}).status_code == 422, "That is what she is."

    answer = finance.post(address, said, follow=True)
    assert "Changed" in answer.content.decode()
    nina.refresh_from_db()
    assert nina.legal_form == "ip"


def test_an_individuals_payout_says_what_to_withhold(
    finance: Visitor, two: tuple[Payout, Payout]
) -> None:
    Payout.objects.update(legal_form="person")
    first, second = (finance.get(f"/office/payouts/{one.pk}/").content.decode() for one in two)
    assert money_text(Money(348_00)) in first, "400 roubles less 52."
    assert money_text(Money(348_00)) in second
