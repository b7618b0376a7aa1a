"""Saved views: a person keeps filters and columns under a name, for himself alone."""

from __future__ import annotations

import pytest
from django.test import Client as Visitor
from django.urls import reverse
from django.utils.http import urlencode

from tests.web.backoffice.conftest import sign_in
from tests.web.cabinet.conftest import clerk, ivan, rita, staff, world
from tests.world import World
from zabota.domain.people.models import Person, Role, SavedView
from zabota.domain.people.operations import MOST_VIEWS, save_view, share_view
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.web.backoffice.views.saved import views as office
from zabota.web.cabinet.views.saved import views as cabinet

__all__ = ["clerk", "ivan", "rita", "staff", "world"]
pytestmark = pytest.mark.django_db
SAVE = reverse("cabinet:save_view")
CLIENTS = reverse("cabinet:clients")


def keep(visitor: Visitor, name: str = "Горит", query: str = "step=late&q=&page=3") -> str:
    form = {"list": "clients", "name": name, "query": query}
    return visitor.post(SAVE, form)["Location"]


def test_kept_shown_forgotten_and_taken_back(ivan: Visitor, world: World) -> None:
    asked = f"{CLIENTS}?q=&step=late&columns=step&columns=tags"
    page = ivan.get(asked)
    shelf = page.context["shelf"]
    assert shelf.query == "columns=step&columns=tags&step=late"
    assert page.context["table"].shown == {"name", "step", "tags"}
    assert keep(ivan, query=shelf.query) == f"{CLIENTS}?{shelf.query}"
    (one,) = ivan.get(asked).context["shelf"].saved
    assert (one.label, one.active, one.url) == ("Горит", True, f"{CLIENTS}?{shelf.query}")
    assert not ivan.get(CLIENTS).context["shelf"].saved[0].active

    answer = ivan.post(one.remove_url, follow=True).content.decode()
    assert not SavedView.objects.exists()
    undo = answer.split(f'action="{SAVE}?')[1].split('"')[0].replace("&amp;", "&")
    ivan.post(f"{SAVE}?{undo}")
    assert SavedView.objects.get().query == shelf.query


def test_the_same_name_is_replaced_and_pages_are_not_kept(ivan: Visitor) -> None:
    assert keep(ivan) == f"{CLIENTS}?step=late"
    keep(ivan, query="tag=опт")
    assert SavedView.objects.get().query == "tag=%D0%BE%D0%BF%D1%82"


def test_each_has_his_own(ivan: Visitor, clerk: Visitor, rita: Visitor, staff: Visitor) -> None:
    keep(ivan)
    view = SavedView.objects.get()
    for colleague in (clerk, rita):
        assert colleague.get(CLIENTS).context["shelf"].saved == []
        url = reverse("cabinet:unsave_view", args=[view.pk])
        assert colleague.post(url).status_code == 404
    form = {"list": "clients", "name": "Х", "query": ""}
    assert [who.post(SAVE, form).status_code for who in (staff, Visitor())] == [403, 302]
    assert ivan.post(SAVE, {**form, "list": "staff"}).status_code == 404
    assert SavedView.objects.count() == 1


def test_staff_keep_views_of_partners_and_no_member_does(ivan: Visitor, world: World) -> None:
    support, save = sign_in(Role.SUPPORT), reverse("office:save_view")
    form = {"list": "partners", "name": "Недовольные", "query": "mood=bad&columns=contacts"}
    assert ivan.post(save, form).status_code == 403
    listed = support.post(save, form)["Location"]
    page = support.get(listed)
    assert page.context["shelf"].saved[0].active
    table = page.context["table"]
    assert {one.key for one in table.choice if one.key in table.shown} == {"contacts"}
    cabinets = reverse("cabinet:unsave_view", args=[SavedView.objects.get().pk])
    assert support.post(cabinets).status_code == 403


def test_what_is_not_kept(ivan: Visitor, world: World) -> None:
    for name in (" ", "и" * 81):
        keep(ivan, name)
    assert not SavedView.objects.exists()
    person = Person.objects.get(pk=world.ivan.members.first().person_id)  # type: ignore[union-attr]
    for number in range(MOST_VIEWS):
        save_view(person, place="cabinet:clients", name=str(number), query="", at=now())
    with pytest.raises(Refusal):
        save_view(person, place="cabinet:clients", name="ещё", query="", at=now())
    save_view(person, place="cabinet:clients", name="7", query="q=1", at=now())


