"""Two of the staff change the same thing: the second is told what the first did, and loses nothing he typed."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.web.backoffice.conftest import sign_in
from tests.world import World
from zabota.connectors.connections.models import Connection
from zabota.connectors.connections.operations.keeping import add_connection
from zabota.domain.leads.queries.__init__ import get_rule
from zabota.domain.news.models import Bulletin, BulletinStatus, BulletinTemplate
from zabota.domain.news.operations import keep_template, write_bulletin
from zabota.domain.payouts.facts import CUT_OFF, FOUR_EYES
from zabota.domain.people.models import Role
from zabota.domain.programme.models import Clause, Offer, TermsStatus, TermsVersion
from zabota.domain.programme.operations import draft_terms
from zabota.domain.settings.operations import set_option
from zabota.domain.settings.queries import get_setting
from zabota.kit.clock import local_date, now, start_of_day

pytestmark = pytest.mark.django_db
WORDS = {"title": "Осень", "text": "Первая", "title_en": "", "text_en": ""}


def fields(page: str) -> dict[str, Any]:
    """The fields of the page's form as its browser would send them."""
    form = max(
        re.findall(
            r'<form method="post"[^>]*>.*?</form>|<form class="form[^>]*>.*?</form>', page, re.S
        ),
        key=len,
    )
    given: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        attrs = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attrs.get("type") in ("checkbox", "radio") and "checked" not in tag:
            continue
        if "name" in attrs:
            given[attrs["name"]] = html.unescape(
                attrs.get("value", "on" if attrs.get("type") == "checkbox" else "")
            )
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        given[name] = html.unescape(text).strip()
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        given[name] = chosen[1] if chosen else ""
    return given


@pytest.fixture
def owner(db: None) -> Visitor:
    return sign_in(Role.OWNER)


