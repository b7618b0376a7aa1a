"""Working statuses as staff set them, and staff's own notes about a client."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.world import World
from zabota.domain.clients.models import ClientNote
from zabota.domain.clients.queries import list_statuses

pytestmark = pytest.mark.django_db
Toasts = Callable[..., list[str]]
AUDIT = {"name_ru": "аудит", "name_en": "audit", "tone": "info"}
TRIAL = {"name_ru": "пробует", "name_en": "trial", "tone": "info"}


def address(name: str, *args: object) -> str:
    return reverse(f"office:{name}", args=args)


def test_added_moved_renamed_and_deleted(keeper: Visitor, world: World, toasts: Toasts) -> None:
    keeper.post(address("new_status"), AUDIT)
    keeper.post(address("move_status", "audit"), {"to": "up"})
    assert [one.key for one in list_statuses()][-2:] == ["audit", "left"]
    page = keeper.get(address("statuses")).content.decode()
    assert "audit" in page
    assert "аудит" in page

    keeper.post(address("edit_status", "audit"), {**AUDIT, "name_en": "survey", "hidden": "on"})
    assert keeper.get(address("edit_status", "audit")).context["kept"].hidden
    assert not keeper.get(address("edit_status", "audit")).context["kept"].asks_why
    keeper.post(address("edit_status", "trial"), {**TRIAL, "asks_why": "on"})
    asking = [one.key for one in list_statuses() if one.asks_why]
    assert asking == ["trial", "at_risk", "left"]
    refused = keeper.post(address("edit_status", "lead"), {**AUDIT, "hidden": "on"})
    assert refused.status_code == 422
    assert "cannot be hidden" in refused.content.decode()

    offered = keeper.get(address("client", world.acme.pk)).content.decode()
    assert 'name="to" value="trial"' in offered
    assert 'name="to" value="audit"' not in offered, "It is hidden."
    keeper.post(address("client_status", world.acme.pk), {"to": "trial", "why": "Ставят бота"})
    assert "Ставят бота" in keeper.get(address("client", world.acme.pk)).content.decode()
    stays = keeper.post(address("remove_status", "trial"), follow=True)
    assert "Move them first" in toasts(stays)[0]
    keeper.post(address("remove_status", "audit"))
    assert "audit" not in [one.key for one in list_statuses(hidden=True)]
    assert keeper.get(address("edit_status", "audit")).status_code == 404


def test_who_looks_and_who_sets(
    support: Visitor, finance: Visitor, member: Visitor, stranger: Visitor, world: World
) -> None:
    for who in (support, finance):
        page = who.get(address("statuses"))
        assert page.status_code == 200
        assert b"<form method" not in page.content.split(b'id="content"')[1].split(b"<footer")[0]
    deeds = [
        address("new_status"),
        address("edit_status", "trial"),
        address("move_status", "trial"),
        address("remove_status", "trial"),
        address("add_client_note", world.acme.pk),
    ]
    for deed in deeds:
        answers = [who.post(deed, AUDIT).status_code for who in (support, member, stranger)]
        assert answers == [403, 403, 302]
    assert member.get(address("statuses")).status_code == 403
    assert [one.key for one in list_statuses()][2] == "trial"


def test_our_notes_are_ours(keeper: Visitor, member: Visitor, world: World) -> None:
    keeper.post(address("add_client_note", world.acme.pk), {"words": "Должны за прошлый год"})
    keeper.post(address("add_client_note", world.acme.pk), {"words": " "})
    assert ClientNote.objects.count() == 1
    assert "Должны" in keeper.get(address("client", world.acme.pk)).content.decode()
    seen = member.get(reverse("cabinet:client", args=[world.acme.pk])).content.decode()
    assert "Акме" in seen
    assert "Должны" not in seen