def test_a_view_for_everybody_is_kept_and_forgotten_by_who_looks_after_partners(
    ivan: Visitor, world: World
) -> None:
    marina, pyotr = sign_in(Role.MANAGER), sign_in(Role.SUPPORT)
    save = reverse("office:save_view")
    form = {"list": "partners", "name": "Юг", "query": "tag=юг&columns=contacts", "shared": "1"}
    assert pyotr.post(save, form).status_code == 403
    assert ivan.post(save, form).status_code == 403
    listed = marina.post(save, form)["Location"]
    marina.post(save, {**form, "query": "tag=север"})
    marina.post(save, {**form, "name": "Все", "query": ""})
    view = SavedView.objects.get()
    assert (view.person, view.kept_by) == (None, "Марина"), (
        "A name is taken once; all need no name."
    )

    (seen,) = pyotr.get(listed).context["shelf"].saved
    assert (seen.label, seen.shared, seen.active, seen.remove_url) == ("Юг", True, True, "")
    forget = reverse("office:unsave_view", args=[view.pk])
    assert [who.post(forget).status_code for who in (pyotr, ivan)] == [403, 403]
    pyotr.post(save, {**form, "shared": ""})
    assert SavedView.objects.count() == 2, "His own of the same name is another one."

    answer = marina.post(forget, follow=True).content.decode()
    assert not SavedView.objects.filter(person=None).exists()
    undo = answer.split(f'action="{save}?')[1].split('"')[0].replace("&amp;", "&")
    assert pyotr.post(f"{save}?{undo}").status_code == 403
    marina.post(f"{save}?{undo}")
    assert SavedView.objects.get(person=None).query == view.query
    clients = {**form, "list": "clients", "query": "step=late"}
    marina.post(save, clients)
    assert [one.label for one in marina.get(reverse("office:clients")).context["shelf"].saved] == [
        "Юг"
    ]


def test_the_cabinet_keeps_nothing_for_everybody(ivan: Visitor, rita: Visitor) -> None:
    form = {"list": "clients", "name": "Наши", "query": "step=late", "shared": "1"}
    assert ivan.post(SAVE, form).status_code == 403
    assert not SavedView.objects.exists()
    share_view(place="cabinet:clients", name="Чужой", query="step=late", at=now(), by="?")
    assert (
        rita.post(reverse("cabinet:unsave_view", args=[SavedView.objects.get().pk])).status_code
        == 403
    )


@pytest.mark.parametrize("name", sorted(office.lists))
def test_every_list_of_the_office_that_is_named_shows_its_views(name: str, db: None) -> None:
    viktor = sign_in(Role.OWNER)
    sent = {"list": name, "name": "Мой", "query": "q=х"}
    listed = viktor.post(reverse("office:save_view"), sent)["Location"]
    page = viktor.get(listed)
    (one,) = page.context["shelf"].saved
    assert (one.label, one.active) == ("Мой", True)
    assert f'href="{one.url}"' in page.content.decode()


@pytest.mark.parametrize("name", sorted(cabinet.lists))
def test_every_list_of_the_cabinet_that_is_named_shows_its_views(name: str, ivan: Visitor) -> None:
    sent = {"list": name, "name": "Мой", "query": "q=х"}
    page = ivan.get(ivan.post(SAVE, sent)["Location"])
    (one,) = page.context["shelf"].saved
    assert (one.label, one.active) == ("Мой", True)
    assert f'href="{one.url}"' in page.content.decode()


def test_the_columns_of_everybody_are_no_view(ivan: Visitor) -> None:
    usual = [one.key for one in ivan.get(CLIENTS).context["table"].choice if one.first]
    asked = f"{CLIENTS}?{urlencode({'columns': usual, 'sort': 'name'}, doseq=True)}"
    assert ivan.get(asked).context["shelf"].query == ""
    assert ivan.get(f"{CLIENTS}?columns=tags").context["shelf"].query == "columns=tags"


def test_a_view_is_renamed_and_named_back(world: World) -> None:
    keeper, support = sign_in(Role.MANAGER), sign_in(Role.SUPPORT)
    marina = Person.objects.get(email="manager@example.com")
    kept = {"place": "office:partners", "query": "mood=good", "at": now()}
    segment = share_view(name="Довольные", by="Марина", **kept)
    other = share_view(
        name="Тихие", by="Марина", place="office:partners", query="mood=bad", at=now()
    )
    own = save_view(marina, name="Моё", place="office:partners", query="mood=calm", at=now())
    rename = reverse("office:rename_view", args=[segment.pk])
    assert 'value="Довольные"' in keeper.get("/office/partners/?mood=good").content.decode()
    answer = keeper.post(rename, {"name": "  Рады   нам "}, follow=True)
    segment.refresh_from_db()
    assert (segment.name, segment.query) == ("Рады нам", "mood=good")
    (said,) = answer.context["messages"]
    keeper.post(said.extra_tags.removeprefix("undo:"))
    segment.refresh_from_db()
    assert segment.name == "Довольные"
    for wrong in ("Тихие", "", "х" * 81):
        keeper.post(rename, {"name": wrong})
    assert not {"", "Тихие"} & {SavedView.objects.get(pk=segment.pk).name}
    assert SavedView.objects.get(pk=other.pk).name == "Тихие"
    assert support.post(rename, {"name": "Чужое"}).status_code == 403
    assert support.post(reverse("office:rename_view", args=[own.pk])).status_code == 404