def test_two_settings_by_two_owners_both_stand(owner: Visitor) -> None:
    address = reverse("office:settings")
    mine = fields(owner.get(address).content.decode())
    set_option(FOUR_EYES, True, at=now(), by="Анна")
    answer = owner.post(address, {**mine, "payouts-cut_off": "15:30"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "has changed this meanwhile: Four eyes" in page
    again = fields(page)
    assert again["payouts-cut_off"] == "15:30", "what was typed stays"
    assert owner.post(address, again).status_code == 302
    assert (get_setting(FOUR_EYES, at=now()), get_setting(CUT_OFF, at=now())) == (True, "15:30")


def test_a_template_says_whose_words_stand_now(keeper: Visitor) -> None:
    kept = keep_template(None, name="Осень", words=WORDS, at=now(), by="Марина")
    address = reverse("office:edit_bulletin_template", args=[kept.pk])
    mine = fields(keeper.get(address).content.decode())
    keep_template(kept, name="Осень", words={**WORDS, "text": "Чужая"}, at=now(), by="Анна")
    answer = keeper.post(address, {**mine, "text": "Моя"})
    page = answer.content.decode()
    assert (answer.status_code, "Анна has changed this" in page, "«Чужая»" in page) == (
        422,
        True,
        True,
    )
    assert BulletinTemplate.objects.get().text == "Чужая"
    assert keeper.post(address, fields(page)).status_code == 302
    assert BulletinTemplate.objects.get().text == "Моя"


def draft(bulletin: Bulletin | None = None, **changed: Any) -> Bulletin:
    given: dict[str, Any] = {
        "words": WORDS, "filters": {}, "partner_ids": [], "by_mail": True, "shown_until": None, **changed,
    }  # fmt: skip
    return write_bulletin(bulletin, **given, at=now(), by="Анна")


def test_other_recipients_of_a_draft_are_not_written_over(world: World, keeper: Visitor) -> None:
    kept = draft()
    address = reverse("office:edit_bulletin", args=[kept.pk])
    mine = fields(keeper.get(address).content.decode())
    draft(kept, filters={"city": "Тверь"})
    answer = keeper.post(address, {**mine, "text": "Моя"})
    assert answer.status_code == 422
    assert "Тверь" in answer.content.decode()
    assert Bulletin.objects.get().filters == {"city": "Тверь"}


def test_nobody_sends_words_he_has_not_seen(world: World, keeper: Visitor) -> None:
    kept = draft()
    page = keeper.get(reverse("office:bulletin", args=[kept.pk])).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    draft(kept, words={**WORDS, "text": "Другое"})
    start = reverse("office:start_bulletin", args=[kept.pk])
    answer = keeper.post(start, {"seen": html.unescape(seen[1])}, follow=True)
    assert "has changed it meanwhile" in answer.content.decode()
    assert Bulletin.objects.get().status == BulletinStatus.DRAFT
    fresh = re.search(r'name="seen" value="([^"]+)"', answer.content.decode())
    assert fresh
    keeper.post(start, {"seen": html.unescape(fresh[1])})
    assert Bulletin.objects.get().status == BulletinStatus.GOING


def test_the_rule_of_leads_is_not_written_over(owner: Visitor) -> None:
    address = reverse("office:lead_rules")
    mine = fields(owner.get(address).content.decode())
    owner.post(address, {**mine, "answer_hours": "7"})
    answer = owner.post(address, {**mine, "window_days": "40"})
    assert answer.status_code == 422
    again = fields(answer.content.decode())
    assert (again["answer_hours"], again["window_days"]) == ("7", "40")
    assert owner.post(address, again).status_code == 302
    rule = get_rule(now())
    assert (rule.answer_hours, rule.window_days) == (7, 40)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_day_of_a_draft_stays_in_its_field(world: World, language: str) -> None:
    kept = draft(shown_until=date(2036, 11, 2))
    page = sign_in(Role.MANAGER, language).get(reverse("office:edit_bulletin", args=[kept.pk]))
    assert fields(page.content.decode())["shown_until"] == "2036-11-02"


@pytest.mark.parametrize(("field", "typed", "said"), [
    ("payouts-freeze_hours", "9999999", "From 0 to "),
    ("payouts-batch_limit", "-5", "From "), ("payouts-batch_limit", "1e5", "A sum, please"),
    ("payouts-batch_limit", "NaN", "A sum, please"), ("payouts-cut_off", "25:99", "A time as 13:00"),
    ("payouts-zone", "Europe/Tver", "no such time zone"), ("payouts-cut_off", "", "required"),
])  # fmt: skip
def test_a_wrong_value_is_told_once_and_what_would_be_right(
    owner: Visitor, field: str, typed: str, said: str
) -> None:
    address = reverse("office:settings")
    page = fields(owner.get(address).content.decode())
    answer = owner.post(address, {**page, field: typed})
    faults = answer.context["form"].errors[field]
    assert (answer.status_code, len(faults), said in faults[0]) == (422, 1, True), faults


def test_nobody_publishes_an_offer_he_has_not_read(owner: Visitor) -> None:
    given = {"title": "Оферта", "text": "Платим 40 %", "changes": ""}
    owner.post(reverse("office:new_offer"), given)
    offer = Offer.objects.get(published_at=None)
    page = reverse("office:offer", args=[offer.pk])
    before = owner.get(page).context["stamp"]
    Offer.objects.filter(pk=offer.pk).update(text="Платим 4 %\n")
    publish = reverse("office:publish_offer", args=[offer.pk])
    answer = owner.post(publish, {"seen": before}, follow=True)
    assert "changed this meanwhile" in answer.content.decode()
    assert Offer.objects.filter(pk=offer.pk, published_at=None).exists()
    owner.post(publish, {"seen": answer.context["stamp"]})
    assert Offer.objects.get(pk=offer.pk).published_at


def test_nobody_publishes_terms_with_clauses_he_has_not_read(owner: Visitor, world: World) -> None:
    day = local_date(now()) + timedelta(days=30)
    draft = draft_terms(
        title="Новые", effective_from=start_of_day(day), clauses=[Clause(rate_bp=4000)]
    )
    page = owner.get(reverse("office:version", args=[draft.pk]))
    draft.clauses.update(rate_bp=400)
    publish = reverse("office:publish_version", args=[draft.pk])
    answer = owner.post(publish, {"seen": page.context["stamp"]}, follow=True)
    assert "changed this meanwhile" in answer.content.decode()
    assert TermsVersion.objects.get(pk=draft.pk).status == TermsStatus.DRAFT
    owner.post(publish, {"seen": answer.context["stamp"]})
    assert TermsVersion.objects.get(pk=draft.pk).status == TermsStatus.PUBLISHED


def test_a_letterhead_and_a_connection_are_not_written_over(owner: Visitor) -> None:
    address = reverse("office:letterhead")
    mine = fields(owner.get(address).content.decode())
    assert "seen" in mine
    owner.post(address, {**mine, "signer": "Дубов В. И."})
    answer = owner.post(address, {**mine, "accountant": "Зимина О. П."})
    assert answer.status_code == 422
    again = fields(answer.content.decode())
    assert (again["signer"], again["accountant"]) == ("Дубов В. И.", "Зимина О. П.")
    assert owner.post(address, again).status_code == 302
    kept = add_connection(
        kind="yookassa", name="Карты", settings={"shop_id": "100500"}, secrets={"secret_key": "live_x"},
        at=now(), by="Виктор",
    )  # fmt: skip
    address = reverse("office:edit_connection", args=[kept.pk])
    mine = fields(owner.get(address).content.decode())
    owner.post(address, {**mine, "name": "Карты на сайте"})
    assert owner.post(address, {**mine, "shop_id": "100501"}).status_code == 422
    assert Connection.objects.get().settings["shop_id"] == "100500"
