"""Lists: any order and any columns of the address, the file in the same order, on a phone as well."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client as Visitor
from django.urls import reverse
from django.utils.http import urlencode
from playwright.sync_api import Page

from tests.make.money import client_of, payment
from tests.web.backoffice.conftest import sign_in
from tests.web.backoffice.statements import credit, statement
from tests.web.backoffice.test_looks import lived as office_life
from tests.web.cabinet.conftest import enter
from tests.web.cabinet.test_looks import lived as cabinet_life
from tests.web.jobs import run_jobs
from tests.world import World, world
from zabota.connectors.bank.models import Statement
from zabota.connectors.bank.operations import receive_statement
from zabota.domain.attribution.operations.reservations import reserve_company
from zabota.domain.payments.models import Payment
from zabota.domain.payments.operations import set_payment_aside
from zabota.domain.people.models import Role
from zabota.domain.rewards.models import Reward
from zabota.domain.rewards.operations import hold_reward
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import now
from zabota.ui.columns import Table

__all__ = ["cabinet_life", "office_life", "world"]
pytestmark = pytest.mark.django_db(transaction=True)

CABINET = ("clients", "rewards", "payouts", "papers", "invoices")
OFFICE = (
    "clients",
    "partners",
    "payments",
    "aside",
    "payouts",
    "due",
    "held",
    "batches",
    "claims",
    "reservations",
    "papers",
    "statements",
    "inbox",
    "invoices",
)
TABLES = re.compile(r'<table class="table(?: table--chosen)?">(.*?)</table>', re.DOTALL)
ROWS = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
CELLS = re.compile(r"<t[hd][ >]")


def arranged(html: str, table: Table) -> list[str]:
    """The rows of the arranged table, each with a cell for every head."""
    heads = len(table.heads)
    found = [
        ROWS.findall(one)
        for one in TABLES.findall(html)
        if len(CELLS.findall(one.split("</thead>")[0])) == heads
    ]
    assert found, (heads, html)
    rows = [row for _head, *body in found for row in body]
    for row in rows:
        assert len(CELLS.findall(row)) == heads, row
    return rows


def names(rows: list[str]) -> list[str]:
    """By what each row is known: its heading."""
    return [row.split('<th scope="row"')[1].split("</th>")[0] for row in rows]


def ask_for_everything(visitor: Visitor, address: str) -> None:
    """Each order shows the same rows, each column alone and all of them stand under their heads."""
    page = visitor.get(address)
    table: Table = page.context["table"]
    usual = arranged(page.content.decode(), table)
    assert usual, f"nothing to arrange at {address}"
    for order, _label, _active in table.orders:
        answer = visitor.get(f"{address}?{urlencode({'sort': order})}")
        assert answer.context["table"].order == (order or table.order)
        html = answer.content.decode()
        assert sorted(names(arranged(html, table))) == sorted(names(usual))
        if order.removeprefix("-") in table.shown:
            assert "aria-sort=" in html, (address, order)
    keys = [one.key for one in table.choice]
    for chosen in [*([key] for key in keys), keys]:
        answer = visitor.get(f"{address}?{urlencode({'columns': chosen}, doseq=True)}")
        fixed = {one.key for one in table.columns if one.fixed}
        assert answer.context["table"].shown == {*chosen, *fixed}
        arranged(answer.content.decode(), answer.context["table"])
    assert visitor.get(f"{address}?sort=nonsense&columns=nonsense").context["table"].shown == (
        table.shown
    )


def test_every_list_of_the_cabinet(world: World, cabinet_life: list[str]) -> None:
    visitor = enter(world.ivan.members.get().person)
    for name in CABINET:
        ask_for_everything(visitor, reverse(f"cabinet:{name}"))


def test_every_list_of_the_office(world: World, office_life: list[str]) -> None:
    at = now()
    receive_statement(
        statement(
            credit(100_000, inn=world.acme.inn), credit(5_000, inn="7700000001", number="78"),
            incoming=105_000,
        ),
        name="выписка.txt", at=at, by="Ольга",
    )  # fmt: skip
    run_jobs()
    waits = Payment.objects.filter(client=None).order_by("pk")[0]
    set_payment_aside(waits, reason="Не клиент", at=at, by="Ольга")
    held = Reward.objects.filter(cancelled_at=None).order_by("-pk")[0]
    hold_reward(held, reason="Сверка", at=at, by="Ольга")
    payments_received([payment(client_of(world.rita, "Бета"), at=at)], at=at)
    reserve_company(world.ivan, name="Ромашка", inn="7707083893", at=at, by="Иван")
    visitor = sign_in(Role.OWNER)
    for name in OFFICE:
        ask_for_everything(visitor, reverse(f"office:{name}"))
    read = Statement.objects.get().event
    ask_for_everything(visitor, reverse("office:statement", args=[read.pk]))


def test_the_file_has_what_is_filtered_in_its_order(world: World, cabinet_life: list[str]) -> None:
    visitor = enter(world.ivan.members.get().person)

    def file(query: str) -> list[str]:
        answer = visitor.get(f"{reverse('cabinet:rewards')}?as=csv&{query}")
        _head, *lines = answer.content.decode("utf-8-sig").splitlines()
        return lines

    up, down = file("sort=amount"), file("sort=-amount")
    assert len(up) > 2
    assert up == down[::-1]
    assert file("sort=amount&q=nobody") == []


@pytest.mark.browser
def test_on_a_phone_one_sorts_and_chooses(
    live_server: Any, page: Page, world: World, cabinet_life: list[str]
) -> None:
    visitor = enter(world.ivan.members.get().person)
    cookie = {
        "name": "sessionid",
        "value": visitor.cookies["sessionid"].value,
        "url": live_server.url,
    }
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{live_server.url}{reverse('cabinet:payouts')}")
    account = page.locator("tbody tr").first.locator("td.cell-desk")
    assert account.count() == 1
    assert not account.is_visible(), "a phone shows few columns unless one asks"
    page.locator(".choice--table > summary").press("Enter")
    page.locator("select[name=sort]").select_option("amount")
    page.locator("input[value=purpose]").press("Space")
    page.locator(".table--chosen").wait_for()
    assert account.first.is_visible()
    assert "sort=amount" in page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
