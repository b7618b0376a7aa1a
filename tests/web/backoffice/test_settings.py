"""Settings that wait for a day: they hold from it on, can be taken back before, and the journal knows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.web.backoffice.conftest import sign_in
from zabota.domain.payouts.facts import BATCH_LIMIT, FOUR_EYES
from zabota.domain.people.models import Role
from zabota.domain.settings.models import Setting
from zabota.domain.settings.operations import set_option
from zabota.domain.settings.queries import get_setting
from zabota.kit.clock import local_date, now, start_of_day
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db
ADDRESS = reverse("office:settings")


@pytest.fixture
def owner(db: None) -> Visitor:
    return sign_in(Role.OWNER)


def typed(owner: Visitor, **changed: str) -> dict[str, str]:
    """What the page sends when only this is changed in it."""
    form = owner.get(ADDRESS).context["form"]
    shown = {bound.html_name: bound.value() for bound in form}
    given = {name: "on" if value is True else str(value) for name, value in shown.items() if value}
    return {**given, **{name.replace("__", "-"): value for name, value in changed.items()}}


def test_a_change_waits_for_its_day(owner: Visitor) -> None:
    day = local_date(now()) + timedelta(days=40)
    wish = typed(owner, payouts__batch_limit="150000", holds_from=day.isoformat())
    answer = owner.post(ADDRESS, wish, follow=True)
    page = answer.content.decode()
    assert "Changes on a coming day" in page
    (row,) = Setting.objects.all()
    begins = start_of_day(day)
    assert (row.name, row.set_at) == (BATCH_LIMIT.name, begins)
    assert get_setting(BATCH_LIMIT, at=now()) == 0
    assert get_setting(BATCH_LIMIT, at=begins - timedelta(seconds=1)) == 0
    assert get_setting(BATCH_LIMIT, at=begins) == 150_000_00
    assert "no limit → " in owner.get("/office/journal/").content.decode()
    owner.post(ADDRESS, {**wish, "payouts-batch_limit": "90000"})
    assert Setting.objects.get().value == 90_000_00, "one plan for one day"


def test_it_is_taken_back_before_and_not_after(owner: Visitor) -> None:
    later = start_of_day(local_date(now()) + timedelta(days=3))
    set_option(FOUR_EYES, True, at=now(), by="Виктор", since=later)
    plan = Setting.objects.get()
    forget = reverse("office:forget_setting", args=[plan.pk])
    owner.post(forget)
    assert not Setting.objects.exists()
    assert Event.objects.filter(name="setting_plan.dropped").count() == 1
    assert "Four eyes: on, from " in owner.get("/office/journal/").content.decode()
    assert owner.post(forget).status_code == 404
    set_option(FOUR_EYES, True, at=now(), by="Виктор")
    held = reverse("office:forget_setting", args=[Setting.objects.get().pk])
    assert "It holds already" in owner.post(held, follow=True).content.decode()
    assert get_setting(FOUR_EYES, at=now()) is True


@pytest.mark.parametrize("days", [0, -1, 5000])
def test_a_day_that_is_not_coming_is_refused(owner: Visitor, days: int) -> None:
    day = local_date(now()) + timedelta(days=days)
    answer = owner.post(ADDRESS, typed(owner, holds_from=day.isoformat(), payouts__four_eyes="on"))
    assert answer.status_code == 422
    assert not Setting.objects.exists()


def test_only_who_sets_takes_back(
    keeper: Visitor, finance: Visitor, support: Visitor, member: Visitor, stranger: Visitor
) -> None:
    address = reverse("office:forget_setting", args=[1])
    answers = [
        who.post(address).status_code for who in (keeper, finance, support, member, stranger)
    ]
    assert answers == [403, 403, 403, 403, 302]
