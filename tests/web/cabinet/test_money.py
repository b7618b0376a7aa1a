"""What he gets, when and why: home, rewards, payouts, clients."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Visitor
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.flows.test_rails import abroad
from tests.make.money import LONG_AGO, NOON, client_of, partner, payment, refund
from tests.web.cabinet.conftest import enter
from tests.world import World, assert_books_balance, owed
from zabota.domain.attribution.models import Bearer
from zabota.domain.partners.models import Partner
from zabota.domain.payouts.models import Payout
from zabota.domain.payouts.operations import Settlement
from zabota.domain.payouts.queries.standing import STATEMENT
from zabota.domain.rewards.models import Reward
from zabota.domain.rewards.operations import hold_reward
from zabota.flows.client_placed import attribution_corrected
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.flows.payouts_settled import payout_failed, payouts_settled
from zabota.kit.clock import local_date
from zabota.kit.money import Money

pytestmark = pytest.mark.django_db
Counted = Callable[[int], AbstractContextManager[Any]]


def text(visitor: Visitor, name: str, *args: object, query: str = "") -> str:
    """The page as text."""
    answer = visitor.get(reverse(f"cabinet:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def test_home_begins_with_how_much_and_when(
    ivan: Visitor, earned: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zabota.web.cabinet.views.home.now", lambda: NOON)
    page = ivan.get(reverse("cabinet:home"))
    assert page.context["total"].minor == 40_000
    assert "You get <strong>400 ₽</strong>" in text(ivan, "home")
    assert page.context["needs"] == []


def test_the_calendar_shows_what_is_on_its_way(
    ivan: Visitor, sent: Payout, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def days(at: datetime) -> dict[date, tuple[int, str]]:
        monkeypatch.setattr("zabota.web.cabinet.views.home.now", lambda: at)
        shown = ivan.get(reverse("cabinet:home")).context["calendar"]
        return {one.day: (one.value.minor, one.note) for one in shown}

    deadline = local_date(sent.due_at)
    assert days(NOON) == {deadline: (40_000, "on the way, by this day")}
    payments_received([payment(world.acme, 50_000)], at=NOON)
    assert days(NOON) == {deadline: (60_000, "by this day")}, "Both come by then."
    later = NOON + timedelta(days=9)
    assert days(later) == {local_date(later): (20_000, "late")}


def test_what_is_late_is_said(
    ivan: Visitor, earned: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = NOON + timedelta(days=9)
    monkeypatch.setattr("zabota.web.cabinet.views.home.now", lambda: later)
    page = text(ivan, "home")
    assert "A part of it is late" in page
    assert "we are late; finance sees it" in page


@pytest.mark.parametrize(("days", "most"), [(0, 12), (9, 20)])
def test_home_asks_as_much_however_many_payments(
    ivan: Visitor, world: World, django_assert_max_num_queries: Counted,
    monkeypatch: pytest.MonkeyPatch, days: int, most: int,
) -> None:  # fmt: skip
    """Only where something is late it asks why, too."""
    at = NOON + timedelta(days=days)
    monkeypatch.setattr("zabota.web.cabinet.views.home.now", lambda: at)
    payments_received(
        [payment(world.acme, at=NOON - timedelta(hours=n)) for n in range(40)], at=NOON
    )
    ivan.get(reverse("cabinet:home"))  # that he was here is written down once a while
    with django_assert_max_num_queries(most):  # session, person and membership are among them
        ivan.get(reverse("cabinet:home"))


def test_home_of_a_newcomer_says_what_to_do(world: World) -> None:
    bare = partner("Без Реквизитов", "ГОЛЫЙ", bank_details=False)
    visitor = enter(bare.members.get().person)
    page = visitor.get(reverse("cabinet:home"))
    assert [need.url for need in page.context["needs"]] == [reverse("cabinet:bank_details")]
    states = [step.state for step in page.context["steps"]]
    assert states == ["done", "done", "now", "later", "later", "later"]
    assert "Nothing waits" in page.content.decode()


def test_home_tells_a_colleague_whom_to_ask(
    world: World, clerk: Visitor, bookkeeper: Visitor
) -> None:
    world.ivan.bank_details.all().delete()
    (need,) = clerk.get(reverse("cabinet:home")).context["needs"]
    assert "please tell the owner of the account" in need.why
    assert need.url == "", "There she would be refused."
    assert 'href="/cabinet/bank-details/"' not in text(clerk, "home")
    (need,) = bookkeeper.get(reverse("cabinet:home")).context["needs"]
    assert need.url == "/cabinet/bank-details/"


def test_home_tells_of_a_returned_payout_until_it_is_mended(ivan: Visitor, sent: Payout) -> None:
    payout_failed(sent, reason="счёт закрыт", at=NOON)
    (need,) = ivan.get(reverse("cabinet:home")).context["needs"]
    assert (need.tone, "счёт закрыт" in need.why) == ("late", True)


def test_a_debt_is_said_as_it_is(ivan: Visitor, world: World, earned: Partner) -> None:
    first = payment(world.acme, 10_000)
    payments_received([first], at=NOON)
    attribution_corrected(
        world.acme, to=world.rita, since=LONG_AGO, bearer=Bearer.PARTNER, reason="к", at=NOON, by=""
    )
    assert "Nothing waits" in text(ivan, "home")


def test_a_reward_explains_itself(ivan: Visitor, earned: Partner) -> None:
    page = text(ivan, "rewards")
    assert "The client paid 1,000 ₽" in page
    assert "40 %" in page
    reward = text(ivan, "reward", Reward.objects.get().pk)
    assert "The reward was counted" in reward


@pytest.mark.parametrize(
    ("state", "count"), [("waits", 1), ("held", 1), ("back", 1), ("paid", 0), ("way", 0), ("", 3)]
)
def test_rewards_are_filtered_by_state(ivan: Visitor, world: World, state: str, count: int) -> None:
    back = payment(world.acme, 50_000)
    payments_received([payment(world.acme), payment(world.acme, 30_000), back], at=NOON)
    payments_refunded([refund(back, 10_000)], at=NOON)
    hold_reward(
        Reward.objects.get(payment__amount_minor=30_000), reason="Сверка", at=NOON, by="Ольга"
    )
    page = ivan.get(f"{reverse('cabinet:rewards')}?state={state}")
    assert len(page.context["rows"]) == count


def test_rewards_as_a_file(ivan: Visitor, earned: Partner) -> None:
    answer = ivan.get(f"{reverse('cabinet:rewards')}?as=csv&q=акме")
    head, line = answer.content.decode("utf-8-sig").splitlines()
    assert head.startswith("Client;Client paid;Payment;Reward")
    assert "1000,00;400,00;400,00" in line


def test_nonsense_in_the_address_breaks_nothing(ivan: Visitor, earned: Partner) -> None:
    for name in ("rewards", "payouts", "clients", "claims"):
        query = "?page=x&sort=%00&from=yesterday&q=%00&state=%27&status=1"
        assert ivan.get(reverse(f"cabinet:{name}") + query).status_code == 200


def test_a_payout_from_the_bank_to_paid(ivan: Visitor, sent: Payout) -> None:
    assert "on the way" in text(ivan, "payouts")
    payouts_settled(
        [Settlement(sent.order_number, sent.amount_minor, sent.account, NOON, "line:1")], at=NOON
    )
    page = text(ivan, "payout", sent.pk)
    assert "paid out" in page
    assert sent.account not in page, "Only the last digits are shown."
    assert reverse("cabinet:reward", args=[Reward.objects.get().pk]) in page
    assert ivan.get(reverse("cabinet:rewards") + "?state=paid").context["rows"]
    assert_books_balance()


def test_clients_with_what_they_brought(ivan: Visitor, world: World, earned: Partner) -> None:
    (row,) = ivan.get(reverse("cabinet:clients")).context["page"]
    assert (row.client, row.earned_minor) == (world.acme, 40_000)
    page = text(ivan, "client", world.acme.pk)
    assert "promo code ИВАН10" in page


def test_a_client_who_is_anothers_now_stays_in_memory(
    ivan: Visitor, world: World, earned: Partner
) -> None:
    attribution_corrected(
        world.acme, to=world.rita, since=NOON, bearer=Bearer.VENDOR, reason="к", at=NOON, by=""
    )
    assert not ivan.get(reverse("cabinet:clients")).context["page"].object_list
    assert "no longer yours" in text(ivan, "client", world.acme.pk)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_pages_speak_one_language(world: World, earned: Partner, language: str) -> None:
    person = world.ivan.members.get().person
    person.language = language
    person.save()
    visitor = enter(person, language)
    for name in ("home", "rewards", "payouts", "clients", "links", "claims", "members", "offer"):
        page = visitor.get(reverse(f"cabinet:{name}"))
        assert page.status_code == 200
        assert f'lang="{language}"' in page.content.decode()


def test_the_statement_ties_to_the_books(ivan: Visitor, world: World, sent: Payout) -> None:
    back = payment(world.acme, 50_000)
    payments_received([back], at=NOON)
    payments_refunded([refund(back, 10_000)], at=NOON)
    query = "?from=2026-11-01&to=2026-11-30"
    page = ivan.get(reverse("cabinet:statement") + query)
    assert page.context["opening"].minor == 0
    assert page.context["closing"].minor == owed(world.ivan) == 16_000
    changes = [row.change_minor for row in page.context["page"]]
    assert changes == [40_000, -40_000, 20_000, -4_000]
    lines = ivan.get(f"{reverse('cabinet:statement')}{query}&as=csv").content.decode("utf-8-sig")
    assert lines.splitlines()[-1].endswith(";-40,00;160,00;RUB")
    later = ivan.get(reverse("cabinet:statement") + "?from=2026-12-01&to=2026-12-31")
    assert later.context["opening"].minor == later.context["closing"].minor == 16_000


def test_the_statement_as_an_excel_table(ivan: Visitor, earned: Partner) -> None:
    answer = ivan.get(reverse("cabinet:statement") + "?from=2026-11-01&to=2026-11-30&as=xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert [cell.value for cell in list(sheet.iter_rows())[-1]][3:] == [400, 400, "RUB"]


def test_the_statement_on_paper_ties_to_the_books(
    ivan: Visitor, world: World, sent: Payout
) -> None:
    back = payment(world.acme, 50_050)
    payments_received([back], at=NOON)
    payments_refunded([refund(back, 10_000)], at=NOON)
    for query, opening in (
        ("from=2026-11-01&to=2026-11-30", 0),
        ("from=2026-12-01&to=2026-12-31", 1),
    ):
        answer = ivan.get(f"{reverse('cabinet:statement')}?{query}&as=pdf")
        pages = PdfReader(io.BytesIO(answer.content)).pages
        words = " ".join(page.extract_text() for page in pages).replace("\u202f", " ")
        words = " ".join(words.split()).replace("\u00a0", " ")
        owing = f"{owed(world.ivan) / 100:.2f}"
        assert words.count(owing) >= 1 + opening
        assert world.ivan.inn in words
    assert owed(world.ivan) == 16_021 - 1


def test_each_currency_has_a_statement_of_its_own(
    ivan: Visitor, world: World, sent: Payout
) -> None:
    address = reverse("cabinet:statement")
    query = {"from": "2026-11-01", "to": "2026-11-30"}
    assert 'name="currency"' not in ivan.get(address, query).content.decode()
    payments_received([payment(world.acme, 50_000, currency="EUR")], at=NOON)
    page = ivan.get(address, query)
    assert 'name="currency"' in page.content.decode()
    assert page.context["closing"] == Money(0)
    page = ivan.get(address, {**query, "currency": "EUR"})
    assert page.context["closing"] == Money(20_000, "EUR")
    assert [row.change_minor for row in page.context["page"]] == [20_000]
    assert "€" in page.content.decode()
    file = ivan.get(address, {**query, "currency": "EUR", "as": "csv"})
    assert file.content.decode("utf-8-sig").splitlines()[-1].endswith(";200,00;200,00;EUR")
    assert "statement-eur-" in file["Content-Disposition"]
    paper = ivan.get(address, {**query, "currency": "EUR", "as": "pdf"})
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    assert "€" in words
    assert "₽" not in words
    assert ivan.get(address, {**query, "currency": "XXX"}).context["closing"] == Money(0)


def test_staff_print_the_same_and_nobody_else(ivan: Visitor, world: World, sent: Payout) -> None:
    address = reverse("office:partner_statement", args=[world.ivan.pk])
    assert ivan.get(address, {"from": "2026-11-01", "to": "2026-11-30"}).status_code == 403


def test_home_tells_what_has_changed_since_the_last_visit(
    ivan: Visitor, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(at: Any) -> str:
        monkeypatch.setattr("zabota.web.cabinet.views.home.now", lambda: at)
        return text(ivan, "home")

    payments_received([payment(world.acme)], at=NOON)
    assert "1 reward: 400 ₽" in look(NOON)
    later = NOON + timedelta(hours=5)
    assert "1 reward: 400 ₽" not in look(later)  # he has seen it
    payments_received([payment(world.acme, 50_000, at=later)], at=later)
    assert "1 reward: 200 ₽" in look(later + timedelta(minutes=20))  # the same visit goes on
    assert "1 reward: 200 ₽" not in look(later + timedelta(hours=8))


def test_the_calendar_tells_what_was_paid_and_what_comes(
    ivan: Visitor, world: World, sent: Payout, monkeypatch: pytest.MonkeyPatch
) -> None:
    payouts_settled(
        [Settlement(sent.order_number, sent.amount_minor, sent.account, NOON, "line:1")], at=NOON
    )
    payments_received([payment(world.acme, 50_000, at=NOON)], at=NOON)
    monkeypatch.setattr("zabota.web.cabinet.views.home.now", lambda: NOON)
    days = ivan.get(reverse("cabinet:home")).context["calendar"]
    assert [(one.day, one.value.minor, one.tone) for one in days] == [
        (NOON.date(), 40_000, "good"),
        ((NOON + timedelta(days=3)).date(), 20_000, "wait"),
    ]
    assert_books_balance()


def test_the_standing_is_read_through_indexes(world: World) -> None:
    asked = [world.ivan.pk, "RUB", NOON, NOON, "Europe/Moscow", "partner:1:owed", "RUB"]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        # As of tables that nobody has measured: what other tests left there must not choose the plan.
        cursor.execute(
            "UPDATE pg_class SET reltuples = -1, relpages = 0 WHERE relname ~ '^(payouts|rewards)_'"
        )
        cursor.execute(
            "DELETE FROM pg_statistic USING pg_class"
            " WHERE pg_class.oid = starelid AND relname ~ '^(payouts|rewards)_'"
        )
        cursor.execute(f"EXPLAIN {STATEMENT}", asked)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Seq Scan" not in plan, "each table has an index that answers"
    for index in ("rewards_partner_due", "rewards_held"):
        assert index in plan


def test_a_partner_abroad_reads_of_euros(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """His roubles cannot be sent abroad: they are another line, never added to the euros."""
    abroad(world.rita)
    visitor = enter(world.rita.members.get().person)
    groot = client_of(world.rita, "Groot")
    payments_received([payment(groot, currency="EUR"), payment(groot, 50_000)], at=NOON)
    monkeypatch.setattr("zabota.web.cabinet.views.home.now", lambda: NOON)
    page = visitor.get(reverse("cabinet:home"))
    assert page.context["total"] == Money(40_000, "EUR")
    assert [day.value for day in page.context["calendar"]] == [Money(40_000, "EUR")]
    words = {change.text.replace("\u202f", " ") for change in page.context["fresh"].changes}
    assert {"1 reward: 400 €", "1 reward: 200 ₽"} <= words
