"""Staff look at a cabinet as the partner sees it, and change nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.web.backoffice.conftest import sign_in
from tests.web.cabinet.conftest import enter
from tests.web.cabinet.test_access import OWNERS, PLAIN
from tests.world import World
from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Person, Role
from zabota.domain.people.operations import give_role, take_role
from zabota.kit.clock import now
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db
HOME = "/cabinet/"


def look(visitor: Visitor, partner: Partner, why: str = "Не видит оплату") -> int:
    address = reverse("office:enter_cabinet", args=[partner.pk])
    return visitor.post(address, {"reason": why}).status_code


def test_marina_sees_what_ivan_sees_and_leaves(keeper: Visitor, world: World) -> None:
    assert keeper.get(HOME).status_code == 403
    look(keeper, world.ivan)
    for name in PLAIN:
        assert keeper.get(reverse(f"cabinet:{name}")).status_code == 200, name
    shown = keeper.get(HOME).content.decode()
    assert "You can change nothing" in shown
    assert "Иван и Ко" in shown

    keeper.post(reverse("office:leave_cabinet"))
    assert keeper.get(HOME).status_code == 403
    told = Event.objects.filter(name__startswith="cabinet.").order_by("pk")
    assert [(one.name, one.by, one.payload.get("reason")) for one in told] == [
        ("cabinet.entered", "Марина", "Не видит оплату"), ("cabinet.left", "Марина", None),
    ]  # fmt: skip
    assert f"partner:{world.ivan.pk}" in told[0].about


def test_no_post_comes_through(keeper: Visitor, world: World) -> None:
    look(keeper, world.ivan)
    for name in [*OWNERS, *PLAIN]:
        assert keeper.post(reverse(f"cabinet:{name}")).status_code == 403, name
    code = world.ivan.promo_codes.get()
    keeper.post(reverse("cabinet:retire_code", args=[code.pk]))
    before = code.status
    code.refresh_from_db()
    assert code.status == before


def test_what_a_page_would_write_is_refused_by_the_database(
    keeper: Visitor, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(keeper, world.ivan)

    def write(*_: object) -> None:
        Partner.objects.update(city="Тверь")

    monkeypatch.setattr("zabota.web.cabinet.frame._waiting", write)
    assert keeper.get(HOME).status_code == 403
    assert not Partner.objects.filter(city="Тверь").exists()


def test_another_partners_things_are_not_there(keeper: Visitor, world: World) -> None:
    look(keeper, world.rita)
    assert keeper.get(reverse("cabinet:client", args=[world.acme.pk])).status_code == 404


def test_who_has_a_cabinet_of_his_own_sees_the_one_he_looks_at(world: World) -> None:
    person = world.ivan.members.get().person
    give_role(person, role=Role.OWNER)
    both = enter(person)
    look(both, world.rita)
    page = both.get(HOME).content.decode()
    assert world.rita.name in page
    assert both.get(reverse("cabinet:client", args=[world.acme.pk])).status_code == 404
    both.post(reverse("office:leave_cabinet"))
    assert both.get(reverse("cabinet:client", args=[world.acme.pk])).status_code == 200


def test_it_ends_after_half_an_hour_and_with_the_right(keeper: Visitor, world: World) -> None:
    look(keeper, world.ivan)
    marina = Person.objects.get(email="manager@example.com")
    session = keeper.session
    session["visited_cabinet"]["until"] = (now() - timedelta(seconds=1)).isoformat()
    session.save()
    answer = keeper.get(HOME)
    assert answer["Location"] == reverse("office:partner", args=[world.ivan.pk])
    assert keeper.get(HOME).status_code == 403

    look(keeper, world.ivan)
    take_role(marina, role=Role.MANAGER)
    assert keeper.get(HOME).status_code == 302
    assert keeper.get(HOME).status_code == 403


def test_a_reason_is_needed(keeper: Visitor, world: World) -> None:
    look(keeper, world.ivan, why=" ")
    assert keeper.get(HOME).status_code == 403


def test_others_do_not_look(
    support: Visitor, finance: Visitor, member: Visitor, stranger: Visitor, world: World
) -> None:
    askers = (support, finance, member, stranger)
    assert [look(who, world.rita) for who in askers] == [403, 403, 403, 302]
    assert support.get(HOME).status_code == 403
    leave = reverse("office:leave_cabinet")
    assert [who.post(leave).status_code for who in (member, stranger)] == [403, 302]
    assert sign_in(Role.OWNER).post(leave)["Location"] == reverse("office:desk")
