"""The bell of the cabinet: what Ivan was told, his choices, and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Visitor
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.web.jobs import run_jobs
from tests.world import World
from zabota.connectors.connections.models import Connection
from zabota.connectors.connections.operations.keeping import add_connection
from zabota.connectors.telegram.models import TelegramAccount
from zabota.domain.attribution.models import PromoCodeStatus
from zabota.domain.attribution.operations import decide_code
from zabota.domain.notices.models import Choice, Notice
from zabota.domain.notices.queries import get_digest_hour
from zabota.kit.clock import now
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db
LIST, CHOICES = reverse("cabinet:notices"), reverse("cabinet:notice_choices")


@pytest.fixture
def told(world: World) -> Notice:
    """Ivan's code was decided, and he was told."""
    code = world.ivan.promo_codes.get()
    code.status = PromoCodeStatus.PENDING
    code.save()
    decide_code(code, status=PromoCodeStatus.APPROVED, at=now() - timedelta(minutes=1), by="Марина")
    run_jobs()
    return Notice.objects.get()


def test_the_bell_counts_until_it_is_read(ivan: Visitor, told: Notice) -> None:
    assert "Notices: 1 unread" in ivan.get(reverse("cabinet:rewards")).content.decode()
    assert told.sentence in ivan.get(LIST, {"show": "unread"}).content.decode()
    answer = ivan.get(reverse("cabinet:notice", args=[told.pk]))
    assert (answer.status_code, answer["Location"]) == (302, told.path)
    assert "1 unread" not in ivan.get(LIST).content.decode()


def test_the_bell_tells_its_count_alone(ivan: Visitor, rita: Visitor, told: Notice) -> None:
    count = reverse("cabinet:count_notices")
    assert ivan.get(count).json() == {"label": "Notices: 1 unread", "shown": "1"}
    assert rita.get(count).json() == {"label": "Notices", "shown": ""}
    assert Visitor().get(count).status_code == 302


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_bell_counts_on_while_a_page_is_open(
    live_server: Any, page: Page, ivan: Visitor, told: Notice
) -> None:
    page.clock.install()
    cookie = {"name": "sessionid", "value": ivan.cookies["sessionid"].value}
    page.context.add_cookies([{**cookie, "url": live_server.url}])  # type: ignore[list-item]
    page.goto(f"{live_server.url}{reverse('cabinet:tour')}")
    bell = page.locator("[data-bell-count]")
    expect(bell).to_have_text("1")
    Notice.objects.update(read_at=now())
    page.clock.fast_forward("01:01")
    expect(bell).to_be_hidden()
    Notice.objects.update(read_at=None)
    page.clock.fast_forward("01:01")
    expect(bell).to_have_text("1")


def test_all_are_read_at_once_but_not_what_came_later(ivan: Visitor, told: Notice) -> None:
    ivan.post(reverse("cabinet:read_notices"), {"upto": told.pk - 1})
    told.refresh_from_db()
    assert told.read_at is None
    ivan.post(reverse("cabinet:read_notices"), {"upto": told.pk})
    told.refresh_from_db()
    assert told.read_at is not None
    assert ivan.post(reverse("cabinet:read_notices"), {"upto": "9" * 30}).status_code == 302


def test_they_stand_by_day_and_alike_ones_are_folded(ivan: Visitor, told: Notice) -> None:
    at, event = told.at, Event.objects.order_by("-pk")[0]
    for number in range(1, 9):
        event.pk = None
        event.save(force_insert=True)
        Notice.objects.create(
            person=told.person, event_id=event.pk, kind="reward_earned", path=told.path,
            sentence=f"Начислено {number}", channel=told.channel,
            at=at - timedelta(days=2, minutes=number), read_at=at if number > 5 else None,
        )  # fmt: skip
    page = ivan.get(LIST)
    days = page.context["days"]
    assert days[0].label == "today"
    assert [[len(one.alike) for one in day.told] for day in days] == [[0], [4, 0, 0, 0]], (
        "Five new ones are one line; three read ones are not many, and not hidden under new ones."
    )
    text = page.content.decode()
    assert "and 4 more alike" in text
    assert all(f"Начислено {number}" in text for number in range(1, 9))
    assert [day.label for day in ivan.get(LIST, {"q": "Начислено 7"}).context["days"]] == [
        days[1].label
    ]


def test_anothers_notice_is_not_there(rita: Visitor, told: Notice) -> None:
    assert rita.get(reverse("cabinet:notice", args=[told.pk])).status_code == 404
    rita.post(reverse("cabinet:read_notices"), {"upto": told.pk})
    told.refresh_from_db()
    assert told.read_at is None


def test_choices_are_kept(ivan: Visitor, world: World) -> None:
    page = ivan.get(CHOICES).content.decode()
    assert "always by e-mail at once" in page
    ivan.post(CHOICES, {"code": "off", "lead": "digest", "hour": "18"})
    person = world.ivan.members.get().person
    kept = dict(Choice.objects.filter(person=person).values_list("kind", "channel"))
    assert (kept, get_digest_hour(person)) == ({"code": "off", "lead": "digest"}, 18)


@pytest.fixture
def bot(db: None) -> Connection:
    return add_connection(
        kind="telegram", name="Чат", settings={"username": "zabota_bot"},
        secrets={"token": "100:token"}, at=now(),
    )  # fmt: skip


def test_telegram_is_offered_where_a_bot_is_connected(ivan: Visitor, world: World) -> None:
    assert "Telegram" not in ivan.get(CHOICES).content.decode()
    answer = ivan.post(reverse("cabinet:link_telegram"), follow=True)
    assert "Telegram is not connected here yet" in answer.content.decode()


def test_telegram_is_tied_by_a_link_chosen_and_untied(
    ivan: Visitor, world: World, bot: Connection
) -> None:
    person = world.ivan.members.get().person
    answer = ivan.post(reverse("cabinet:link_telegram"))
    assert "https://t.me/zabota_bot?start=" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    ivan.post(CHOICES, {"code": "telegram", "hour": "9"})
    assert not Choice.objects.exists()  # not tied yet

    account = TelegramAccount.objects.create(
        person=person, connection=bot, telegram_id=8, name="Ivan", linked_at=now()
    )
    ivan.post(CHOICES, {"code": "telegram", "bank_details": "telegram", "hour": "9"})
    assert set(Choice.objects.values_list("channel", flat=True)) == {"telegram"}
    assert "You have stopped the bot" not in ivan.get(CHOICES).content.decode()
    TelegramAccount.objects.filter(pk=account.pk).update(blocked_at=now())
    assert "You have stopped the bot" in ivan.get(CHOICES).content.decode()

    ivan.post(reverse("cabinet:unlink_telegram"))
    assert not TelegramAccount.objects.exists()
    assert set(Choice.objects.values_list("channel", flat=True)) == {"now"}


@pytest.mark.parametrize("wish", [{"code": "loud", "hour": "9"}, {"hour": "24"}, {"hour": "²"}, {},
                                  {"payout_made": "off", "hour": "9"}])  # fmt: skip
def test_nonsense_changes_nothing(ivan: Visitor, wish: dict[str, str]) -> None:
    assert ivan.post(CHOICES, wish, follow=True).status_code == 200
    assert not Choice.objects.exists()
