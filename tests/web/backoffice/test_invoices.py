"""Staff issue invoices to anybody; the owner sets the letterhead, products and VAT for them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Visitor
from django.urls import reverse
from PIL import Image

from tests.make.invoices import bill, vat
from tests.web.backoffice.conftest import sign_in
from tests.world import World
from zabota.domain.invoices.models import Draft, Invoice, Letterhead, Product, VatRegime
from zabota.domain.people.models import Role
from zabota.kit.clock import now
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db
LIST, NEW = "/office/invoices/", "/office/invoices/new/"
LINE = {
    "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-title": "Лицензия",
    "lines-0-quantity": "3", "lines-0-price": "1000",
}  # fmt: skip
HEAD = {
    "address": "Москва", "signer": "Дубов В. И.", "valid_days": "10", "remind_before": "3, 1",
    "remind_after": "7", "english_name": "", "iban": "", "swift": "",
}  # fmt: skip


@pytest.fixture
def owner(db: None) -> Visitor:
    """Viktor, who sets everything."""
    return sign_in(Role.OWNER)


def picture(side: int = 200) -> SimpleUploadedFile:
    drawn = BytesIO()
    Image.new("RGBA", (side, side), (0, 0, 120, 255)).save(drawn, "PNG")
    return SimpleUploadedFile("stamp.png", drawn.getvalue())


def rows_of(answer: Any) -> list[str]:
    return [row[0].number for row in answer.context["rows"]]


def test_staff_issue_to_anybody_and_the_partner_sees_it(world: World, keeper: Visitor) -> None:
    vat()
    assert f"client={world.zero.pk}" in keeper.get(f"{NEW}?q=зер").content.decode()
    for client in (world.acme, world.zero):
        keeper.post(f"{NEW}?client={client.pk}", LINE)
    acmes, zeros = Invoice.objects.order_by("pk")
    assert (acmes.partner, acmes.issued_by, acmes.amount_minor) == (world.ivan, "Марина", 300_000)
    assert zeros.partner is None
    assert rows_of(keeper.get(f"{LIST}?partner={world.ivan.pk}")) == [acmes.number]
    assert rows_of(keeper.get(f"{LIST}?q={zeros.number[6:12]}")) == [zeros.number]
    lines = keeper.get(f"{LIST}?as=csv").getvalue().decode().splitlines()
    assert len(lines) == 3
    keeper.post(reverse("office:cancel_invoice", args=[zeros.pk]))
    assert rows_of(keeper.get(f"{LIST}?state=issued")) == [acmes.number]
    assert keeper.get(reverse("office:invoice", args=[acmes.pk])).status_code == 200
    assert keeper.get(reverse("office:invoice_pdf", args=[acmes.pk]))["Content-Type"] == "application/pdf"  # fmt: skip


def test_a_client_belongs_to_the_form_he_was_chosen_for(world: World, keeper: Visitor) -> None:
    vat()
    assert keeper.get(f"{NEW}?client=99999999").status_code == 404
    keeper.post(f"{NEW}?client={world.acme.pk}", {**LINE, "draft": "1"})
    draft = Draft.objects.get()
    assert draft.partner is None, "staff's drafts are not the partner's"
    keeper.post(f"{NEW}?draft={draft.pk}", LINE)
    assert Invoice.objects.get().partner == world.ivan


@pytest.mark.parametrize(
    "deed",
    ["send_invoice", "cancel_invoice", "remind_invoice", "invoice_reminders", "repeat_invoice",
     "stop_repeating"],
)  # fmt: skip
def test_who_only_looks_changes_nothing(
    world: World, support: Visitor, member: Visitor, stranger: Visitor, deed: str
) -> None:
    vat()
    one = bill(world.acme)
    address = reverse(f"office:{deed}", args=[one.pk])
    assert [who.post(address).status_code for who in (support, member, stranger)] == [403, 403, 302]
    for shown in (LIST, reverse("office:repeated"), reverse("office:invoice", args=[one.pk])):
        page = support.get(shown)
        assert page.status_code == 200
        assert NEW not in page.content.decode()
        assert [who.get(shown).status_code for who in (member, stranger)] == [403, 302]
    assert [who.get(NEW).status_code for who in (support, member, stranger)] == [403, 403, 302]


@pytest.mark.parametrize("name", ["letterhead", "products", "new_product", "vat"])
def test_only_the_owner_sets_what_stands_on_papers(
    name: str, owner: Visitor, finance: Visitor, member: Visitor, stranger: Visitor
) -> None:
    address = reverse(f"office:{name}")
    answers = [who.get(address).status_code for who in (owner, finance, member, stranger)]
    assert answers == [200, 403, 403, 302]


def test_the_letterhead_with_its_pictures(owner: Visitor, finance: Visitor) -> None:
    page = reverse("office:letterhead")
    for fault in ({"valid_days": "0"}, {"remind_after": "скоро"}, {"iban": "DE00"},
                  {"swift": "COBA"}, {"english_name": "Bridge LLC"}):  # fmt: skip
        assert owner.post(page, {**HEAD, **fault}).status_code == 422, fault
    assert owner.post(page, {**HEAD, "stamp": picture(20)}).status_code == 422
    for wrong in (b"<html>stamp</html>", b"%PDF-1.4 stamp"):
        file = SimpleUploadedFile("stamp.png", wrong)
        said = owner.post(page, {**HEAD, "stamp": file}).content.decode()
        assert "Send a PNG or a JPEG" in said
    assert not Letterhead.objects.exists()
    owner.post(page, {**HEAD, "stamp": picture(), "english_name": "Bridge LLC",
                      "iban": "DE89 3704 0044 0532 0130 00", "swift": "cobadeff"})  # fmt: skip
    kept = Letterhead.objects.get()
    assert (kept.remind_before, kept.iban, kept.swift) == ([1, 3], "DE89370400440532013000", "COBADEFF")  # fmt: skip
    stamp = reverse("office:letterhead_picture", args=["stamp"])
    assert stamp in owner.get(page).content.decode()
    assert owner.get(stamp)["Content-Type"] == "image/png"
    assert finance.get(stamp).status_code == 403
    for other in ("signature", "iban"):
        assert owner.get(reverse("office:letterhead_picture", args=[other])).status_code == 404
    told = Event.objects.filter(name="setting.changed").values_list("payload__name", flat=True)
    assert {"letterhead.iban", "letterhead.stamp", "letterhead.signer"} <= set(told)
    owner.post(page, {**HEAD, "no_stamp": "on"})
    assert not Letterhead.objects.get().stamp


def test_products_are_added_changed_and_hidden(world: World, owner: Visitor, finance: Visitor) -> None:  # fmt: skip
    vat()
    told = {"name": "Лицензия", "price": "4 990,00", "unit": "мес.", "currency": "RUB"}
    assert owner.post("/office/invoices/products/new/", {**told, "price": "?"}).status_code == 422
    owner.post("/office/invoices/products/new/", told)
    product = Product.objects.get()
    form = f"{NEW}?client={world.acme.pk}"
    assert "Лицензия" in finance.get(form).content.decode()
    owner.post(reverse("office:product", args=[product.pk]), {**told, "price": "5000"})
    owner.post(reverse("office:offer_product", args=[product.pk]))
    product.refresh_from_db()
    assert (product.price_minor, product.offered) == (500_000, False)
    assert "Лицензия" not in finance.get(form).content.decode()
    for address in ("product", "offer_product"):
        assert finance.post(reverse(f"office:{address}", args=[product.pk])).status_code == 403


def test_euros_from_the_page_to_the_paper(world: World, owner: Visitor, finance: Visitor) -> None:
    vat("none")
    form = f"{NEW}?client={world.zero.pk}"
    assert finance.post(form, {**LINE, "currency": "EUR"}).status_code == 422
    owner.post(reverse("office:letterhead"), {**HEAD, "english_name": "Bridge LLC",
                                              "iban": "DE89370400440532013000"})  # fmt: skip
    assert "EUR" in finance.get(form).content.decode()
    finance.post(form, {**LINE, "currency": "EUR"})
    one = Invoice.objects.get()
    assert (one.currency, one.frozen["lines"][0]["unit"]) == ("EUR", "pcs")
    assert one.purpose.startswith("Payment of invoice SCH-")
    assert finance.get(reverse("office:invoice_pdf", args=[one.pk])).status_code == 200
    page = Visitor().get(f"/i/{one.token}/").content.decode()
    assert "DE89370400440532013000" in page
    assert Visitor().get(f"/i/{one.token}/qr.svg").status_code == 200


def test_the_owner_says_how_vat_is_paid(owner: Visitor, finance: Visitor, member: Visitor) -> None:
    page = reverse("office:vat")
    assert owner.post(page, {"valid_from": "2026-01-01", "kind": "20"}).status_code == 422
    owner.post(page, {"valid_from": "2026-01-01", "kind": "22"})
    regime = VatRegime.objects.get()
    forget = reverse("office:forget_vat", args=[regime.pk])
    owner.post(forget)
    assert VatRegime.objects.get() == regime
    for address in (page, forget):
        assert [who.post(address).status_code for who in (finance, member)] == [403, 403]


def test_a_client_card_leads_to_his_invoices(world: World, keeper: Visitor, support: Visitor) -> None:  # fmt: skip
    vat()
    one = bill(world.acme, at=now())
    card = reverse("office:client", args=[world.acme.pk])
    page = keeper.get(card).content.decode()
    assert reverse("office:invoice", args=[one.pk]) in page
    assert f"{NEW}?client={world.acme.pk}" in page
    assert NEW not in support.get(card).content.decode()


def test_lists_are_sorted_and_narrowed_by_days(world: World, keeper: Visitor) -> None:
    vat()
    first, second = bill(world.acme), bill(world.zero, at=now())
    assert rows_of(keeper.get(f"{LIST}?sort=issued")) == [first.number, second.number]
    assert rows_of(keeper.get(LIST)) == [second.number, first.number]
    assert rows_of(keeper.get(f"{LIST}?to=2026-11-17")) == [first.number]
    assert rows_of(keeper.get(f"{LIST}?client={world.zero.pk}")) == [second.number]
    assert rows_of(keeper.get(f"{LIST}?q=%00&from=никогда&state=чужой&client=x")) != []
