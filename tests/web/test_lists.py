"""Every list: any order and any columns of the address, the file like the page, on a phone as well."""

from __future__ import annotations

import csv
import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Visitor
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode
from playwright.sync_api import Page

from tests.make.invoices import vat
from tests.make.money import client_of, payment
from tests.web.backoffice.conftest import sign_in
from tests.web.backoffice.statements import credit, statement
from tests.web.backoffice.test_looks import lived as office_life
from tests.web.cabinet.conftest import enter
from tests.web.cabinet.test_looks import lived as cabinet_life
from tests.web.jobs import run_jobs
from tests.web.plenty import plenty, slipped
from tests.world import World, world
from zabota.connectors.bank.models import Statement
from zabota.connectors.bank.operations import receive_statement
from zabota.connectors.connections.models import Connection
from zabota.domain.attribution.operations.reservations import reserve_company
from zabota.domain.news.models import Bulletin, BulletinStatus
from zabota.domain.payments.models import Payment
from zabota.domain.payments.operations import set_payment_aside
from zabota.domain.payouts.models import Batch
from zabota.domain.people.models import Role
from zabota.domain.rewards.models import Reward
from zabota.domain.rewards.operations import hold_reward
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import now
from zabota.ui.columns import Table
from zabota.ui.lists import one_page

__all__ = ["cabinet_life", "office_life", "world"]
pytestmark = pytest.mark.django_db

CABINET = (
    "clients", "rewards", "payouts", "papers", "invoices", "receipts", "leads", "funnel", "claims",
    "repeated", "reservations",
)  # fmt: skip
OFFICE = (
    "clients", "partners", "payments", "aside", "payouts", "due", "held", "batches", "claims",
    "reservations", "papers", "statements", "inbox", "invoices", "codes", "links", "leads",
    "lead_outcomes", "receipts", "checks", "specials", "stories", "certificates", "materials",
    "courses", "connections", "bulletins", "repeated", "balance",
    "rating", "slips",
)  # fmt: skip
NAMELESS = "Payer unknown"
FEW = ("papers", "statements", "aside", "held", "named", "bulletin", "connection", "payouts/")
TABLES = re.compile(r'<table class="table(?: table--chosen)?">(.*?)</table>', re.DOTALL)
ROWS = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
CELLS = re.compile(r"<t[hd][ >]")
LABELS = re.compile(r'<td class="[^"]*" data-label="([^"]*)"')


def arranged(html: str, table: Table) -> list[str]:
    """The rows of the arranged table, each with a cell for every head and in the order of the heads."""
    heads = len(table.heads)
    found = [
        ROWS.findall(one)
        for one in TABLES.findall(html.split("<tfoot>")[0] + "</table>")
        if len(CELLS.findall(one.split("</thead>")[0])) == heads
    ]
    assert found, (heads, html)
    rows = [row for _head, *body in found for row in body]
    for row in rows:
        assert len(CELLS.findall(row)) == heads, row
        labels = [unescape(one) for one in LABELS.findall(row)]
        assert labels == [one.label for one in table.heads if one.label in labels], row
    return rows


def names(rows: list[str]) -> list[str]:
    """By what each row is known: the first words of its heading."""
    headings = (row.split('<th scope="row"')[1].split("</th>")[0].split(">", 1)[1] for row in rows)
    words = (
        [one.strip() for one in re.sub(r"<[^>]+>", "\n", head).split("\n")] for head in headings
    )
    return [
        unescape(next(one for one in some if one.strip("0123456789.") or one.isdigit()))
        .removeprefix("№ ")
        .split("No. ")[-1]
        for some in words
    ]


def asked(address: str, **query: Any) -> str:
    """The address with an order, columns or a page."""
    return f"{address}?{urlencode(query, doseq=True)}"


