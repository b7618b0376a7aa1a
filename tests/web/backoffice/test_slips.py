"""Till slips in the back office: money returned with its slip, advances closed, what went wrong seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Visitor
from django.urls import reverse
from playwright.sync_api import Page

from tests.connectors.connections.shops import connected
from tests.emulators.running import Running, running
from tests.make.invoices import bill, line, vat
from tests.make.money import client_of, payment
from tests.web.backoffice.conftest import sign_in
from tests.web.jobs import run_jobs
from tests.web.looking import look_at
from tests.web.plenty import slipped
from tests.world import World, assert_books_balance, owed
from zabota.connectors.connections.models import (
    Checkout,
    CheckoutStatus,
    LaterSlip,
    SlipStatus,
)
from zabota.connectors.connections.operations.checkouts import ask_about_checkouts, begin_checkout
from zabota.connectors.connections.operations.keeping import switch_connection
from zabota.domain.payments.models import Payment, Refund
from zabota.domain.people.models import Role
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import now

pytestmark = pytest.mark.django_db
SLIPS = "/office/payments/slips/"


@pytest.fixture(scope="module")
def shop() -> Iterator[Running]:
    with running("yookassa") as program:
        yield program


@pytest.fixture
def paid(shop: Running, world: World, settings: Any) -> Payment:
    """Acme's thousand roubles, paid in advance through YooKassa from the page of the invoice."""
    vat("5")
    shop.play("forget")
    settings.OUTSIDE_TRUSTED = frozenset({shop.address})
    connection = connected("yookassa", shop, till_method="full_prepayment")
    invoice = bill(world.acme, line("Внедрение", 100_000), email="a@example.com", at=now())
    begun = begin_checkout(connection, invoice, return_url="https://x.example/", at=now())
    shop.play("pay", id=begun.external_id)
    Checkout.objects.update(next_ask_at=now())
    ask_about_checkouts(at=now())
    run_jobs()
    return Payment.objects.get()


def asked() -> LaterSlip:
    """The one slip that somebody asked for."""
    return LaterSlip.objects.exclude(kind="payment").get()


def page_of(visitor: Visitor, payment: Payment) -> str:
    return visitor.get(reverse("office:payment", args=[payment.pk])).content.decode()


def test_money_is_returned_with_its_slip_from_the_page_of_the_payment(
    finance: Visitor, shop: Running, paid: Payment, world: World
) -> None:
    give = reverse("office:give_back", args=[paid.pk])
    assert give in page_of(finance, paid)
    shown = finance.get(give, {"amount": "250"})
    html = shown.content.decode()
    assert "100" in shown.context["consequence"]
    assert "a@example.com" in html
    assert "YooKassa" in html
    assert not LaterSlip.objects.exclude(kind="payment").exists()
    wish = {"amount": "250", "reason": "передумали", "key": str(uuid4())}
    for _twice in range(2):
        finance.post(give, wish)
    run_jobs()
    assert Refund.objects.get().amount_minor == 25_000
    assert owed(world.ivan) == 30_000
    (theirs,) = shop.play("truth")["refunds"]
    (item,) = theirs["_receipt"]["items"]
    assert (item["description"], item["amount"]["value"], item["vat_code"]) == (
        "Внедрение", "250.00", 9,
    )  # fmt: skip
    html = page_of(finance, paid)
    assert "Till slips and returns" in html
    assert "Ольга" in html
    assert "of an advance" in html
    for wrong in ({"amount": "750.01"}, {"amount": "0"}, {"reason": ""}):
        answer = finance.post(give, {**wish, **wrong, "key": str(uuid4())})
        assert answer.status_code == 422
    assert LaterSlip.objects.exclude(kind="payment").count() == 1
    assert_books_balance()


def test_an_advance_is_closed_when_the_service_is_given(
    finance: Visitor, support: Visitor, shop: Running, paid: Payment
) -> None:
    checkout = Checkout.objects.get()
    assert "Advances to close" in finance.get(SLIPS).content.decode()
    assert "Close the chosen" not in support.get(SLIPS).content.decode()
    said = finance.post("/office/payments/slips/close/", follow=True).content.decode()
    assert "Choose advances" in said
    shop.play("config", prints="pending")
    said = finance.post("/office/payments/slips/close/", {"advance": checkout.pk}, follow=True)
    assert "1 advance is closed." in said.content.decode()
    assert "Advances to close" not in said.content.decode()
    slip = asked()
    assert (slip.status, slip.asked_by) == (SlipStatus.OPEN, "Ольга")
    (theirs,) = shop.play("truth")["receipts"]
    assert theirs["settlements"][0]["type"] == "prepayment"
    assert theirs["items"][0]["vat_code"] == 7
    assert "The second slip of the advance was asked for" in page_of(finance, paid)


