"""Leads at the three sites and the API."""

from __future__ import annotations

import json

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.profiles import show
from tests.web.cabinet.conftest import enter
from tests.world import World, world
from zabota.domain.leads.models import Lead, LeadRule, LeadStatus, Profile, Proposal
from zabota.domain.leads.queries import find_waiting
from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Role
from zabota.domain.people.operations import add_person, give_role, make_key
from zabota.domain.people.rules import KeyRight
from zabota.domain.ratings.models import Level
from zabota.kit.clock import now
from zabota.kit.events.models import Event

__all__ = ["world"]
pytestmark = pytest.mark.django_db
ASK = {"company": "Новая", "email": "new@example.com", "tongue": "ru", "crm": "amocrm"}


def staff(role: str) -> Visitor:
    person = add_person(email=f"{role}@vendor.example", name=role)
    give_role(person, role=role)
    return enter(person)


def of(partner: Partner) -> Visitor:
    return enter(partner.members.get().person)


def test_the_directory_shows_who_wants_to_be_seen(world: World) -> None:
    seen = show(world.ivan)
    hidden = show(world.rita, published=False)
    stranger = Visitor(headers={"accept-language": "en"})
    page = stranger.get(reverse("public:directory"), {"crm": "amocrm"}).content.decode()
    assert world.ivan.name in page
    assert world.rita.name not in page
    assert (
        world.ivan.name
        not in stranger.get(reverse("public:directory"), {"crm": "bitrix24"}).content.decode()
    )
    own = stranger.get(reverse("public:profile", args=[seen.slug])).content.decode()
    assert "<strong>быстро</strong>" in own
    assert "<script>alert" not in own
    assert stranger.get(reverse("public:profile", args=[hidden.slug])).status_code == 404
    assert stranger.get(reverse("public:profile_logo", args=[hidden.slug])).status_code == 404
    sitemap = stranger.get("/sitemap.xml").content.decode()
    assert seen.slug in sitemap
    assert hidden.slug not in sitemap
    assert "Disallow: /i/" in stranger.get("/robots.txt").content.decode()


def test_from_the_form_to_the_client(world: World) -> None:
    seen = show(world.ivan)
    stranger = Visitor(headers={"accept-language": "en"})
    ask = reverse("public:recommend")
    assert stranger.post(ask, {"company": "Без почты"}).status_code == 422
    assert (
        stranger.post(
            ask, {**ASK, "wished": seen.slug, "person": "Анна", "words": "Три филиала, нужен MAX"}
        ).status_code
        == 302
    )
    lead = Lead.objects.get()
    assert (lead.source, lead.wished) == ("directory", world.ivan)
    ivan, rita = of(world.ivan), of(world.rita)
    proposal = find_waiting(lead)
    assert proposal is not None
    page = ivan.get(reverse("cabinet:leads")).content.decode()
    assert "The client chose you." in page
    for deed in ("accept_lead", "decline_lead"):
        assert rita.post(reverse(f"cabinet:{deed}", args=[proposal.pk])).status_code == 404
    answer = ivan.post(reverse("cabinet:accept_lead", args=[proposal.pk]))
    lead.refresh_from_db()
    assert answer["Location"] == reverse("cabinet:client", args=[lead.client_id])
    card = ivan.get(answer["Location"]).content.decode()
    assert "Три филиала, нужен MAX" in card, "what the client wrote stays in sight"
    assert "Анна" in card
    for deed in ("close_lead", "return_lead"):
        stranger_deed = rita.post(reverse(f"cabinet:{deed}", args=[lead.pk]), {"reason": "x"})
        assert stranger_deed.status_code == 404
    ivan.post(reverse("cabinet:close_lead", args=[lead.pk]), {"reason": "Передумали"})
    lead.refresh_from_db()
    assert (lead.status, lead.closed_why) == (LeadStatus.LOST, "Передумали")
    assert "Новая" in ivan.get(reverse("cabinet:leads") + "?as=csv").content.decode()


def test_a_taken_lead_is_given_back(world: World) -> None:
    show(world.ivan)
    Visitor().post(reverse("public:recommend"), {**ASK, "words": "Нужен MAX"})
    lead, ivan = Lead.objects.get(), of(world.ivan)
    proposal = find_waiting(lead)
    assert proposal is not None
    ivan.post(reverse("cabinet:accept_lead", args=[proposal.pk]))
    show(world.rita)
    back = reverse("cabinet:return_lead", args=[lead.pk])
    ivan.post(back, {"reason": ""})
    assert find_waiting(lead) is None, "a reason is asked for"
    ivan.post(back, {"reason": "Нет свободных рук"})
    waiting = find_waiting(lead)
    assert waiting is not None
    assert waiting.partner == world.rita
    asked = staff(Role.SUPPORT).get(reverse("office:lead", args=[lead.pk])).content.decode()
    assert "Нет свободных рук" in asked


def test_the_owner_writes_the_page(world: World) -> None:
    ivan = of(world.ivan)
    page = reverse("cabinet:profile")
    words = {
        "published": "on",
        "about": "Мы",
        "city": "Омск",
        "site": "javascript:1",
        "most_open": "2",
    }
    assert ivan.post(page, words).status_code == 422
    ivan.post(
        page, {**words, "site": "https://example.com", "crms": ["bitrix24"], "tongues": ["ru"]}
    )
    profile = Profile.objects.get()
    assert (profile.slug, profile.crms, profile.site) == (
        "ivan-i-ko",
        ["bitrix24"],
        "https://example.com",
    )


