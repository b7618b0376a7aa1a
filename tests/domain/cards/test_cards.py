"""Cards: what a partner keeps about a client, and what becomes of it when the client goes on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.flows.test_corrections import correct
from tests.make.money import NOON, client_of
from tests.world import World, assert_books_balance, world
from zabota.domain.cards.facts import NoteFact, StepFact
from zabota.domain.cards.models import Card
from zabota.domain.cards.operations import (
    CardRefused,
    finish_step,
    keep_file,
    move_client,
    plan_step,
    plan_steps,
    restore_file,
    restore_note,
    tag_cards,
    take_file_off,
    take_note_off,
    write_note,
    write_notes,
)
from zabota.domain.cards.queries import find_card, list_steps, list_tags
from zabota.domain.cards.rules import MOST_FILES, clean_tags
from zabota.kit.clock import local_date
from zabota.kit.events.models import Event
from zabota.kit.uploads import take_upload

__all__ = ["world"]
pytestmark = pytest.mark.django_db
SOON = date(2026, 11, 25)
TEXT = take_upload("бриф.txt", "Два филиала".encode())


def put(world: World, words: str = "Решает директор") -> None:
    write_note(partner_id=world.ivan.pk, client_id=world.acme.pk, words=words, at=NOON, by="Иван")


def step_of(world: World) -> tuple[str, date | None]:
    card = Card.objects.get(partner=world.ivan, client=world.acme)
    return card.step, card.step_on


def plan(world: World, step: str = "Позвонить", on: date = SOON) -> None:
    plan_step(
        partner_id=world.ivan.pk, client_id=world.acme.pk, step=step, on=on, at=NOON, by="Иван"
    )


def test_a_step_is_planned_replaced_and_made(world: World) -> None:
    plan(world)
    plan(world, "Показать")
    assert step_of(world) == ("Показать", SOON)
    by = [card.client for card in list_steps(world.ivan, by=SOON, at=NOON)]
    assert by == [world.acme]
    assert not list_steps(world.ivan, by=SOON - timedelta(days=1), at=NOON)
    card = find_card(world.ivan, world.acme)
    assert card is not None
    assert finish_step(card, at=NOON, by="Иван")
    assert not finish_step(card, at=NOON, by="Юля"), "Done twice is once."
    assert step_of(world) == ("", None)
    told = Event.objects.filter(about__contains=[f"client:{world.acme.pk}"], name="step.done")
    assert [event.payload["step"] for event in told] == ["Показать"]


def test_notes_and_files_are_taken_off_and_put_back(world: World) -> None:
    put(world)
    keep_file(
        partner_id=world.ivan.pk, client_id=world.acme.pk, uploads=[TEXT, TEXT], at=NOON, by="Иван"
    )
    card = find_card(world.ivan, world.acme)
    assert card is not None
    note, file = card.notes.get(), card.files.first()
    assert file is not None
    assert bytes(file.content).decode() == "Два филиала"
    take_note_off(note, at=NOON, by="Иван")
    take_file_off(file, at=NOON, by="Иван")
    assert not card.notes.filter(removed_at=None).exists()
    assert card.files.filter(removed_at=None).count() == 1
    restore_note(note, at=NOON)
    restore_file(file, at=NOON)
    assert card.notes.filter(removed_at=None).exists()
    assert card.files.filter(removed_at=None).count() == 2


def test_only_the_partner_whose_client_it_is(world: World) -> None:
    rita, acme = world.rita.pk, world.acme.pk
    deeds = [
        lambda: plan_step(partner_id=rita, client_id=acme, step="Ш", on=SOON, at=NOON, by="Рита"),
        lambda: write_note(partner_id=rita, client_id=acme, words="З", at=NOON, by="Рита"),
        lambda: keep_file(partner_id=rita, client_id=acme, uploads=[TEXT], at=NOON, by="Рита"),
        lambda: tag_cards({(rita, acme): ["т"]}, at=NOON),
        lambda: move_client(world.acme, partner=world.rita, to="trial", at=NOON, by="Рита"),
    ]
    for deed in deeds:
        with pytest.raises(CardRefused):
            deed()
    assert not Card.objects.exists()


def test_when_the_client_goes_on_each_keeps_his_own(world: World) -> None:
    put(world, "Скидку не обещать")
    plan(world)
    correct(world, world.rita)
    later = NOON + timedelta(days=2)
    mine = find_card(world.ivan, world.acme)
    assert mine is not None
    assert mine.notes.get().words == "Скидку не обещать"
    assert find_card(world.rita, world.acme) is None, "She starts clean."
    assert not list_steps(world.ivan, by=date(2027, 1, 1), at=later), "He is reminded no more."
    with pytest.raises(CardRefused):
        take_note_off(mine.notes.get(), at=later, by="Иван")
    with pytest.raises(CardRefused):
        finish_step(mine, at=later, by="Иван")
    with pytest.raises(CardRefused):
        put(world)

    write_note(
        partner_id=world.rita.pk, client_id=world.acme.pk, words="Новая", at=later, by="Рита"
    )
    hers = find_card(world.rita, world.acme)
    assert hers is not None
    assert hers.notes.get().words == "Новая"
    assert_books_balance()


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "passed already"), (732, "Is the year right"), (0, ""), (731, "")]
)
def test_a_step_is_for_a_day_somebody_lives_to_see(world: World, days: int, said: str) -> None:
    on = local_date(NOON) + timedelta(days=days)
    if not said:
        plan(world, on=on)
        assert step_of(world) == ("Позвонить", on)
        return
    with pytest.raises(CardRefused, match=said):
        plan(world, on=on)
    assert not Card.objects.exists()


def test_many_at_once_in_a_few_statements(
    world: World, django_assert_max_num_queries: object
) -> None:
    clients = [client_of(world.ivan, f"Клиент {number}") for number in range(20)]
    ivan = world.ivan.pk
    with django_assert_max_num_queries(26):  # type: ignore[operator]
        plan_steps(
            [
                StepFact(partner_id=ivan, client_id=c.pk, step="Позвонить", on=SOON, at=NOON)
                for c in clients
            ],
            at=NOON,
        )
        write_notes(
            [NoteFact(partner_id=ivan, client_id=c.pk, words="Да", at=NOON) for c in clients],
            at=NOON,
        )
        tag_cards({(ivan, c.pk): ["опт"] for c in clients}, at=NOON)
    assert len(list_steps(world.ivan, by=SOON, at=NOON)) == 20
    assert list_tags(world.ivan) == ["опт"]


def test_what_a_card_does_not_take(world: World) -> None:
    pair = (world.ivan.pk, world.acme.pk)
    for tags in (["т"] * 11, ["т" * 31]):
        with pytest.raises(CardRefused):
            tag_cards({pair: tags}, at=NOON)
    for words in (" ", "з" * 2001):
        with pytest.raises(CardRefused):
            put(world, words)
    for step in ("\x00 ", "ш" * 201):
        with pytest.raises(CardRefused):
            plan(world, step)
    with pytest.raises(CardRefused, match="at most 30 files"):
        keep_file(
            partner_id=pair[0],
            client_id=pair[1],
            uploads=[TEXT] * (MOST_FILES + 1),
            at=NOON,
            by="Иван",
        )
    assert not Card.objects.exists()


def test_tags_are_cleaned() -> None:
    assert clean_tags(" #Опт,  сложный   случай, опт,, # ") == ["опт", "сложный случай"]
