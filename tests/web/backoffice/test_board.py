"""The board of all clients: staff look, who may change clients moves."""

from __future__ import annotations

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.world import World
from zabota.domain.clients.models import Client

pytestmark = pytest.mark.django_db
BOARD = reverse("office:board")


def move(visitor: Visitor, one: Client, to: str) -> int:
    return visitor.post(reverse("office:move_client", args=[one.pk]), {"to": to}).status_code


def test_all_clients_with_their_partners(keeper: Visitor, support: Visitor, world: World) -> None:
    assert move(keeper, world.acme, "trial") == 302
    lanes = {lane.key: lane for lane in keeper.get(BOARD).context["lanes"]}
    assert (lanes["trial"].count, lanes["lead"].count) == (1, 1)
    assert lanes["trial"].tickets[0].lines[0] == ("Иван и Ко", "")
    assert lanes["lead"].tickets[0].lines[0] == ("nobody's", "")
    mine = keeper.get(f"{BOARD}?partner={world.ivan.pk}").context["lanes"]
    assert sum(lane.count for lane in mine) == 1
    looked = support.get(BOARD)
    assert b"data-kanban" not in looked.content
    assert "Акме" in looked.content.decode()
    assert support.get(reverse("office:board_more", args=["lead"])).status_code == 200


def test_who_moves(
    support: Visitor, finance: Visitor, member: Visitor, stranger: Visitor, world: World
) -> None:
    answers = [move(who, world.acme, "left") for who in (support, finance, member, stranger)]
    assert answers == [403, 403, 403, 302]
    assert Client.objects.get(pk=world.acme.pk).status == "lead"
    assert member.get(BOARD).status_code == 403


def test_a_status_of_nonsense_is_refused_in_words(keeper: Visitor, world: World) -> None:
    for wish in ("nowhere\x00", "я" * 5000, ""):
        assert move(keeper, world.acme, wish) == 302
    assert Client.objects.get(pk=world.acme.pk).status == "lead"
