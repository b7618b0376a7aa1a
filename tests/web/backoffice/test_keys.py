"""Keys of the API: only the owner makes them, and they are shown once."""

from __future__ import annotations

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.web.backoffice.conftest import sign_in
from zabota.domain.people.models import ApiKey, Role
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db
KEYS = "/office/keys/"


def test_a_key_is_shown_once_and_revoked(db: None) -> None:
    owner = sign_in(Role.OWNER)
    assert owner.post(KEYS, {"name": "Сайт"}).status_code == 422
    secret = owner.post(KEYS, {"name": "Сайт", "rights": ["clients:add"]}).context["secret"]

    key = ApiKey.objects.get()
    assert secret.startswith(key.beginning)
    assert secret not in owner.get(KEYS).content.decode()
    owner.post(f"{KEYS}{key.pk}/revoke/")
    key.refresh_from_db()
    assert (key.revoked_by, key.rights) == ("Виктор", ["clients:add"])


def test_the_journal_tells_who_made_and_revoked_it_but_not_the_secret(db: None) -> None:
    owner = sign_in(Role.OWNER)
    secret = owner.post(KEYS, {"name": "Сайт", "rights": ["clients:add"]}).context["secret"]
    key = ApiKey.objects.get()
    for _time in range(2):
        owner.post(f"{KEYS}{key.pk}/revoke/")
    told = Event.objects.filter(name__startswith="key.").order_by("pk")
    assert [(one.name, one.by, one.payload["name"]) for one in told] == [
        ("key.made", "Виктор", "Сайт"), ("key.revoked", "Виктор", "Сайт"),
    ]  # fmt: skip
    assert secret[12:] not in str([one.payload for one in told])
    page = owner.get("/office/journal/", {"q": "Сайт"}).content.decode()
    assert page.count("A key of the API was") == 2


def test_others_are_refused(
    keeper: Visitor, finance: Visitor, support: Visitor, member: Visitor, stranger: Visitor
) -> None:
    for address in (KEYS, f"{KEYS}1/revoke/"):
        answers = [
            who.post(address).status_code for who in (keeper, finance, support, member, stranger)
        ]
        assert answers == [403, 403, 403, 403, 302]


def test_a_page_loaded_anew_makes_no_second_key(db: None) -> None:
    owner = sign_in(Role.OWNER)
    wish = {"name": "Сайт", "rights": ["clients:add"]}
    owner.post(KEYS, wish)
    again = owner.post(KEYS, {**wish, "name": " сайт "})
    assert (again.status_code, again.context["secret"]) == (422, "")
    assert "There is a key with this name" in again.content.decode()
    key = ApiKey.objects.get()
    owner.post(reverse("office:revoke_key", args=[key.pk]))
    assert owner.post(KEYS, wish).context["secret"], "a revoked one gives its name free"
