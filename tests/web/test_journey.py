"""A partner's first days in a browser: from joining to the money, the chat and the rating."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.test import Client as Visitor
from playwright.sync_api import Page, expect

from tests.make.money import payment
from tests.make.requisites import with_key
from tests.web.jobs import run_jobs
from tests.web.public.asking import company, joining
from tests.world import World, assert_books_balance, owed, world
from zabota.domain.clients.models import Client
from zabota.domain.community.models import RoomKind
from zabota.domain.community.operations import admit_partners_with_clients, open_room
from zabota.domain.partners.models import Partner
from zabota.domain.payouts.models import Batch
from zabota.domain.payouts.operations import Settlement
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_sent
from zabota.flows.payments_received import payments_received
from zabota.flows.payouts_settled import payouts_settled
from zabota.kit.clock import now
from zabota.web.cabinet.views.proving import address_of_proof

__all__ = ["world"]
pytestmark = pytest.mark.django_db(transaction=True)
BIC = "044525225"


@pytest.fixture
def looked(page: Page) -> Callable[[], None]:
    """The page before us has no fault that axe knows, and does not scroll sideways."""

    def look() -> None:
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.url

    return look


def join(page: Page, site: str) -> None:
    """The form of the public site, on a phone, and the code of the letter."""
    page.goto(f"{site}/join/")
    filled = joining()
    page.get_by_label("Имя или название компании").fill(filled["name"])
    page.get_by_label("Электронная почта").fill(filled["email"])
    page.get_by_label("Промокод").fill("весна")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Присоединиться").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Добро пожаловать в программу")
    page.get_by_role("link", name="Ввести код из письма").click()
    page.get_by_label("Код").fill(letter_code())
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url("**/cabinet/")


def letter_code(pattern: str = r"^[A-Z0-9-]{6,9}$") -> str:
    """The code of the last letter."""
    code = re.search(pattern, str(mail.outbox[-1].body), re.MULTILINE)
    assert code, mail.outbox[-1].body
    return code[0]


def give_details(page: Page, site: str) -> None:
    """Where to pay, typed by the owner."""
    page.goto(site + address_of_proof("/cabinet/bank-details/"))
    page.get_by_role("button", name="Прислать код").click()
    expect(page.locator("#code")).to_be_visible()
    page.locator("#code").fill(letter_code(r"\b\d{6}\b"))
    page.get_by_role("button", name="Подтвердить").click()
    page.wait_for_url("**/cabinet/bank-details/")
    page.get_by_label("ИНН").fill("500100732259")
    page.get_by_label("БИК").fill(BIC)
    page.get_by_label("Банк", exact=True).fill("ПАО Сбербанк")
    page.get_by_label("ОГРНИП").fill("304500116000157")
    page.get_by_label("Счёт", exact=True).fill(with_key("40802810000000000017", BIC))
    page.get_by_label("Корреспондентский счёт").fill("30101810400000000225")
    page.get_by_role("button", name="Сохранить").click()


def settle(batch: Batch) -> None:
    """The bank has carried the order out."""
    batch_approved(batch, at=now(), by="Ольга")
    batch_sent(batch, at=now(), by="Ольга")
    payout = batch.payouts.get()
    told = Settlement(payout.order_number, payout.amount_minor, payout.account, now(), "bank:1")
    payouts_settled([told], at=now())


def test_from_joining_to_the_payout(
    world: World, live_server: Any, page: Page, looked: Callable[[], None]
) -> None:
    site = live_server.url
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_viewport_size({"width": 390, "height": 844})
    open_room(
        kind=RoomKind.GATED, name="Чат партнёров", about="", welcome="Рады вам, {partner}!",
        at=now() - timedelta(days=9),
    )  # fmt: skip
    join(page, site)
    vera = Partner.objects.get(email="vera@example.com")
    expect(page.locator(".checklist")).to_be_visible()
    looked()
    give_details(page, site)
    looked()

    visitor = Visitor()
    visitor.get("/p/ВЕСНА/", follow=True)
    visitor.post("/company/", company())
    north = Client.objects.get(name="ООО «Север»")
    payments_received([payment(north, 100_000, at=now())], at=now())
    run_jobs()
    assert owed(vera) == 40_000
    page.goto(f"{site}/cabinet/")
    expect(page.locator(".lead")).to_contain_text("400")
    page.goto(f"{site}/cabinet/clients/")
    expect(page.get_by_role("main")).to_contain_text("Север")
    looked()

    assert admit_partners_with_clients(at=now()) == 1, "the clock does it every few minutes"
    page.goto(f"{site}/cabinet/chat/")
    page.get_by_role("link", name="Чат партнёров").first.click()
    expect(page.get_by_role("main")).to_contain_text("Рады вам")
    looked()
    page.goto(f"{site}/cabinet/rating/")
    expect(page.get_by_role("main")).to_contain_text("Он появится сам")
    looked()

    settle(batch_formed(before=now() + timedelta(days=9), at=now(), by="Ольга").batch)
    run_jobs()
    page.goto(f"{site}/cabinet/payouts/")
    expect(page.get_by_role("main")).to_contain_text("400")
    looked()
    page.goto(f"{site}/cabinet/notices/")
    expect(page.get_by_role("main")).to_contain_text("Выплачено")
    looked()
    assert owed(vera) == 0
    assert complaints == []
    assert_books_balance()
