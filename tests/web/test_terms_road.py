"""Viktor and the terms, in a browser: written, compared, published; tried on history, stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.make.money import client_of, payment
from tests.web.jobs import run_jobs
from tests.web.test_road import _beside_the_browser, enter, figure
from tests.world import World, assert_books_balance, owed, world
from zabota.domain.people.models import Person, Role
from zabota.domain.people.operations import add_person, give_role
from zabota.domain.programme.models import Clause, TermsStatus, TermsVersion
from zabota.domain.programme.operations import draft_terms
from zabota.domain.rewards.models import Trial, TrialStatus
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import local_date, now

__all__ = ["_beside_the_browser", "enter", "world"]

pytestmark = pytest.mark.django_db(transaction=True)
THIN = "\N{NARROW NO-BREAK SPACE}"


@pytest.fixture
def desk(world: World, enter: Callable[[Person], Page]) -> Page:
    """The back office as its owner sees it."""
    viktor = add_person(email="viktor@example.com", name="Виктор")
    give_role(viktor, role=Role.OWNER)
    return enter(viktor)


def leave_while_it_asks(page: Page) -> None:
    """The browser cuts off the question that is in the air while the page is being left."""
    expect(page.locator("#preview.htmx-request")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('beforeunload')), htmx.trigger('.editor', 'htmx:abort')")


def test_terms_are_written_compared_and_published(world: World, desk: Page) -> None:
    desk.goto(reverse("office:new_version"))
    preview = desk.locator("#preview")
    expect(preview.locator("ins, del")).to_have_count(0)
    expect(preview).to_contain_text(f"40{THIN}% с каждой оплаты.")

    desk.locator("[name=clause-0-rate_bp]").press_sequentially("0")
    desk.locator("[name=clause-0-rate_bp]").fill("50")
    expect(preview.locator("del")).to_contain_text([f"40{THIN}% с каждой оплаты."])
    expect(preview.locator("ins")).to_contain_text([f"50{THIN}% с каждой оплаты."])

    desk.get_by_role("button", name="Ещё один пункт").click()
    second = desk.locator("fieldset", has_text="Пункт 2")
    second.locator("select[name=clause-1-kind]").select_option("fixed")
    expect(second.locator("[name=clause-1-rate_bp]")).to_be_hidden()
    second.locator("[name=clause-1-fixed_minor]").fill("1 500")
    expect(preview.locator("ins")).to_contain_text([f"50{THIN}%", f"1{THIN}500{THIN}₽ за каждую"])

    desk.locator("[name=effective_from]").fill(str(local_date(now()) + timedelta(days=9)))
    desk.route("**/preview/", lambda _unanswered: None)
    desk.locator("[name=title]").fill("Пятая")
    leave_while_it_asks(desk)
    desk.get_by_role("button", name="Сохранить черновик").click()
    expect(desk.locator(".lead")).to_contain_text("Черновик")
    expect(desk.locator("del")).to_have_count(1)
    expect(desk.locator("ins")).to_have_count(2)

    desk.wait_for_load_state()
    desk.get_by_role("button", name="Опубликовать").click()
    desk.get_by_role("dialog").get_by_role("button", name="Опубликовать").click()
    expect(desk.locator(".lead")).to_contain_text("Вступит в силу сама")
    made = TermsVersion.objects.get(title="Пятая")
    assert made.status == TermsStatus.PUBLISHED
    assert made.effective_from > now()


def drafted(world: World) -> TermsVersion:
    """More for Ivan's clients, less for Rita's, who only brought hers; both have paid."""
    vega = client_of(world.rita, "Вега", servicing="brought")
    before = now() - timedelta(days=5)
    payments_received([payment(world.acme, at=before), payment(vega, at=before)], at=before)
    halves = [Clause(rate_bp=5000, servicing="full"), Clause(rate_bp=1500, servicing="brought")]
    return draft_terms(title="Вторая", effective_from=now() + timedelta(days=9), clauses=halves)


def test_terms_are_tried_on_history(world: World, desk: Page, tmp_path: Path) -> None:
    draft = drafted(world)
    desk.goto(reverse("office:version", args=[draft.pk]))
    desk.get_by_role("button", name="Посчитать").click()
    lead = desk.locator(".lead")
    expect(lead).to_contain_text("Посчитано оплат: 0 из 2")
    Trial.objects.update(status=TrialStatus.RUNNING, counted=1)
    expect(lead).to_contain_text("Посчитано оплат: 1 из 2")
    assert desk.get_by_role("progressbar").get_attribute("value") == "1"

    assert "rewards.try_terms" in run_jobs()
    expect(lead).to_contain_text(f"на 150{THIN}₽ меньше")
    assert [figure(desk, name) for name in ("Партнёров в плюсе", "Партнёров в минусе")] == [
        "1",
        "1",
    ]
    expect(desk.locator(".chart")).to_contain_text("≤ −50: 1")
    rows = desk.locator("#list tbody tr")
    expect(rows).to_contain_text(["Рита Софт", "Иван и Ко"])
    desk.locator("select[name=loses]").select_option("20")
    expect(rows).to_have_count(1)
    desk.locator("select[name=by]").select_option("client")
    expect(rows).to_contain_text(["Вега"])
    with desk.expect_download() as download:
        desk.get_by_role("link", name="CSV").click()
    download.value.save_as(tmp_path / "trial.csv")
    told = (tmp_path / "trial.csv").read_text("utf-8-sig").splitlines()
    assert len(told) == 2, "The table as it was filtered."
    assert "Вега" in told[1]
    assert owed(world.rita) == 40_000, "The books know nothing of it."
    assert_books_balance()


def test_a_trial_is_stopped(world: World, desk: Page) -> None:
    draft = drafted(world)
    desk.goto(reverse("office:version", args=[draft.pk]))
    desk.get_by_role("button", name="Посчитать").click()
    desk.get_by_role("button", name="Остановить").click()
    expect(desk.locator(".lead")).to_contain_text("Остановлено")
    run_jobs()
    desk.reload()
    expect(desk.get_by_role("progressbar")).to_have_count(0)
    assert not Trial.objects.get().lines.exists()
