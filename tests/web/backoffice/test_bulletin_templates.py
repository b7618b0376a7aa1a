"""Templates of bulletins: fields filled in for each partner, unknown ones refused, seen before they are sent."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import payment
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance
from zabota.domain.news.models import Bulletin, BulletinTemplate
from zabota.domain.news.operations import keep_template
from zabota.domain.news.rules import fields_of, fill_in
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import now

pytestmark = pytest.mark.django_db
NEW = reverse("office:new_bulletin_template")
WORDS = {
    "name": "Напомнить",
    "title": "{{ partner }}, к выплате",
    "text": "{{name}}, ваш код {{ code }}, к выплате {{ due }}. Скобки {х} и {name} остаются своими.",
}


def edit(one: BulletinTemplate) -> str:
    return reverse("office:edit_bulletin_template", args=[one.pk])


def test_fields_are_filled_in_and_other_braces_stay() -> None:
    words = {"name": "Иван {{ due }}", "partner": "Иван и Ко"}
    text = "{name}, {{name}} и {{  partner }}: {x} {{ due }} {{}}"
    assert fields_of(text) == {"name", "partner", "due", ""}
    assert fill_in(text, words) == (
        "Иван {{ due }}, Иван {{ due }} и Иван и Ко: {x} {{ due }} {{}}"
    ), "What a person is called is never read as a field."


def test_kept_seen_with_his_figures_and_sent(keeper: Visitor, world: World) -> None:
    at = now()
    payments_received([payment(world.acme, at=at - timedelta(days=1))], at=at)
    person = world.ivan.members.get().person
    person.email = "ivan@example.com"
    person.save()
    keeper.post(NEW, WORDS)
    kept = BulletinTemplate.objects.get()
    assert kept.name in keeper.get(reverse("office:bulletin_templates")).content.decode()
    seen = keeper.get(edit(kept), {"as": world.ivan.pk}).content.decode()
    code = str(world.ivan.promo_codes.get())
    for told in ("Иван и Ко, к выплате", f"ваш код {code}", "к выплате 400,00"):
        assert told in seen, told
    assert "к выплате 0,00" in keeper.get(edit(kept), {"as": world.rita.pk}).content.decode()

    page = keeper.get(reverse("office:new_bulletin"), {"template": kept.pk, "q": "Иван"})
    assert "ваш код {{ code }}" in page.content.decode()
    words = {key: word for key, word in WORDS.items() if key != "name"}
    keeper.post(reverse("office:new_bulletin"), {**words, "q": "Иван", "by_mail": "on"})
    bulletin = Bulletin.objects.get()
    keeper.post(reverse("office:start_bulletin", args=[bulletin.pk]))
    run_jobs()
    (letter,) = mail.outbox
    assert letter.subject == "Иван и Ко, к выплате"
    assert f"{person.name}, ваш код {code}, к выплате 400,00" in letter.body
    assert f"Скобки {{х}} и {person.name} остаются" in letter.body, "The old spelling still works."
    visitor = Visitor()
    visitor.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert f"ваш код {code}" in visitor.get(f"/cabinet/news/{bulletin.pk}/").content.decode()
    assert_books_balance()


def test_what_cannot_be_kept(keeper: Visitor, world: World) -> None:
    keeper.post(NEW, WORDS)
    for wrong in (
        {"text": "Скидка {{ discount }}"},
        {"title": "К выплате {{ due }}"},
        {"title_en": "Only a title"},
        {"name": ""},
        {},
    ):
        answer = keeper.post(NEW, {**WORDS, **wrong})
        assert answer.status_code == 422, wrong
    assert (
        "{{ discount }}" in keeper.post(NEW, {**WORDS, "text": "{{ discount }}"}).content.decode()
    )
    assert BulletinTemplate.objects.count() == 1
    bulletin = {"title": "Новое", "text": "{{ discount }}"}
    assert keeper.post(reverse("office:new_bulletin"), bulletin).status_code == 422

    kept = BulletinTemplate.objects.get()
    keeper.post(edit(kept), {**WORDS, "text": "Проще"})
    kept.refresh_from_db()
    assert (kept.text, kept.changed_by) == ("Проще", "Марина")
    keeper.post(reverse("office:drop_bulletin_template", args=[kept.pk]))
    assert not BulletinTemplate.objects.exists()


def test_only_who_looks_after_partners_writes_them(
    keeper: Visitor, support: Visitor, finance: Visitor, member: Visitor, stranger: Visitor
) -> None:
    keeper.post(NEW, WORDS)
    kept = BulletinTemplate.objects.get()
    assert support.get(reverse("office:bulletin_templates")).status_code == 200
    assert member.get(reverse("office:bulletin_templates")).status_code == 403
    for address in (NEW, edit(kept), reverse("office:drop_bulletin_template", args=[kept.pk])):
        answers = [who.post(address, WORDS) for who in (support, finance, member, stranger)]
        assert [one.status_code for one in answers] == [403, 403, 403, 302]
    assert BulletinTemplate.objects.count() == 1


def test_it_is_looked_at_as_its_reader_gets_it(keeper: Visitor, world: World) -> None:
    """By his own name, on a computer, a telephone, and without formatting; and looking unsubscribes nobody."""
    person = world.ivan.members.get().person
    person.name, person.email = "Иван Петров", "ivan@example.com"
    person.save()
    text = "**{{ name }}**, [запись](https://a.example/x)"
    kept = keep_template(
        None, name="Запись", words={"title": "Для {{ name }}", "text": text}, at=now(), by="М"
    )
    wide, phone, plain = (
        keeper.get(edit(kept), {"as": world.ivan.pk, "look": look}).content.decode()
        for look in ("wide", "phone", "text")
    )
    assert "<h2>Для Иван Петров</h2>" in wide
    assert "<strong>Иван Петров</strong>" in wide
    assert "ivan@example.com" in wide
    assert "letter--phone" in phone
    assert "Иван Петров, запись (https://a.example/x)" in plain
    assert "<strong>Иван Петров" not in plain
    way_out = re.search(r"/news/off/[^\s<]+", plain)
    assert way_out
    assert keeper.post(html.unescape(way_out[0])).status_code in (400, 404)
    assert "letter--wide" in keeper.get(edit(kept), {"look": "upside"}).content.decode()
