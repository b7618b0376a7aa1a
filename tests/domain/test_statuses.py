"""Working statuses: staff set them, a first payment moves a client on, a hand is stronger."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from tests.make.money import NOON, client, payment
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, world
from zabota.domain.clients.models import Client, WorkingStatus
from zabota.domain.clients.operations import (
    StatusRefused,
    add_status,
    change_client_status,
    change_status,
    move_status,
    remove_status,
    welcome_payers,
)
from zabota.domain.clients.queries import list_statuses
from zabota.domain.clients.rules import key_of, moved_by_payment
from zabota.flows.payments_received import payments_received
from zabota.kit.events.models import Event

__all__ = ["world"]
pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
AUDIT = {"name_en": "audit", "name_ru": "аудит", "tone": "info"}


def status_of(one: Client) -> str:
    return Client.objects.get(pk=one.pk).status


def moves_of(one: Client) -> list[tuple[str, str, str, str]]:
    events = Event.objects.filter(name="client_status.changed", about=[f"client:{one.pk}"])
    return [
        (e.payload["before"], e.payload["after"], e.by, e.payload["reason"])
        for e in events.order_by("pk")
    ]


def test_a_first_payment_moves_him_and_a_second_does_not(world: World) -> None:
    payments_received([payment(world.acme, at=NOON)], at=NOON)
    assert status_of(world.acme) == "lead", "The status is a reaction, not the payment's business."
    run_jobs()
    assert status_of(world.acme) == "paying"
    assert moves_of(world.acme) == [("lead", "paying", "", "")]

    change_client_status(world.acme, to="at_risk", at=LATER, by="Иван", why="Просит скидку")
    payments_received([payment(world.acme, at=LATER)], at=LATER)
    run_jobs()
    assert status_of(world.acme) == "at_risk", "What a person set stays."
    assert moves_of(world.acme)[1] == ("paying", "at_risk", "Иван", "Просит скидку")
    assert_books_balance()


def test_a_hand_between_the_payment_and_its_reaction_is_stronger(world: World) -> None:
    payments_received([payment(world.acme, at=NOON)], at=NOON)
    change_client_status(world.acme, to="trial", at=NOON + timedelta(seconds=5), by="Иван")
    run_jobs()
    assert status_of(world.acme) == "trial"
    assert_books_balance()


def test_who_left_is_not_brought_back_by_money(world: World) -> None:
    change_client_status(world.acme, to="left", at=NOON - timedelta(days=2), by="Иван")
    payments_received([payment(world.acme, at=NOON)], at=NOON)
    run_jobs()
    assert status_of(world.acme) == "left"


def test_the_reaction_told_twice_is_once(world: World) -> None:
    assert welcome_payers([world.acme.pk], at=NOON) == 1
    assert welcome_payers([world.acme.pk], at=NOON) == 0
    assert len(moves_of(world.acme)) == 1


def test_staff_add_name_order_and_hide(world: World) -> None:
    assert [one.key for one in list_statuses()] == [
        "lead", "connecting", "trial", "paying", "at_risk", "left",
    ]  # fmt: skip
    assert not WorkingStatus.objects.exists()
    audit = add_status(**AUDIT, at=NOON, by="Марина")
    for _step in range(3):
        move_status(audit.key, by_places=-1, at=NOON, by="Марина")
    assert [one.key for one in list_statuses()][3:5] == ["audit", "paying"]
    with override("ru"):
        assert str(audit) == "аудит"
    change_client_status(world.acme, to="audit", at=NOON, by="Иван")
    payments_received([payment(world.acme, at=NOON)], at=LATER)
    run_jobs()
    assert status_of(world.acme) == "paying", "It stands before paying, so a payment ends it."

    change_status("audit", **{**AUDIT, "name_en": "survey"}, hidden=True, at=NOON, by="Марина")
    assert "audit" not in [one.key for one in list_statuses()]
    with pytest.raises(StatusRefused):
        change_client_status(world.acme, to="audit", at=LATER, by="Иван")


def test_a_status_in_use_stays(world: World) -> None:
    change_client_status(world.acme, to="trial", at=NOON, by="Иван")
    with pytest.raises(StatusRefused, match="in this status"):
        remove_status("trial", at=NOON, by="Марина")
    change_client_status(world.acme, to="lead", at=NOON, by="Иван")
    remove_status("trial", at=NOON, by="Марина")
    assert "trial" not in [one.key for one in list_statuses(hidden=True)]
    for fixed in ("lead", "paying"):
        with pytest.raises(StatusRefused):
            remove_status(fixed, at=NOON, by="Марина")
        with pytest.raises(StatusRefused):
            change_status(fixed, **AUDIT, hidden=True, at=NOON, by="Марина")


@pytest.mark.parametrize(
    "wrong", [{"name_ru": " "}, {"tone": "pink"}, {"name_en": "Trial"}, {"name_ru": "ПЛАТИТ"}]
)
def test_names_and_tones_that_are_refused(db: None, wrong: dict[str, str]) -> None:
    with pytest.raises(StatusRefused):
        add_status(**{**AUDIT, **wrong}, at=NOON, by="Марина")


def test_the_same_status_again_tells_nothing(db: None) -> None:
    newcomer = client("Вектор")
    assert change_client_status(newcomer, to="lead", at=NOON, by="Иван") is None
    assert moves_of(newcomer) == []


def test_which_a_payment_moves_and_what_keys_are_like() -> None:
    assert moved_by_payment(["left", "lead", "paying", "at_risk"]) == ("left", "lead")
    assert moved_by_payment([]) == ()
    assert key_of("Audit & set-up of all", taken=set()) == "audit___set"
    assert key_of("аудит", taken={"status"}) == "status2"
    assert key_of("connecting", taken={"connecting"}) == "connecting2"
