"""Staff and their roles: the owner invites, gives and takes; the last owner stays."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client as Visitor

from tests.web.backoffice.conftest import sign_in
from tests.web.jobs import run_jobs
from tests.world import World
from zabota.domain.people.models import Person, Role
from zabota.domain.people.queries import list_roles
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db
STAFF = "/office/staff/"


def test_the_owner_invites_gives_and_takes(db: None) -> None:
    owner = sign_in(Role.OWNER)
    asked = {"email": "Lena@example.com", "name": "Лена", "role": "support"}
    assert owner.post(STAFF, asked).status_code == 302
    run_jobs()
    lena = Person.objects.get(email="lena@example.com")
    assert mail.outbox[0].to == ["lena@example.com"]
    assert "Виктор" in mail.outbox[0].body
    again = owner.post(STAFF, asked)
    assert again.status_code == 422
    assert "among the staff already" in again.content.decode()

    owner.post(f"{STAFF}{lena.pk}/give/", {"role": "finance"})
    owner.post(f"{STAFF}{lena.pk}/give/", {"role": "king"})
    owner.post(f"{STAFF}{lena.pk}/take/", {"role": "support"})

    assert list_roles(lena) == ("finance",)
    told = Event.objects.filter(about__contains=[f"person:{lena.pk}"]).order_by("pk")
    assert [(one.name, one.by) for one in told] == [
        ("staff.invited", "Виктор"), ("role.given", "Виктор"), ("role.taken", "Виктор"),
    ]  # fmt: skip


def test_the_last_owner_stays(db: None) -> None:
    owner = sign_in(Role.OWNER)
    viktor = Person.objects.get(email="owner@example.com")
    answer = owner.post(f"{STAFF}{viktor.pk}/take/", {"role": "owner"}, follow=True)
    assert "last owner" in " ".join(str(one) for one in answer.context["messages"])
    assert list_roles(viktor) == ("owner",)


def test_a_partners_member_is_not_made_staff(world: World) -> None:
    person = world.ivan.members.get().person
    asked = {"email": person.email.upper(), "name": "Иван", "role": "support"}
    answer = sign_in(Role.OWNER).post(STAFF, asked)
    assert answer.status_code == 422
    assert list_roles(person) == ()


def test_everybody_of_the_staff_reads_the_table_of_rights(
    support: Visitor, member: Visitor, stranger: Visitor
) -> None:
    answer = support.get(f"{STAFF}rights/")
    assert "Invite staff, give and take roles" in answer.content.decode()
    assert [who.get(f"{STAFF}rights/").status_code for who in (member, stranger)] == [403, 302]


def test_others_are_refused(
    keeper: Visitor, finance: Visitor, support: Visitor, member: Visitor, stranger: Visitor
) -> None:
    for address in (STAFF, f"{STAFF}1/give/", f"{STAFF}1/take/"):
        answers = [
            who.post(address).status_code for who in (keeper, finance, support, member, stranger)
        ]
        assert answers == [403, 403, 403, 403, 302]


def test_a_role_is_taken_back_by_one_press_and_the_mightiest_is_not_the_first_choice(
    db: None,
) -> None:
    owner = sign_in(Role.OWNER)
    sign_in(Role.SUPPORT)
    petr = Person.objects.get(email="support@example.com")
    page = owner.get(STAFF).content.decode()
    offered = re.findall(r'<option value="(\w+)"', page.split(f'id="give-{petr.pk}"')[1])
    assert offered[:3] == ["finance", "manager", "owner"]
    answer = owner.post(f"{STAFF}{petr.pk}/give/", {"role": "owner"}, follow=True)
    (said,) = answer.context["messages"]
    answer = owner.post(said.extra_tags.removeprefix("undo:"), follow=True)
    assert list_roles(petr) == ("support",)
    (said,) = answer.context["messages"]
    owner.post(said.extra_tags.removeprefix("undo:"))
    assert list_roles(petr) == ("owner", "support")


def test_who_was_refused_stays_where_he_reads_why(db: None) -> None:
    owner = sign_in(Role.OWNER)
    viktor = Person.objects.get(email="owner@example.com")
    assert owner.post(f"{STAFF}{viktor.pk}/take/", {"role": "owner"})["Location"] == STAFF
    sign_in(Role.SUPPORT)
    Person.objects.get(email="support@example.com").staff_roles.create(role="owner")
    assert owner.post(f"{STAFF}{viktor.pk}/take/", {"role": "owner"})["Location"] == "/office/"
