"""The desk: what is due, what is wrong, and whether the books are right."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Visitor

from tests.make.money import NOON, client_of, partner, payment
from tests.web.jobs import run_jobs
from tests.world import World
from zabota.config.books import CHECKS, Check
from zabota.connectors.inbox.operations import mark_failed, receive
from zabota.domain.partners.models import Partner
from zabota.domain.payouts.models import Batch
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import now
from zabota.kit.events.models import Event
from zabota.web.backoffice.words.books import CHECKED

pytestmark = pytest.mark.django_db
DESK = "/office/"


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Three days after everything of the tests was paid: Ivan's money is due today."""
    at = NOON + timedelta(days=3, hours=-1)
    monkeypatch.setattr("zabota.web.backoffice.views.desk.now", lambda: at)
    return at


def test_a_stranger_is_asked_to_sign_in(stranger: Visitor) -> None:
    answer = stranger.get(DESK)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/office/")


def test_a_partners_member_is_refused(member: Visitor) -> None:
    assert member.get(DESK).status_code == 403


def test_what_is_due_today_comes_first(finance: Visitor, earned: Partner, today: datetime) -> None:
    payments_received([payment(client_of(partner("Поздний", "ПОЗДНО"), "Икс"), 50_000,
                               at=NOON - timedelta(days=2))], at=NOON)  # fmt: skip
    shown = finance.get(DESK).context
    assert (shown["late"]["count"], shown["late"]["total"]) == (1, "200\u202f₽")
    assert (shown["today"]["count"], shown["today"]["total"]) == (1, "400\u202f₽")
    assert [row.name for _, row, _ in shown["first"]] == ["Поздний", "Иван и Ко"]


def test_in_three_days_is_not_today(finance: Visitor, earned: Partner, monkeypatch: Any) -> None:
    monkeypatch.setattr("zabota.web.backoffice.views.desk.now", lambda: NOON)
    shown = finance.get(DESK).context
    assert [shown[name]["count"] for name in ("late", "today", "soon")] == [0, 0, 1]


def test_what_waits_for_somebody(finance: Visitor, world: World, formed: Batch) -> None:
    payments_received([payment(None, 70_000, payer_name="ООО Никто")], at=NOON)
    broken, _ = receive(source="bank", raw=b"?", job="bank.import_statement", at=NOON)
    mark_failed(broken.pk, error="not_a_statement:text")
    page = finance.get(DESK)
    assert page.context["waiting"] == {"count": 1, "total": 70_000}
    assert page.context["failed"] == 1
    assert [batch.pk for batch in page.context["batches"]] == [formed.pk]
    assert "ООО Никто" in page.content.decode()


def test_the_books_are_checked_on_the_spot(finance: Visitor, earned: Partner) -> None:
    assert "have not been checked yet" in finance.get(DESK).content.decode()
    begun = finance.post("/office/books/check/", headers={"HX-Request": "true"}).content.decode()
    assert "/office/books/?after=0&amp;looks=1" in begun
    waiting = finance.get("/office/books/?after=0&looks=1").content.decode()
    assert "being checked" in waiting
    assert "config.prove_books" in run_jobs()
    done = finance.get("/office/books/?after=0&looks=2").content.decode()
    assert "The books balance." in done
    assert "hx-get" not in done
    assert "The books balance." in finance.get(DESK).content.decode()


def test_a_worker_that_does_not_come_is_not_awaited_for_ever(finance: Visitor) -> None:
    page = finance.get("/office/books/?after=0&looks=30").content.decode()
    assert "hx-get" not in page
    assert "has not come to it yet" in page


def test_faults_of_the_books_are_shouted(finance: Visitor) -> None:
    found = Check("every reward has exactly its transfer", 2, ("17", "18"))
    faults = {"ok": False, "faults": [str(found), "something new"]}
    Event.objects.create(name="books.checked", at=now(), payload=faults)
    page = finance.get(DESK).content.decode()
    assert "do not balance" in page
    assert "A reward has no transfer of its amount: 2 cases, for instance 17, 18" in page
    assert "something new" in page


def test_every_check_of_the_books_has_its_sentence() -> None:
    assert set(CHECKED) == set(CHECKS)


def test_support_looks_and_checks_nothing(support: Visitor, earned: Partner) -> None:
    page = support.get(DESK).content.decode()
    assert "Check now" not in page
    assert "Form a batch" not in page
    assert support.post("/office/books/check/").status_code == 403


def test_the_desk_asks_the_same_however_much_is_due(
    finance: Visitor, world: World, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        one = client_of(partner(f"Партнёр {number}", f"КОД{number}"), f"Клиент {number}")
        payments_received([payment(one)], at=NOON)
    with django_assert_max_num_queries(28):
        finance.get(DESK)


def test_the_desk_says_who_of_those_waiting_cannot_be_paid(
    finance: Visitor, earned: Partner, monkeypatch: Any
) -> None:
    bare = partner("Без Реквизитов", "ГОЛЫЙ", bank_details=False)
    payments_received([payment(client_of(bare, "Икс"), 50_000)], at=NOON)
    monkeypatch.setattr("zabota.web.backoffice.views.desk.now", lambda: NOON + timedelta(days=4))
    page = finance.get(DESK)
    assert (page.context["late"]["total"], page.context["stopped"]["total"]) == (
        "600\u202f₽",
        "200\u202f₽",
    )
    assert "1 of them cannot be paid yet" in page.content.decode()
    monkeypatch.setattr("zabota.web.backoffice.views.desk.now", lambda: NOON)
    assert "cannot be paid yet" not in finance.get(DESK).content.decode()


@pytest.mark.parametrize(("days", "said"), [(0, False), (400, True)])
def test_a_year_without_a_calendar_is_told_of(
    finance: Visitor, monkeypatch: Any, days: int, said: bool
) -> None:
    """In December 2027 nobody knows the moved days of 2028 yet: proposals would miss them silently."""
    monkeypatch.setattr("zabota.web.backoffice.views.desk.now", lambda: NOON + timedelta(days=days))
    page = finance.get(DESK).content.decode()
    assert ("The moved days off of 2028 are not known here" in page) is said
