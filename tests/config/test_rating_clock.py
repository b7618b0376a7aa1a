"""The rating publishes itself on the first day of a month, by the clock of the worker."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.make.money import client_of, payment
from tests.web.jobs import run_jobs
from tests.world import World, world
from zabota.config.jobs import rate_hourly
from zabota.domain.community.models import ChatMessage, RoomKind
from zabota.domain.community.operations import open_room
from zabota.domain.ratings.facts import Weights
from zabota.domain.ratings.models import Badge, Rating
from zabota.domain.ratings.operations import hide_partner, set_rule
from zabota.flows.payments_received import payments_received

__all__ = ["world"]
pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def rated(monkeypatch: pytest.MonkeyPatch, world: World):  # type: ignore[no-untyped-def]
    """The hourly job at a moment of 2026."""
    start = datetime(2026, 10, 2, tzinfo=UTC)
    open_room(kind=RoomKind.GATED, name="Чат", about="", welcome="", at=start)
    set_rule(Weights(70, 20, 10, 0), from_month=OCTOBER, at=start, by="Viktor")

    def rate(month: int, day: int, hour: int, year: int = 2026) -> None:
        moment = datetime(year, month, day, hour, 5, tzinfo=UTC)
        monkeypatch.setattr("zabota.config.jobs.now", lambda: moment)
        rate_hourly()

    return rate


def sealed() -> list[int]:
    return [one.month.month for one in Rating.objects.exclude(sealed_at=None).order_by("month")]


def test_on_the_first_day_it_is_told_with_a_picture(rated, world: World) -> None:  # type: ignore[no-untyped-def]
    tenth = datetime(2026, 10, 10, 9, tzinfo=UTC)
    same = [payment(client_of(one, "Клиент"), 500_00, at=tenth) for one in (world.rita, world.ivan)]
    payments_received(same, at=tenth)
    hide_partner(world.rita, at=tenth, by="Рита")
    rated(10, 31, 20)  # 23:05 in Moscow
    assert (sealed(), Rating.objects.get().month) == ([], OCTOBER)
    rated(10, 31, 23)  # 02:05: the last lines of the night are awaited
    assert sealed() == []
    rated(11, 1, 0)
    rated(11, 1, 1)
    assert sealed() == [10]
    run_jobs()
    told = ChatMessage.objects.get(origin="rating")
    assert told.text.splitlines()[0] == "Рейтинг партнёров: октябрь 2026"
    assert told.text.splitlines()[1].startswith(f"1. {world.ivan.name}"), "he joined earlier"
    assert world.rita.name not in told.text
    assert told.attachments.get().content_type == "image/png"
    assert Badge.objects.filter(kind="best_of_month").count() == 1, "a tie has one answer"


def test_after_a_long_sleep_no_month_is_left_out(rated, world: World) -> None:  # type: ignore[no-untyped-def]
    rated(10, 30, 9)
    for month in (10, 11, 12):
        at = datetime(2026, month, 12, 9, tzinfo=UTC)
        payments_received([payment(world.acme, 100_00, at=at)], at=at)
    rated(1, 5, 9, year=2027)
    assert sealed() == [10, 11, 12]
    assert [one.standings.count() for one in Rating.objects.order_by("month")] == [1, 1, 1, 0]
