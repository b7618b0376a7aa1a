"""Joining: a code and a link at once, evidence of the acceptance, the e-mail proved by a code."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client as Browser
from django.urls import reverse

from tests.make.money import LONG_AGO
from tests.web.public.asking import company, joining
from tests.world import World
from zabota.domain.attribution.models import Attribution
from zabota.domain.partners.models import LegalForm, Partner
from zabota.domain.people.models import Role
from zabota.domain.people.operations import add_person, give_role
from zabota.domain.programme.models import Acceptance
from zabota.domain.programme.operations import publish_offer


def test_joining_gives_a_code_and_a_link_that_work_at_once(
    world: World, client: Browser, settings: Any
) -> None:
    answer = client.post(
        "/join/", joining(), headers={"User-Agent": "Fox 1"}, REMOTE_ADDR="203.0.113.7"
    )
    assert answer["Location"] == reverse("public:welcome")
    page = client.get(answer["Location"]).content.decode()
    assert f'data-copy="{settings.PUBLIC_URL}/p/ВЕСНА/"' in page
    assert 'data-copy="ВЕСНА"' in page

    visitor = Browser()
    visitor.get(reverse("public:short_link", args=["ВЕСНА"]), follow=True)
    visitor.post("/company/", company())
    partner = Partner.objects.get(name="Вера Лескова")
    assert Attribution.objects.get(client__name="ООО «Север»").partner == partner
    assert partner.legal_form == LegalForm.IP

    proof = Acceptance.objects.get(partner=partner)
    assert (str(proof.person), proof.address, proof.user_agent, proof.sha256) == (
        "Вера Лескова", "203.0.113.7", "Fox 1", proof.offer.sha256,
    )  # fmt: skip


def test_the_code_of_the_letter_opens_the_cabinet(world: World, client: Browser) -> None:
    client.post("/join/", joining())
    assert "_auth_user_id" not in client.session
    [letter] = mail.outbox
    assert letter.to == ["vera@example.com"]
    code = re.search(r"^[A-Z0-9-]{6,9}$", str(letter.body), re.MULTILINE)
    assert code
    answer = client.post("/accounts/login/code/confirm/", {"code": code[0]})
    assert answer["Location"] == "/cabinet/"
    assert "_auth_user_id" in client.session


def test_a_silent_mail_server_does_not_undo_the_joining(
    world: World, client: Browser, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "tests.web.public.test_join.SilentServer"
    client.post("/join/", joining())
    page = client.get("/join/welcome/").content.decode()
    assert "Получить код" in page
    assert Partner.objects.filter(name="Вера Лескова").exists()


class SilentServer:
    """A mail server that does not answer."""

    def __init__(self, **_: Any) -> None: ...

    def send_messages(self, _: Any) -> int:
        raise TimeoutError


def test_the_demo_signs_in_at_once(world: World, client: Browser, settings: Any) -> None:
    settings.DEMO = True
    client.post("/join/", joining())
    assert "_auth_user_id" in client.session
    assert 'href="/cabinet/"' in client.get("/join/welcome/").content.decode()
    assert client.get("/join/")["Location"] == "/cabinet/"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "123"}, "хотя бы одну букву"),
        ({"code": "СЛИШКОМДЛ"}, "Не больше восьми"),
        ({"code": "ИBAН10"}, "уже занят"),
        ({"code": "Забота"}, "занято нами"),
        ({"accepted": ""}, "Без оферты"),
        ({"legal_form": "person"}, "Стать самозанятым"),
        ({"email": "нет"}, "правильный адрес"),
    ],
)
def test_what_does_not_fit_is_said_and_nobody_joins(
    world: World, client: Browser, changes: dict[str, str], said: str
) -> None:
    answer = client.post("/join/", joining(**changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Partner.objects.filter(name="Вера Лескова").exists()


def test_an_offer_that_changed_meanwhile_is_read_anew(world: World, client: Browser) -> None:
    seen = joining()
    publish_offer(title="Договор-оферта", text="Мы платим 45 %.", at=LONG_AGO)
    answer = client.post("/join/", seen)
    assert "оферта обновилась" in answer.content.decode()
    assert not Acceptance.objects.filter(partner__name="Вера Лескова").exists()
    assert client.post("/join/", joining(offer_number="2")).status_code == 302


def test_nobody_joins_twice_and_staff_do_not_join(world: World, client: Browser) -> None:
    client.post("/join/", joining())
    give_role(add_person(email="olga@example.com", name="Ольга"), role=Role.FINANCE)
    for email in ("Vera@example.com", "olga@example.com"):
        again = client.post("/join/", joining(email=email, code="ЛЕТО"))
        assert again.status_code == 422
        assert "Вы уже с нами" in again.content.decode()
    assert Partner.objects.filter(name="Вера Лескова").count() == 1


def test_the_welcome_is_for_who_joined(world: World) -> None:
    assert Browser().get("/join/welcome/")["Location"] == "/join/"


def test_without_an_offer_joining_waits(db: None, client: Browser) -> None:
    assert "Присоединиться пока нельзя" in client.get("/join/").content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("лето", "Промокод свободен"),
        ("рита", "уже занят"),
        ("PИTA", "уже занят"),
        ("2026", "хотя бы одну букву"),
        ("a!b", "Только буквы и цифры"),
        ("", "Придумайте слово"),
    ],
)
def test_the_live_check_answers(world: World, client: Browser, typed: str, said: str) -> None:
    assert said in client.get("/join/code/", {"code": typed}).content.decode()


def test_a_code_with_markup_comes_back_as_text(world: World, client: Browser) -> None:
    page = client.get("/", {"promo": "<b>КОД</b>"}).content.decode()
    assert "<b>КОД" not in page
    assert "&lt;b&gt;КОД" in page
