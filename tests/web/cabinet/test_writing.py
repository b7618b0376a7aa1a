"""Ivan writes an invoice in a browser: a product fills the line, the total follows what he types."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Visitor
from playwright.sync_api import Page, expect

from tests.make.invoices import vat
from tests.world import World
from zabota.domain.invoices.models import Invoice
from zabota.domain.invoices.operations import put_product
from zabota.kit.money import Money

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.browser
def test_lines_and_their_total_without_leaving_the_page(
    live_server: Any, page: Page, world: World
) -> None:
    vat()
    put_product(name="Лицензия Про", price=Money(499_000), unit="мес.", code="pro")
    visitor = Visitor()
    visitor.force_login(
        world.ivan.members.get().person, "allauth.account.auth_backends.AuthenticationBackend"
    )
    cookie = {"name": "sessionid", "value": visitor.cookies["sessionid"].value}
    page.context.add_cookies([{**cookie, "url": live_server.url}])  # type: ignore[list-item]
    page.goto(f"{live_server.url}/cabinet/invoices/new/")
    total = page.locator(".bill-total__sum")
    page.select_option("[name='lines-0-product']", index=1)
    expect(page.locator("[name='lines-0-title']")).to_have_value("Лицензия Про")
    page.fill("[name='lines-0-quantity']", "3")
    expect(total).to_contain_text("14\u00a0970")
    page.click("[name=add]")
    page.fill("[name='lines-1-title']", "Обучение")
    page.fill("[name='lines-1-price']", "1000")
    expect(total).to_contain_text("15\u00a0970")
    page.locator("[name=remove]").first.click()
    expect(page.locator(".bill-line")).to_have_count(1)
    expect(total).to_contain_text("1\u00a0000")
    page.locator("[name='lines-0-title']").press("Enter")
    expect(page.locator(".bill-line")).to_have_count(1)
    assert not Invoice.objects.exists(), "Enter counts anew and issues nothing"
    page.click("[name=issue]")
    expect(page).to_have_url(f"{live_server.url}/cabinet/invoices/{Invoice.objects.get().pk}/")
    assert Invoice.objects.get().amount_minor == 100_000
