"""Marina does one thing to many partners: she reads how many it changes, and only then it is done."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import partner
from tests.web.backoffice.conftest import sign_in
from tests.world import World
from zabota.config.demo.news import TEMPLATES
from zabota.domain.news.operations import keep_template
from zabota.domain.partners.models import BankDetails, Partner
from zabota.domain.partners.operations import change_tags
from zabota.domain.people.models import Person, Role
from zabota.kit.clock import now
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db
TOGETHER, LIST = reverse("office:partners_together"), reverse("office:partners")
NEW = reverse("office:new_bulletin")


def tags() -> dict[str, list[str]]:
    return dict(Partner.objects.order_by("name").values_list("name", "tags"))


def test_a_tag_is_given_and_taken_off_after_a_look(keeper: Visitor, world: World) -> None:
    ids = [world.ivan.pk, world.rita.pk]
    change_tags([world.rita.pk], add=["юг"], at=now(), by="Марина")
    ask: dict[str, Any] = {"partner": ids, "deed": "tag", "new_tag": " Юг ", "next": f"{LIST}?q="}
    page = keeper.post(TOGETHER, ask)
    assert (page.context["count"], list(page.context["named"])) == (1, [world.ivan])
    assert "It changes <strong>1</strong> partner." in page.content.decode()
    assert tags()[world.ivan.name] == [], "Nothing is done before it is confirmed."

    assert keeper.post(TOGETHER, {**ask, "sure": "1"})["Location"] == f"{LIST}?q="
    assert tags() == {world.ivan.name: ["юг"], world.rita.name: ["юг"]}
    assert "change nothing" in keeper.post(TOGETHER, ask, follow=True).content.decode()
    off = {**ask, "deed": "untag"}
    assert keeper.post(TOGETHER, off).context["count"] == 2
    keeper.post(TOGETHER, {**off, "sure": "1"})
    assert tags() == {world.ivan.name: [], world.rita.name: []}
    assert Event.objects.filter(name="partner.tagged", by="Марина").count() == 4


def test_all_of_the_list_are_those_that_it_shows(keeper: Visitor, world: World) -> None:
    """The filters of the list bear the same names as ever; the new tag has a name of its own."""
    partner("Третий", "ТРЕТИЙ")
    change_tags([world.ivan.pk, world.rita.pk], add=["юг"], at=now(), by="Марина")
    page = keeper.get(LIST, {"tag": "юг"}).content.decode()
    assert '<input type="hidden" name="tag" value="юг">' in page
    assert "all of the list: 2" in page
    wish = {"all": "1", "tag": "юг", "new_tag": "опт", "deed": "tag", "sure": "1"}
    keeper.post(TOGETHER, wish)
    assert tags() == {world.ivan.name: ["опт", "юг"], world.rita.name: ["опт", "юг"], "Третий": []}
    csv = keeper.post(TOGETHER, {"all": "1", "tag": "опт", "deed": "csv"})
    assert len(csv.content.decode().splitlines()) == 3
    one = keeper.post(TOGETHER, {"partner": [world.rita.pk], "deed": "csv"}).content.decode()
    assert world.rita.name in one
    assert world.ivan.name not in one


def test_a_manager_and_a_letter(keeper: Visitor, world: World) -> None:
    manager = Person.objects.get(staff_roles__role=Role.MANAGER)
    ids = [world.ivan.pk, world.rita.pk]
    keeper.post(TOGETHER, {"partner": ids, "deed": "curator", "new_curator": manager.pk, "sure": 1})
    assert set(Partner.objects.values_list("curator", flat=True)) == {manager.pk}
    answer = keeper.post(TOGETHER, {"partner": ids[:1], "deed": "bulletin"})
    assert answer["Location"] == f"{NEW}?partner={ids[0]}"
    assert "<strong>1</strong> partner," in keeper.get(answer["Location"]).content.decode()


def test_who_lacks_bank_details_is_asked_for_them(keeper: Visitor, world: World) -> None:
    name, title, text = TEMPLATES[0]
    keep_template(None, name=name, words={"title": title, "text": text}, at=now(), by="Марина")
    wish = {"partner": [world.ivan.pk, world.rita.pk], "deed": "details"}
    assert "have given bank details" in keeper.post(TOGETHER, wish, follow=True).content.decode()
    BankDetails.objects.filter(partner=world.rita).update(replaced_at=now())
    page = keeper.get(keeper.post(TOGETHER, wish)["Location"])
    assert list(page.context["chosen"]) == [world.rita]
    ((called, address),) = page.context["templates"]
    filled = keeper.get(f"{NEW}{address}")
    assert (called, list(filled.context["chosen"])) == (name, [world.rita])
    assert title in filled.content.decode(), "The words are there, only to be sent."


def test_nonsense_does_nothing(keeper: Visitor, world: World) -> None:
    ids = [world.ivan.pk]
    for nonsense in (
        {},
        {"partner": ["x"]},
        {"partner": ids, "sure": "1"},
        {"partner": ids, "deed": "tag", "sure": "1"},
        {"partner": ids, "deed": "curator", "new_curator": "x", "sure": "1"},
        {"all": "1", "q": "никто", "deed": "tag", "new_tag": "х", "sure": "1"},
    ):
        assert keeper.post(TOGETHER, nonsense, follow=True).status_code == 200
    assert not Event.objects.filter(name__in=["partner.tagged", "curator.assigned"]).exists()
    outside = {"partner": ids, "deed": "tag", "new_tag": "х", "next": "https://evil.example"}
    assert "evil" not in keeper.post(TOGETHER, outside).content.decode()


def test_who_does_not_look_after_partners_is_refused(
    support: Visitor, member: Visitor, stranger: Visitor, world: World
) -> None:
    wish = {"partner": [world.ivan.pk], "deed": "csv"}
    refused = [one.post(TOGETHER, wish).status_code for one in (support, member, stranger)]
    assert refused == [403, 403, 302]
    assert sign_in(Role.FINANCE).post(TOGETHER, wish).status_code == 403


def undone(visitor: Visitor, answer: Any) -> str:
    (said,) = visitor.get(answer["Location"]).context["messages"]
    visitor.post(said.extra_tags.removeprefix("undo:"), follow=True)
    return str(said.extra_tags)


def test_a_tag_of_many_is_taken_back_from_those_who_got_it(keeper: Visitor, world: World) -> None:
    change_tags([world.rita.pk], add=["юг"], at=now(), by="Марина")
    ids = [world.ivan.pk, world.rita.pk]
    wish = {"partner": ids, "deed": "tag", "new_tag": "юг", "sure": "1"}
    undone(keeper, keeper.post(TOGETHER, wish))
    assert tags() == {world.ivan.name: [], world.rita.name: ["юг"]}, "she had it before"
    undone(keeper, keeper.post(TOGETHER, {**wish, "deed": "untag"}))
    assert tags()[world.rita.name] == ["юг"]


def test_managers_come_back_to_their_own_partners(keeper: Visitor, world: World) -> None:
    sign_in(Role.OWNER)
    viktor, marina = (
        Person.objects.get(staff_roles__role=role) for role in (Role.OWNER, Role.MANAGER)
    )
    Partner.objects.filter(pk=world.ivan.pk).update(curator=viktor)
    late = partner("Третий", "ТРЕТИЙ")
    ids = [world.ivan.pk, world.rita.pk, late.pk]
    wish = {"partner": ids, "deed": "curator", "new_curator": marina.pk, "sure": "1"}
    answer = keeper.post(TOGETHER, wish)
    Partner.objects.filter(pk=late.pk).update(curator=viktor)  # decided anew meanwhile
    undone(keeper, answer)
    assert dict(Partner.objects.values_list("pk", "curator")) == {
        world.ivan.pk: viktor.pk, world.rita.pk: None, late.pk: viktor.pk,
    }  # fmt: skip


def test_a_way_back_made_up_does_no_more_than_the_form_could(
    keeper: Visitor, support: Visitor, member: Visitor, stranger: Visitor, world: World
) -> None:
    address = reverse("office:undo_together")
    for tail in (
        "",
        "?to=",
        "?to=x.y&from=z",
        "?tag=юг&add=..&drop=x",
        f"?to=999999.{world.ivan.pk}",
    ):
        assert keeper.post(address + tail).status_code == 302
    assert tags() == {world.ivan.name: [], world.rita.name: []}
    assert [who.post(address).status_code for who in (support, member, stranger)] == [403, 403, 302]
