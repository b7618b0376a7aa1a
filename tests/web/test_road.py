"""The whole road in a browser: the bank's file comes in, the partner is paid, the books balance."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client as Visitor
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Browser, Page, expect

from tests.flows.test_bank_road import PAYLOADS, SAMPLE_ACCOUNT
from tests.web.backoffice.statements import OURS, statement
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, owed, world
from zabota.connectors.bank.facts import StatementFile
from zabota.connectors.bank.translate import read_statement
from zabota.domain.payouts.models import Payout, PayoutStatus
from zabota.domain.people.models import Person, Role
from zabota.domain.people.operations import add_person, give_role
from zabota.kit.clock import local_date, now
from zabota.ui.moments import moment_text

__all__ = ["world"]

pytestmark = pytest.mark.django_db(transaction=True)

# A file as a person's mouse brings it: the drop is the only thing a test cannot do by hand.
DROP = """([name, encoded]) => {
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0))
  const brought = new DataTransfer()
  brought.items.add(new File([bytes], name, { type: "text/plain" }))
  const place = document.querySelector("[data-drop]")
  for (const kind of ["dragenter", "dragover", "drop"])
    place.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: brought }))
}"""


@pytest.fixture(autouse=True)
def _beside_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright keeps a loop running in this thread; Django would not speak to the database."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def enter(live_server: Any, browser: Browser, browser_context_args: dict[str, Any]) -> Any:
    """Open the site as somebody who has signed in; complaints of the page fail the test."""
    complaints: list[str] = []
    rooms = []

    def come(person: Person) -> Page:
        visitor = Visitor()
        visitor.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        room = browser.new_context(**browser_context_args, base_url=live_server.url)
        rooms.append(room)
        cookie = {"name": "sessionid", "value": visitor.cookies["sessionid"].value}
        room.add_cookies([{**cookie, "url": live_server.url}])  # type: ignore[list-item]
        page = room.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda said: complaints.append(said.text) if said.type == "error" else None
        )
        return page

    yield come
    for room in rooms:
        room.close()
    assert complaints == []


def from_the_bank(day: date, *, inn: str) -> bytes:
    """A real file of one day, of our account; its transfer of 20 000 roubles is this payer's."""
    text = (PAYLOADS / "one_day.txt").read_bytes().decode("cp1251")
    text = text.replace(SAMPLE_ACCOUNT, OURS).replace("11.01.2016", f"{day:%d.%m.%Y}")
    before, transfer = text.split("Сумма=20000.00")
    transfer = transfer.replace("ПлательщикИНН=123123123123", f"ПлательщикИНН={inn}")
    return f"{before}Сумма=20000.00{transfer}".encode("cp1251")


def carried_out(orders: StatementFile, day: date) -> bytes:
    """What the bank writes after it has carried out our own order file."""
    documents = [
        "\r\n".join(
            [
                f"СекцияДокумент={order.kind}", f"Номер={order.number}", f"Дата={day:%d.%m.%Y}",
                f"Сумма={Decimal(order.amount) / 100:.2f}", f"ПлательщикСчет={order.payer.account}",
                f"ДатаСписано={day:%d.%m.%Y}", f"ПолучательСчет={order.payee.account}",
                f"ПолучательИНН={order.payee.inn}", f"Получатель1={order.payee.name}",
                "ВидОплаты=01", f"НазначениеПлатежа={order.purpose}", "КонецДокумента",
            ]
        )
        for order in orders.documents
    ]  # fmt: skip
    spent = sum(order.amount for order in orders.documents)
    return statement(*documents, opening=10_000_000, outgoing=spent, day=day)


def drop(page: Page, name: str, raw: bytes) -> None:
    """Bring the file to the page of statements and wait for what became of it."""
    page.goto(reverse("office:statements"))
    page.evaluate(DROP, [name, base64.b64encode(raw).decode()])
    expect(page.locator(".drop__file")).to_contain_text(name)
    page.get_by_role("button", name="Загрузить").click()
    expect(page.get_by_text("Файл читается")).to_be_visible()
    assert "bank.import_statement" in run_jobs()
    expect(page.get_by_text("Оплат записано")).to_be_visible()


def figure(page: Page, label: str) -> str:
    """The figure of a tile."""
    return page.locator(".stat", has_text=label).locator(".stat__figure").inner_text()


def test_from_the_banks_file_to_the_paid_partner(
    world: World, enter: Callable[[Person], Page], tmp_path: Path
) -> None:
    yesterday = local_date(now()) - timedelta(days=1)
    olga = add_person(email="olga@example.com", name="Ольга")
    give_role(olga, role=Role.FINANCE)
    page = enter(olga)

    drop(page, "kl_to_1c.txt", from_the_bank(yesterday, inn=world.acme.inn))
    assert [figure(page, name) for name in ("Оплат записано", "Ждут клиента")] == ["3", "2"]
    assert owed(world.ivan) == 800_000
    assert owed(world.rita) == 0

    with override("ru"):
        promised = moment_text(yesterday + timedelta(days=3), now=now())
    page.goto(reverse("office:due"))
    row = page.get_by_role("row", name=world.ivan.name)
    expect(row).to_contain_text(promised)
    expect(row.get_by_role("progressbar", name="Срок")).to_be_visible()
    cabinet_says(enter, world, "8\N{NARROW NO-BREAK SPACE}000")

    page.get_by_role("button", name="Сформировать реестр").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 выплата")
    dialog.get_by_role("button", name="Сформировать").click()
    expect(page.get_by_text("Реестр сформирован. Просмотрите его и утвердите.")).to_be_visible()

    page.get_by_role("button", name="Утвердить").click()
    page.get_by_role("dialog").get_by_role("button", name="Утвердить").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Скачать платёжки").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    orders = read_statement(file.read_bytes())
    assert orders.is_order_file
    assert [(o.amount, o.payee.inn) for o in orders.documents] == [(800_000, world.ivan.inn)]
    expect(page.get_by_text("Следующая выписка сама отметит выплаты")).to_be_visible()
    expect(page.get_by_role("button", name="Отменить реестр")).to_have_count(0)
    with page.expect_download() as again:
        page.get_by_role("button", name="Скачать платёжки ещё раз").click()
    assert Path(again.value.path()).read_bytes() == file.read_bytes()

    drop(page, "after.txt", carried_out(orders, local_date(now())))
    assert figure(page, "Выплат проведено") == "1"
    page.get_by_role("link", name=orders.documents[0].payee.name).click()
    expect(page.locator(".lead")).to_contain_text(world.ivan.name)
    payout = Payout.objects.get()
    assert (payout.status, payout.amount_minor) == (PayoutStatus.SETTLED, 800_000)
    assert owed(world.ivan) == 0
    assert_books_balance()


def cabinet_says(enter: Callable[[Person], Page], world: World, amount: str) -> None:
    """The right partner sees his money and its deadline; his rival sees neither."""
    home = reverse("cabinet:home")
    for partner, sees in ((world.ivan, True), (world.rita, False)):
        member = get_user_model().objects.get(membership__partner=partner)
        page = enter(member)
        page.goto(home)
        assert (amount in page.get_by_role("main").inner_text()) == sees
        assert bool(page.get_by_role("progressbar").count()) == sees