def test_staff_hand_over_by_hand(world: World) -> None:
    support, manager, owner = staff(Role.SUPPORT), staff(Role.MANAGER), staff(Role.OWNER)
    new = reverse("office:new_lead")
    assert support.get(new).status_code == 403
    assert of(world.ivan).get(new).status_code == 403
    assert manager.post(new, {"company": "Звонок", "tongue": "ru"}).status_code == 422, (
        "whom to ring?"
    )
    manager.post(new, {"company": "Звонок", "tongue": "ru", "phone": "+7 900 000-00-00"})
    lead = Lead.objects.get()
    assert lead.status == LeadStatus.NOBODY
    profile = show(world.rita)
    assert support.post(reverse("office:hand_lead", args=[lead.pk])).status_code == 403
    manager.post(reverse("office:hand_lead", args=[lead.pk]), {"to": profile.pk})
    page = support.get(reverse("office:lead", args=[lead.pk])).content.decode()
    assert world.rita.name in page
    manager.post(reverse("office:hand_lead", args=[lead.pk]))
    assert "Nobody is left" in manager.get(reverse("office:lead", args=[lead.pk])).content.decode()
    manager.post(reverse("office:close_lead", args=[lead.pk]), {"reason": "Дубль"})
    assert "Звонок" in support.get(reverse("office:leads") + "?as=csv").content.decode()
    assert (
        world.rita.name in support.get(reverse("office:lead_outcomes") + "?as=csv").content.decode()
    )
    rules = {"answer_hours": "4", "window_days": "30", "level_bonus": "10"}
    assert manager.post(reverse("office:lead_rules"), rules).status_code == 403
    owner.post(reverse("office:lead_rules"), rules)
    assert LeadRule.objects.get().answer_hours == 4
    told = Event.objects.get(name="lead_rule.changed")
    assert (told.by, told.payload["answer_hours"]) == ("owner", 4)


def test_who_left_the_list_meanwhile_is_not_replaced_by_another(world: World) -> None:
    manager = staff(Role.MANAGER)
    known = {"company": "Звонок", "tongue": "ru", "email": "zvonok@example.com"}
    manager.post(reverse("office:new_lead"), known)
    lead = Lead.objects.get()
    show(world.ivan)
    gone = show(world.rita)
    number = gone.pk
    gone.delete()
    manager.post(reverse("office:hand_lead", args=[lead.pk]), {"to": number})
    page = manager.get(reverse("office:lead", args=[lead.pk])).content.decode()
    assert "This integrator is not in the list any more" in page
    assert not Proposal.objects.exists()


def test_staff_see_who_is_asked_and_what_became_of_it(world: World) -> None:
    gold = Level.objects.create(name="Золотой", least_score=9000)
    support, owner = staff(Role.SUPPORT), staff(Role.OWNER)
    rules = reverse("office:lead_rules")
    assert "Золотой" in owner.get(rules).content.decode()
    given = {
        "answer_hours": "48",
        "window_days": "30",
        "level_bonus": "10",
        f"level_{gold.pk}": "5",
    }
    assert owner.post(rules, given).status_code == 422, "A tenth is the least."
    owner.post(rules, {**given, f"level_{gold.pk}": "250"})
    assert LeadRule.objects.get().level_weights == {str(gold.pk): 250}
    assert 'value="250"' in owner.get(rules).content.decode()
    stranger = Visitor(headers={"accept-language": "en"})
    assert "answers within 2 days" in stranger.get(reverse("public:recommend")).content.decode()

    show(world.ivan)
    show(world.rita, city="Омск")
    stranger.post(reverse("public:recommend"), {**ASK, "city": "Казань"})
    listed = reverse("office:leads")
    assert world.ivan.name in support.get(listed).content.decode()
    assert world.ivan.name in support.get(listed, {"as": "csv"}).content.decode()
    asked = support.get(reverse("office:lead", args=[Lead.objects.get().pk])).content.decode()
    assert f"{world.ivan.name}</a>, answers till" in asked or "ответит до" in asked
    of(world.ivan).post(reverse("cabinet:accept_lead", args=[Proposal.objects.get().pk]))

    became = reverse("office:lead_outcomes")
    page = support.get(became)
    assert [one.taken for one in page.context["page"]] == [1]
    assert "250&nbsp;%" in page.content.decode()
    for sort in ("name", "-share_bp", "hours", "nonsense"):
        assert len(support.get(became, {"sort": sort}).context["page"]) == 1
    assert not support.get(became, {"to": "2020-01-01"}).context["page"].object_list
    assert not support.get(became, {"q": "рита"}).context["page"].object_list
    line = support.get(became, {"as": "csv"}).content.decode().splitlines()[1]
    assert line.split(";")[:5] == [world.ivan.name, "1", "1", "0", "0,00"]
    for address in (became, rules):
        assert of(world.ivan).get(address).status_code == 403
        assert Visitor().get(address).status_code == 302


def test_another_system_hands_over(world: World) -> None:
    show(world.ivan)
    _key, secret = make_key(name="CRM", rights=[KeyRight.LEADS_ADD], at=now(), by="Виктор")
    body = json.dumps({"external_id": "7", "company": "Из CRM", "crm": "amocrm"})
    call = {"content_type": "application/json", "headers": {"Authorization": f"Bearer {secret}"}}
    answers = [Visitor().post("/api/v1/leads", body, **call) for _ in "12"]  # type: ignore[arg-type]
    assert [one.json()["partner"] for one in answers] == [world.ivan.name] * 2
    assert Lead.objects.count() == 1
    wrong = json.dumps({"external_id": "8", "company": "Из CRM", "crm": "1c"})
    assert Visitor().post("/api/v1/leads", wrong, **call).status_code == 422  # type: ignore[arg-type]
    assert Visitor().post("/api/v1/leads", body, content_type="application/json").status_code == 401
