"""Signing in: by a code from a letter, by one click in the demo; each lands where he works."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client as Browser

from tests.world import World
from zabota.domain.partners.models import MemberRole
from zabota.domain.partners.operations import add_member
from zabota.domain.people.models import Person, Role
from zabota.domain.people.operations import add_person, give_role
from zabota.web.public.templatetags.public import DOMAIN, ROLES

CODE = re.compile(r"^[A-Z0-9-]{6,9}$", re.MULTILINE)
STAFF = {"owner": Role.OWNER, "manager": Role.MANAGER, "finance": Role.FINANCE}


def sign_in(browser: Browser, email: str, *, next: str = "") -> str:
    """Asks for a code, enters it, answers where the person landed."""
    asked = browser.post("/accounts/login/", {"email": email, "next": next})
    code = CODE.search(str(mail.outbox[-1].body))
    assert code
    where: str = browser.post(asked["Location"], {"code": code[0], "next": next})["Location"]
    return where


@pytest.fixture
def olga(db: None) -> Person:
    person = add_person(email="olga@example.com", name="Ольга")
    give_role(person, role=Role.FINANCE)
    return person


def test_staff_land_at_the_desk_and_members_in_the_cabinet(world: World, olga: Person) -> None:
    assert sign_in(Browser(), olga.email) == "/office/"
    polina = add_person(email="polina@example.com", name="Полина")
    add_member(world.ivan, person=polina, at=world.ivan.joined_at, role=MemberRole.MANAGER)
    assert sign_in(Browser(), polina.email) == "/cabinet/"


def test_nobody_is_sent_to_another_site(olga: Person) -> None:
    assert sign_in(Browser(), olga.email, next="https://evil.example/") == "/office/"
    assert sign_in(Browser(), olga.email, next="//evil.example/") == "/office/"
    assert sign_in(Browser(), olga.email, next="/office/payouts/") == "/office/payouts/"


def test_a_wrong_code_does_not_open(olga: Person, client: Browser) -> None:
    client.post("/accounts/login/", {"email": olga.email})
    answer = client.post("/accounts/login/code/confirm/", {"code": "AAAA-0000"})
    assert "field__error" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_stranger_gets_a_letter_without_a_code(db: None, client: Browser) -> None:
    answer = client.post("/accounts/login/", {"email": "nobody@example.com"}, follow=True)
    assert "nobody@example.com" in answer.content.decode()
    assert "ничего не открывается" in mail.outbox[0].body
    assert not Person.objects.exists()


def test_who_is_switched_off_does_not_enter(olga: Person, client: Browser) -> None:
    Person.objects.update(is_active=False)
    client.post("/accounts/login/", {"email": olga.email})
    assert "вход отключён" in mail.outbox[0].body
    assert not CODE.search(str(mail.outbox[0].body))


def test_signing_out_needs_a_press(olga: Person, client: Browser) -> None:
    client.force_login(olga)
    assert "Выйти" in client.get("/accounts/logout/").content.decode()
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def cast(world: World) -> None:
    for role in ROLES:
        person = add_person(email=f"{role}@{DOMAIN}", name=role)
        if role in ("partner", "member"):
            add_member(world.ivan, person=person, at=world.ivan.joined_at, role=MemberRole.MANAGER)
        else:
            give_role(person, role=STAFF.get(role, Role.SUPPORT))


@pytest.mark.parametrize("role", list(ROLES))
def test_one_click_in_the_demo(world: World, client: Browser, settings: Any, role: str) -> None:
    settings.DEMO = True
    cast(world)
    assert f"/demo/sign-in/{role}/" in client.get("/accounts/login/").content.decode()
    where = client.post(f"/demo/sign-in/{role}/")["Location"]
    assert where == ("/cabinet/" if role in ("partner", "member") else "/office/")
    assert Person.objects.get(pk=client.session["_auth_user_id"]).email == f"{role}@{DOMAIN}"


def test_one_click_leads_back_to_the_page_one_was_on(
    world: World, client: Browser, settings: Any
) -> None:
    settings.DEMO = True
    cast(world)
    page = client.get("/accounts/login/?next=/cabinet/clients/").content.decode()
    assert 'name="next" value="/cabinet/clients/"' in page
    url = "/demo/sign-in/partner/"
    assert client.post(url, {"next": "/cabinet/clients/"})["Location"] == "/cabinet/clients/"
    for elsewhere in ("/office/", "https://evil.example/cabinet/", "//evil.example"):
        assert client.post(url, {"next": elsewhere})["Location"] == "/cabinet/"


@pytest.mark.parametrize("role", list(ROLES))
def test_outside_the_demo_there_is_no_such_page(world: World, client: Browser, role: str) -> None:
    cast(world)
    assert "/demo/" not in client.get("/accounts/login/").content.decode()
    assert client.post(f"/demo/sign-in/{role}/").status_code == 404
    assert client.get(f"/demo/sign-in/{role}/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_in_the_demo_only_a_press_of_ours_signs_in(world: World, settings: Any) -> None:
    settings.DEMO = True
    cast(world)
    assert Browser().get("/demo/sign-in/owner/").status_code == 405
    assert Browser(enforce_csrf_checks=True).post("/demo/sign-in/owner/").status_code == 403
    assert Browser().post("/demo/sign-in/nobody/").status_code == 404
