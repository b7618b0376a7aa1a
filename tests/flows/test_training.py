"""Required courses open levels and leads: all of them, or any course while none is required."""

from __future__ import annotations

import pytest

from tests.flows.test_leads import lead, profile, waiting
from tests.make.money import NOON
from tests.world import World
from zabota.domain.academy.models import Certificate, Course
from zabota.domain.academy.operations.courses import withdraw_certificate
from zabota.domain.academy.queries import get_trained
from zabota.domain.leads.operations.handing import set_rule
from zabota.domain.leads.queries import find_waiting
from zabota.domain.partners.models import Partner

pytestmark = pytest.mark.django_db


def course(title: str, *, required: bool = False) -> Course:
    return Course.objects.create(
        title=title, required=required, published_at=NOON, made_at=NOON, made_by="Марина"
    )


def passed(partner: Partner, *courses: Course) -> None:
    """Somebody of the partner's has a certificate of each."""
    member = partner.members.select_related("person").get()
    for one in courses:
        Certificate.objects.create(
            course=one, partner=partner, person=member.person, person_name=str(member.person),
            partner_name=partner.name, course_title=one.title, issued_at=NOON,
            code=f"{partner.pk}-{one.pk}",
        )  # fmt: skip


def test_any_course_will_do_while_none_is_required(world: World) -> None:
    passed(world.ivan, course("Продажи"))
    assert get_trained(NOON) == {world.ivan.pk}


def test_all_required_ones_are_asked_for(world: World) -> None:
    first, second, other = (
        course("Продажи", required=True), course("Установка", required=True), course("Прочее")
    )  # fmt: skip
    passed(world.ivan, first, other)
    passed(world.rita, first, second)
    assert get_trained(NOON) == {world.rita.pk}
    withdraw_certificate(
        Certificate.objects.get(partner=world.rita, course=second),
        why="ошибка",
        at=NOON,
        by="Марина",
    )
    assert get_trained(NOON) == frozenset()


def test_a_lead_goes_to_who_passed_the_required_course(world: World) -> None:
    required = course("Установка", required=True)
    passed(world.ivan, course("Прочее"))
    profile(world.ivan)
    profile(world.rita)
    set_rule(
        answer_hours=24, window_days=90, level_bonus=50, needs_training=True, at=NOON, by="Марина"
    )
    assert find_waiting(lead(email="new@example.com")) is None
    passed(world.rita, required)
    assert waiting(lead(email="next@example.com")).partner == world.rita