def check_list(visitor: Visitor, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Orders, columns, the file and the statements of one list."""
    with CaptureQueriesContext(
        connection,
    ) as many:
        page = visitor.get(address)
    table: Table = page.context["table"]
    usual = arranged(page.content.decode(), table)
    assert len(usual) > 1 or any(name in address for name in FEW), f"too few rows at {address}"
    with monkeypatch.context() as patched, CaptureQueriesContext(connection) as few:
        patched.setattr(one_page, "__defaults__", (1,))
        alone = visitor.get(address)
    assert len(alone.context.get("page", "1")) == 1, f"{address} has pages of its own size"
    assert len(few) == len(many), f"{address}: the number of rows costs statements"

    keys = [one.key for one in table.choice]
    sorting = [one.key for one in table.columns if one.by]
    assert sorting, address
    last = f"-{sorting[-1]}"
    answer = visitor.get(asked(address, columns=keys, sort=last))
    whole: Table = answer.context["table"]
    html = answer.content.decode()
    assert (whole.order, {one.key for one in whole.columns}) == (last, whole.shown)
    assert "aria-sort=" in html, address
    shown = names(arranged(html, whole))
    assert sorted(shown) == sorted(names(usual)), address
    one = visitor.get(asked(address, columns=keys[:1], sort="nonsense"))
    fixed = {column.key for column in table.columns if column.fixed}
    assert one.context["table"].shown == {*keys[:1], *fixed}
    assert one.context["table"].order == table.order
    arranged(one.content.decode(), one.context["table"])

    check_orders(page)
    file = visitor.get(asked(address, sort=last, **{"as": "csv"})).content.decode("utf-8-sig")
    _head, *lines = csv.reader(file.splitlines(), delimiter=";")
    assert len(lines) >= len(shown), address
    for name, line in zip(shown, lines, strict=False):
        assert name == NAMELESS or any(name.lower() in one.lower() for one in line), (address, line)


def check_orders(page: Any) -> None:
    """Any order one may ask for keeps the rows: neither a missing value nor a join loses or doubles one."""
    if "page" not in page.context:
        return
    table, rows = page.context["table"], page.context["page"].paginator.object_list
    turned = []
    for word, _label, _active in table.orders:
        table.order = word or table.usual_order
        turned.append(
            list(table.sorted(rows) if hasattr(rows, "order_by") else table.arranged(rows))
        )
    for some in turned:
        assert len(some) == len(turned[0])
        assert all(one in turned[0] for one in some)


def test_every_list_of_the_cabinet(
    world: World, cabinet_life: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plenty(world)
    ivan, rita = (enter(one.members.get().person) for one in (world.ivan, world.rita))
    payout = reverse("cabinet:payout", args=[world.ivan.payouts.order_by("pk")[0].pk])
    for address in [*(reverse(f"cabinet:{name}") for name in CABINET), payout]:
        check_list(ivan, address, monkeypatch)
        if address == payout:
            assert rita.get(address).status_code == 404
            continue
        his, hers = (who.get(asked(address, **{"as": "csv"})).content for who in (ivan, rita))
        assert not {*his.splitlines()[1:]} & {*hers.splitlines()[1:]}, f"Rita sees Ivan's {address}"
        assert Visitor().get(address).status_code == 302


def test_every_list_of_the_office(
    world: World, office_life: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
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
    plenty(world)
    payments_received([payment(client_of(world.rita, "Бета"), at=at)], at=at)
    held = Reward.objects.filter(cancelled_at=None).order_by("-pk")[0]
    payments_received(
        [payment(world.acme, at=at), payment(client_of(world.rita, "Гамма"), at=at)], at=at
    )
    hold_reward(held, reason="Сверка", at=at, by="Ольга")
    reserve_company(world.ivan, name="Ромашка", inn="7707083893", at=at, by="Иван")
    for number, partner in enumerate((world.ivan, world.rita)):
        slipped(Connection.objects.get(name="Карты"), partner, number)
    of_two = Batch.objects.order_by("pk").filter(payouts__partner=world.rita)[0]
    told = Bulletin.objects.exclude(status=BulletinStatus.DRAFT)[0]
    addresses = [
        *(reverse(f"office:{name}") for name in OFFICE),
        reverse("office:statement", args=[Statement.objects.get().event.pk]),
        reverse("office:batch", args=[of_two.pk]),
        reverse("office:bulletin", args=[told.pk]),
        reverse("office:payout", args=[of_two.payouts.order_by("pk")[0].pk]),
        reverse("office:connection", args=[Connection.objects.get(name="Карты").pk]),
        *(
            reverse("office:partner_part", args=[world.ivan.pk, part])
            for part in ("clients", "rewards", "payouts", "papers")
        ),
    ]
    owner, support = sign_in(Role.OWNER), sign_in(Role.SUPPORT)
    member = enter(world.ivan.members.get().person)
    for address in addresses:
        check_list(owner, address, monkeypatch)
        refused = 403 if "connections" in address else 200
        assert support.get(asked(address, **{"as": "csv"})).status_code == refused, address
        assert member.get(address).status_code == 403
        assert Visitor().get(address).status_code == 302


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


def test_materials_stand_on_a_shelf_in_the_order_asked_for(world: World) -> None:
    vat()
    plenty(world)
    visitor, address = enter(world.ivan.members.get().person), reverse("cabinet:materials")

    def titles(**query: str) -> list[tuple[str, list[str]]]:
        groups = visitor.get(asked(address, **query)).context["groups"]
        return [(name, [one.title for one in some]) for name, some in groups]

    assert titles() == [("Раздел 0", ["Карточка 0"]), ("Раздел 1", ["Карточка 1"])]
    assert titles(sort="-title") == [("", ["Карточка 1", "Карточка 0"])]
    assert titles(q="нет") == []
    file = visitor.get(asked(address, sort="-title", **{"as": "csv"})).content.decode("utf-8-sig")
    assert [line.split(";")[1] for line in file.splitlines()[1:]] == ["Карточка 1", "Карточка 0"]


def test_pages_keep_the_order_the_columns_and_the_filters(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_page, "__defaults__", (1,))
    query = {"q": "и", "sort": "-code", "columns": ["partner", "state"]}
    visitor, codes = sign_in(Role.OWNER), reverse("office:codes")
    html = visitor.get(asked(codes, **query)).content.decode()
    following = re.search(r'rel="next" href="([^"]+)"', html)
    assert following is not None
    second = visitor.get(codes + unescape(following[1]))
    assert second.context["page"].number == 2
    assert second.context["table"].order == "-code"
    assert second.context["table"].shown == {"code", "partner", "state", "decide"}
    assert 'value="и"' in second.content.decode()
    sorts = re.findall(r'<a class="sort" href="([^"]+)"', second.content.decode())
    assert sorts
    assert all("columns=state" in one and "page=" not in one for one in sorts)


def test_a_list_is_reset_only_when_something_is_set(world: World) -> None:
    visitor = sign_in(Role.OWNER)
    claims, codes = reverse("office:claims"), reverse("office:codes")
    columns = [one.key for one in visitor.get(codes).context["table"].choice if one.first]

    def resets(address: str, **query: Any) -> bool:
        return "filters__reset" in visitor.get(asked(address, **query)).content.decode()

    assert not resets(codes)
    assert not resets(codes, q="", sort="", page="2", columns=columns)
    assert resets(codes, q="х")
    assert resets(codes, sort="-code")
    assert resets(codes, columns=columns[:1])
    own, found = "Partners write them in the cabinet", "Nothing found"
    for query, sentence in (
        ({}, own),
        ({"status": "waiting", "sort": "asked"}, own),
        ({"q": "х"}, found),
    ):
        html = visitor.get(asked(claims, **query)).content.decode()
        assert [one in html for one in (own, found)] == [sentence == own, sentence == found], query
    assert not resets(claims, status="waiting")
    assert resets(claims, status="all")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_on_a_phone_one_sorts_chooses_and_resets(
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
    assert page.locator(".filters__reset").count() == 0
    page.locator(".choice--table > summary").press("Enter")
    page.locator("select[name=sort]").select_option("amount")
    page.locator("input[value=purpose]").press("Space")
    page.locator(".table--chosen").wait_for()
    assert account.first.is_visible()
    assert "sort=amount" in page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".filters__reset").press("Enter")
    page.locator(".table:not(.table--chosen)").wait_for()
    assert page.url.endswith(reverse("cabinet:payouts"))