def test_their_no_is_seen_by_finance_until_somebody_has_looked(
    finance: Visitor, shop: Running, paid: Payment
) -> None:
    shop.play("refund", payment_id=Checkout.objects.get().external_id,
              amount={"value": "1000.00", "currency": "RUB"})  # fmt: skip
    give = reverse("office:give_back", args=[paid.pk])
    wish = {"amount": "250", "reason": "передумали", "key": str(uuid4())}
    said = finance.post(give, wish, follow=True).content.decode()
    assert "The sum of refunds exceeds" in said
    slip = asked()
    assert slip.status == SlipStatus.REFUSED
    for where in ("/office/", f"{SLIPS}?state=trouble"):
        html = finance.get(where).content.decode()
        assert "refused" in html
        assert "?state=trouble" in html or "The sum of refunds exceeds" in html
    finance.post(f"{SLIPS}{slip.pk}/seen/")
    assert (
        "The sum of refunds exceeds" not in finance.get(f"{SLIPS}?state=trouble").content.decode()
    )
    assert "The sum of refunds exceeds" in page_of(finance, paid), "it stays where it happened"


def test_a_person_says_what_the_cabinet_shows(
    finance: Visitor, world: World, shop: Running
) -> None:
    vat()
    checkout = slipped(connected("yookassa", shop), world.ivan, 0)
    slip = asked()
    html = finance.get(SLIPS).content.decode()
    assert "nobody knows the outcome" in html
    settle = f"{SLIPS}{slip.pk}/settle/"
    finance.post(settle, {"taken": "yes"})
    slip.refresh_from_db()
    assert slip.status == SlipStatus.UNKNOWN, "what was seen is asked for"
    finance.post(settle, {"taken": "no", "reason": "в кабинете возврата нет"})
    slip.refresh_from_db()
    assert (slip.status, slip.refusal) == (SlipStatus.REFUSED, "в кабинете возврата нет")
    assert not slip.needs_somebody
    assert checkout.payment is not None
    assert "it was not taken" in page_of(finance, checkout.payment)


def test_what_came_another_way_is_only_recorded(
    finance: Visitor, world: World, shop: Running, paid: Payment
) -> None:
    payments_received([payment(client_of(world.ivan, "Бета"))], at=now())
    by_bank = Payment.objects.exclude(pk=paid.pk).get()
    give = reverse("office:give_back", args=[by_bank.pk])
    assert give not in page_of(finance, by_bank)
    assert finance.get(give).url == reverse("office:record_refund", args=[by_bank.pk])  # type: ignore[attr-defined]
    connection = Checkout.objects.get(status=CheckoutStatus.PAID).connection
    switch_connection(connection, on=False, at=now(), by="Ольга")
    assert reverse("office:give_back", args=[paid.pk]) not in page_of(finance, paid)


def test_only_those_who_may(
    keeper: Visitor, support: Visitor, member: Visitor, stranger: Visitor, paid: Payment
) -> None:
    give = reverse("office:give_back", args=[paid.pk])
    for visitor, status in ((keeper, 403), (support, 403), (member, 403), (stranger, 302)):
        assert visitor.get(give).status_code == status
        for post in (give, f"{SLIPS}close/", f"{SLIPS}1/settle/", f"{SLIPS}1/seen/"):
            assert visitor.post(post).status_code == status
    assert member.get(SLIPS).status_code == 403


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_its_pages_are_fit_to_be_read(
    live_server: Any, page: Page, world: World, shop: Running
) -> None:
    vat()
    connection = connected("yookassa", shop)
    unknown, refused = (slipped(connection, world.ivan, number) for number in (0, 1))
    pages = [SLIPS, *(
        reverse(f"office:{name}", args=[one.payment_id])
        for name, one in (("payment", unknown), ("payment", refused), ("give_back", refused))
    )]  # fmt: skip
    asking = reverse("office:give_back", args=[refused.payment_id])
    look_at(
        page, sign_in(Role.FINANCE, "ru"), at=live_server.url, pages=[*pages, f"{asking}?amount=5"]
    )
    page.goto(f"{live_server.url}{SLIPS}")
    page.locator("[data-dialog^=settle-]").first.click()
    dialog = page.locator("dialog[open]")
    dialog.locator("[name=reason]").fill("в кабинете возврат есть")
    dialog.locator("button[value=yes]").click()
    page.wait_for_load_state()
    assert LaterSlip.objects.get(checkout=unknown).status == SlipStatus.DONE
