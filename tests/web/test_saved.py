"""Saved views: a person keeps filters and columns under a name, for himself alone."""

from __future__ import annotations

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.web.backoffice.conftest import sign_in
from tests.web.cabinet.conftest import clerk, ivan, rita, staff, world
from tests.world import World
from zabota.domain.people.models import Person, Role, SavedView
from zabota.domain.people.operations import MOST_VIEWS, save_view
from zabota.kit.clock import now
from zabota.kit.errors import Refusal

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
    assert page.context["shown"] == {"contacts"}
    cabinets = reverse("cabinet:unsave_view", args=[SavedView.objects.get().pk])
    assert support.post(cabinets).status_code == 403


def test_what_is_not_kept(ivan: Visitor, world: World) -> None:
    for name in (" ", "и" * 41):
        keep(ivan, name)
    assert not SavedView.objects.exists()
    person = Person.objects.get(pk=world.ivan.members.first().person_id)  # type: ignore[union-attr]
    for number in range(MOST_VIEWS):
        save_view(person, place="cabinet:clients", name=str(number), query="", at=now())
    with pytest.raises(Refusal):
        save_view(person, place="cabinet:clients", name="ещё", query="", at=now())
    save_view(person, place="cabinet:clients", name="7", query="q=1", at=now())
