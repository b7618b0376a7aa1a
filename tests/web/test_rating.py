"""The rating at both sites, and in the chat."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.make.money import client_of, payment
from tests.web.cabinet.conftest import enter
from tests.web.jobs import run_jobs
from tests.world import World, world
from zabota.domain.community.models import ChatMessage, RoomKind
from zabota.domain.community.operations import open_room
from zabota.domain.people.models import Role
from zabota.domain.people.operations import add_person, give_role
from zabota.domain.ratings.facts import Weights
from zabota.domain.ratings.models import Level, Rating
from zabota.domain.ratings.operations import set_level, set_rule
from zabota.domain.ratings.queries import get_rule
from zabota.domain.ratings.queries.measuring import sealing_moment
from zabota.flows.payments_received import payments_received
from zabota.flows.rating_sealed import rating_counted, rating_sealed
from zabota.kit.clock import former_month, local_date, now
from zabota.web.wording.ratings import month_name

__all__ = ["world"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(world: World) -> Rating:
    """Last month: Rita before Ivan; told in the chat."""
    month = former_month(local_date(now()))
    middle = datetime(month.year, month.month, 12, 9, tzinfo=UTC)
    open_room(kind=RoomKind.GATED, name="Чат", about="", welcome="", at=middle)
    set_rule(Weights(70, 20, 10, 0), from_month=date(2026, 1, 1), at=middle, by="Viktor")
    set_level(name="Золото", least_score=8000, privileges="Личный менеджер", needs_training=False)
    payments_received(
        [
            payment(world.acme, 1000_00, at=middle),
            payment(client_of(world.rita, "Бета"), 3000_00, at=middle),
        ],
        at=middle,
    )
    rating = rating_sealed(month, training={}, at=sealing_moment(month))
    assert rating is not None
    return rating


def test_the_partner_sees_his_place_and_why(world: World, sealed: Rating) -> None:
    ivan, rita = (enter(one.members.get().person) for one in (world.ivan, world.rita))
    shown = ivan.get(reverse("cabinet:rating"))
    assert [(row.name, row.own) for row in shown.context["rows"]] == [
        (world.rita.name, False), (world.ivan.name, True),
    ]  # fmt: skip
    assert "33.3 × 70 %" in shown.content.decode()

    rita.post(reverse("cabinet:hide_in_rating"), {"hidden": "yes"})
    page = ivan.get(reverse("cabinet:rating")).content.decode()
    assert world.rita.name not in page
    assert "a partner who hid his name" in page
    assert world.rita.name in rita.get(reverse("cabinet:rating")).content.decode()
    rita.post(reverse("cabinet:hide_in_rating"), {"hidden": "no"})
    assert world.rita.name in ivan.get(reverse("cabinet:rating")).content.decode()


def test_the_chat_is_told_once_with_a_picture(world: World, sealed: Rating) -> None:
    run_jobs()
    message = ChatMessage.objects.get(origin="rating")
    assert world.rita.name in message.text
    assert message.attachments.get().width


def test_the_owner_weighs_and_sets_levels(world: World, sealed: Rating) -> None:
    people = {}
    for role in (Role.OWNER, Role.SUPPORT):
        person = add_person(email=f"{role}@vendor.example", name=role)
        give_role(person, role=role)
        people[role] = enter(person)
    owner, support = people[Role.OWNER], people[Role.SUPPORT]
    for name in ("rating_weights", "new_level"):
        assert support.get(reverse(f"office:{name}")).status_code == 403
        assert (
            enter(world.ivan.members.get().person).get(reverse(f"office:{name}")).status_code == 403
        )
    csv = support.get(reverse("office:rating") + "?as=csv").content.decode()
    assert csv.count("\r\n") == 3

    weights = {"revenue": 50, "newcomers": 30, "retention": 10, "training": 5}
    month = {"month": f"{now():%Y-%m}"}
    assert owner.post(reverse("office:rating_weights"), {**weights, **month}).status_code == 422
    owner.post(reverse("office:rating_weights"), {**weights, "training": 10, **month})
    assert "50\u00a0%" in owner.get(reverse("office:rating")).content.decode()

    client = client_of(world.ivan, "Nordwind")
    payments_received([payment(client, 100_00, at=now(), currency="EUR")], at=now())
    assert "Payments in EUR have no rate" in owner.get(reverse("office:rating")).content.decode()
    form = owner.get(reverse("office:rating_weights")).content.decode()
    assert "One EUR in roubles" in form
    given = {**weights, "training": 10, **month, "rate_EUR": "98.4512"}
    owner.post(reverse("office:rating_weights"), given)
    assert get_rule(now().date()).rates == {"EUR": 98_4512}  # type: ignore[union-attr]
    assert "1 EUR counts as 98.4512" in owner.get(reverse("office:rating")).content.decode()
    rating_counted(now().date().replace(day=1), training={}, at=now())
    ivan = enter(world.ivan.members.get().person)
    assert "1 EUR counts as 98.4512" in ivan.get(reverse("cabinet:rating")).content.decode()

    owner.post(reverse("office:new_level"), {"name": "Серебро", "least": "30.5", "privileges": ""})
    silver, gold = Level.objects.get(name="Серебро"), Level.objects.get(name="Золото")
    assert silver.least_score == 3050
    for level in (silver, gold):
        owner.post(reverse("office:drop_level", args=[level.pk]))
    assert list(Level.objects.all()) == [gold], "Rita has had it"


def test_months_are_written_as_each_language_does() -> None:
    with override("en"):
        assert month_name(date(2026, 11, 1)) == "November 2026"
    with override("ru"):
        assert month_name(date(2026, 11, 1)) == "ноябрь 2026"
