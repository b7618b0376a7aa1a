"""What partners are told of terms: what begins, what ends, who may use what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from tests.connectors.mail.test_letters import tell
from tests.make.money import NOON, terms
from tests.world import World, world
from zabota.domain.partners.models import Partner, PartnerStatus
from zabota.domain.partners.operations import change_standing, set_tags
from zabota.domain.people.models import Language, Person
from zabota.domain.programme.models import Audience, Clause
from zabota.domain.programme.operations import draft_special, end_special, recall_terms
from zabota.domain.ratings.events import LevelChanged
from zabota.domain.ratings.models import Level
from zabota.flows.specials_renewed import special_published, specials_renewed
from zabota.kit.events.announce import publish

__all__ = ["world"]

pytestmark = pytest.mark.django_db
HALF = [Clause(rate_bp=5000)]


def told(event: str) -> dict[str, str]:
    """Subject of the letter about the newest such event, by the reader's name."""
    mail.outbox.clear()
    return {
        letter.to[0].split("@")[0].rstrip("0123456789"): letter.subject for letter in tell(event)
    }


def test_new_terms_are_told_to_all_but_those_who_left(world: World) -> None:
    change_standing(world.rita, to=PartnerStatus.LEFT, reason="Ушла", at=NOON, by="Марина")
    version = terms(5, since=NOON)
    version = terms(6, since=NOON + timedelta(days=9))
    assert set(told("terms.published")) == {"иван"}
    assert "/cabinet/terms/" in mail.outbox[0].body
    recall_terms(version, at=NOON, by="Виктор")
    assert list(told("terms.recalled")) == ["иван"]


def test_special_terms_are_told_to_whom_they_concern(world: World) -> None:
    one = draft_special(
        name="Ивану", audience=Audience.PARTNER, partner=world.ivan, starts_at=NOON, clauses=HALF
    )
    special_published(one, at=NOON, by="Виктор")
    assert list(told("special_terms.published")) == ["иван"]
    end_special(one, why="Договорились", at=NOON + timedelta(days=1), by="Виктор")
    assert list(told("special_terms.ended")) == ["иван"]
    assert "Договорились" in mail.outbox[0].body

    race = draft_special(
        name="Марафон", name_english="Marathon", description="Бежим", description_english="Let us run",
        is_campaign=True, audience=Audience.JOINED, starts_at=NOON,
        ends_at=NOON + timedelta(days=9), clauses=HALF,
    )  # fmt: skip
    special_published(race, at=NOON, by="Виктор")
    reads_english(world.rita)
    letters = told("special_terms.published")
    assert letters == {"иван": "Кампания «Марафон»", "рита": "Campaign “Marathon”"}
    assert ["Бежим" in one.body for one in mail.outbox] == [True, False]
    assert "Let us run" in mail.outbox[1].body


@pytest.mark.parametrize(("twin", "said"), [("Gold", "Gold"), ("", "Золото")])
def test_a_level_is_called_by_its_twin_where_it_has_one(world: World, twin: str, said: str) -> None:
    Level.objects.create(name="Золото", name_english=twin, least_score=5_000)
    reads_english(world.rita)
    publish(LevelChanged(at=NOON, partner_id=world.rita.pk, before="", after="Золото", rose=True))
    assert told("level.changed") == {"рита": f"Your level is {said} now"}


def reads_english(partner: Partner) -> None:
    Person.objects.filter(membership__partner=partner).update(language=Language.EN)


def test_who_comes_into_a_segment_and_who_falls_out_is_told(world: World) -> None:
    set_tags(world.rita, ["юг"], at=NOON, by="Марина")
    south = draft_special(
        name="Югу", audience=Audience.TAG, word="юг", starts_at=NOON, clauses=HALF
    )
    special_published(south, at=NOON, by="Виктор")
    assert told("special_terms.published") == {}, "A segment is told when it is entitled."
    assert list(told("entitlements.renewed")) == ["рита"]
    set_tags(world.rita, [], at=NOON, by="Марина")
    set_tags(world.ivan, ["юг"], at=NOON, by="Марина")
    specials_renewed(at=NOON + timedelta(days=1))
    letters = told("entitlements.renewed")
    assert set(letters) == {"иван", "рита"}
    assert letters["иван"] != letters["рита"]
