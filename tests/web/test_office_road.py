"""Marina at her desk, in a browser: a client put in his place and back, a table moved in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.make.money import NOON, payment
from tests.web.jobs import run_jobs
from tests.web.test_road import _beside_the_browser, enter
from tests.world import World, assert_books_balance, owed, world
from zabota.domain.attribution.models import Correction
from zabota.domain.people.models import Person, Role
from zabota.domain.people.operations import add_person, give_role
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_sent
from zabota.flows.payments_received import payments_received

__all__ = ["_beside_the_browser", "enter", "world"]

pytestmark = pytest.mark.django_db(transaction=True)
THIN = "\N{NARROW NO-BREAK SPACE}"


@pytest.fixture
def desk(world: World, enter: Callable[[Person], Page]) -> Page:
    """The back office as Marina sees it."""
    marina = add_person(email="marina@example.com", name="Марина")
    give_role(marina, role=Role.MANAGER)
    return enter(marina)


def pay_out() -> None:
    """What is owed goes to the bank."""
    batch = batch_formed(before=NOON + timedelta(days=9), at=NOON, by="Ольга").batch
    batch_approved(batch, at=NOON, by="Виктор")
    batch_sent(batch, at=NOON, by="Ольга")


def test_a_client_is_put_in_his_place_and_back(world: World, desk: Page) -> None:
    payments_received([payment(world.acme)], at=NOON)
    pay_out()
    payments_received([payment(world.acme, 50_000)], at=NOON)
    before = (owed(world.ivan), owed(world.rita))

    desk.goto(reverse("office:client", args=[world.acme.pk]))
    desk.get_by_role("link", name="Исправить закрепление").first.click()
    desk.locator("select[name=to]").select_option(str(world.rita.pk))
    effect = desk.locator("#effect")
    expect(effect).to_contain_text(f"Иван и Ко −600{THIN}₽, Рита Софт +600{THIN}₽")
    expect(effect).to_contain_text(f"уже выплачено 400{THIN}₽")
    expect(effect.get_by_role("radio")).to_have_count(2)
    assert not Correction.objects.exists()

    effect.get_by_label("его долг").check()
    effect.locator("textarea[name=reason]").fill("Забыли назвать код")
    effect.get_by_role("button", name="Поставить").click()
    expect(desk.get_by_text("Клиент на месте").first).to_be_visible()
    assert (owed(world.ivan), owed(world.rita)) == (-40_000, 60_000)

    desk.locator(".toast").get_by_role("button", name="Отменить").click()
    expect(desk.get_by_text("Исправление отменено").first).to_be_visible()
    assert (owed(world.ivan), owed(world.rita)) == before
    assert_books_balance()


def test_a_table_is_looked_through_and_moved_in(world: World, desk: Page, tmp_path: Path) -> None:
    table = tmp_path / "оплаты.csv"
    table.write_text(
        f"ID;ИНН клиента;Сумма;Дата\n1;{world.acme.inn};1000;10.10.2026\n2;нет такого;5;10.10.2026\n"
    )
    desk.goto(reverse("office:moving"))
    desk.locator("select[name=kind]").select_option("payments")
    desk.locator("input[type=file]").set_input_files(table)
    desk.get_by_role("button", name="Проверить").click()
    expect(desk.get_by_text("Таблица проверяется")).to_be_visible()
    run_jobs()
    expect(desk.locator(".lead")).to_contain_text("Можно перенести 1 строку")
    expect(desk.locator("select[name=client] option:checked")).to_have_text("ИНН клиента")
    expect(desk.locator("select[name=amount] option:checked")).to_have_text("Сумма")
    assert owed(world.ivan) == 0

    with desk.expect_download() as download:
        desk.get_by_role("link", name="Эти строки с причинами").click()
    download.value.save_as(tmp_path / "faulty.csv")
    assert "нет такого" in (tmp_path / "faulty.csv").read_text("utf-8-sig")

    desk.get_by_role("button", name="Перенести").click()
    run_jobs()
    expect(desk.locator(".lead")).to_contain_text("Перенесена 1 строка")
    assert owed(world.ivan) == 40_000
    assert_books_balance()
