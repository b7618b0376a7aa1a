"""Steps, tags and notes of cards: each verb for one client, and for many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from zabota.domain.cards.events import CardCleared, CardNoted, StepDone, StepPlanned
from zabota.domain.cards.facts import NoteFact, StepFact
from zabota.domain.cards.models import Card, CardNote
from zabota.domain.cards.operations.opening import CardRefused, check_his, open_card, open_cards
from zabota.domain.cards.rules import (
    LONGEST_NOTE,
    LONGEST_STEP,
    LONGEST_TAG,
    MOST_STEP_DAYS,
    MOST_TAGS,
)
from zabota.kit.clock import local_date
from zabota.kit.events.announce import publish, publish_all
from zabota.kit.overtaken import refuse_overtaken


@transaction.atomic
def plan_steps(facts: Sequence[StepFact], *, at: datetime) -> None:
    """Say what is done next about clients; a step planned before gives way to the new one."""
    for fact in facts:
        _check_step(fact)
    cards = open_cards([(one.partner_id, one.client_id) for one in facts], at=at)
    changed = []
    for fact in facts:
        card = cards[fact.partner_id, fact.client_id]
        card.step, card.step_on = _clean(fact.step), fact.on
        changed.append(card)
    Card.objects.bulk_update(changed, ["step", "step_on"], batch_size=500)
    publish_all(
        [
            StepPlanned(
                at=one.at,
                by=one.by,
                client_id=one.client_id,
                partner_id=one.partner_id,
                step=_clean(one.step),
                on=one.on.isoformat(),
            )
            for one in facts
        ]
    )


def _check_step(fact: StepFact) -> None:
    if not _clean(fact.step):
        raise CardRefused("Say what you will do next.")
    if len(_clean(fact.step)) > LONGEST_STEP:
        raise CardRefused("A step has at most 200 characters; the rest fits in a note.")
    today = local_date(fact.at)
    if fact.on < today:
        raise CardRefused("That day has passed already. Choose today or a later one.")
    if fact.on > today + timedelta(days=MOST_STEP_DAYS):
        raise CardRefused("A step is planned for two years ahead at most. Is the year right?")


@transaction.atomic
def plan_step(
    *,
    partner_id: int,
    client_id: int,
    step: str,
    on: date,
    at: datetime,
    by: str,
    seen: str = "",
) -> None:
    """The same for one client; Overtaken when the step that was `seen` is no longer the one."""
    fact = StepFact(partner_id=partner_id, client_id=client_id, step=step, on=on, at=at, by=by)
    _check_step(fact)
    card = _locked(open_card(partner_id, client_id, at=at))
    refuse_overtaken(seen, card.step, card.step_on, stands=card.step)
    plan_steps([fact], at=at)


def _locked(card: Card) -> Card:
    return Card.objects.select_for_update().get(pk=card.pk)


@transaction.atomic
def finish_step(card: Card, *, at: datetime, by: str, seen: str = "") -> bool:
    """The step is made: the card has none until another is planned. False when it had none.

    Overtaken when another step was planned since the one that was `seen`.
    """
    check_his(card, at=at)
    found = _locked(card)
    if not found.step:
        return False
    refuse_overtaken(seen, found.step, found.step_on, stands=found.step)
    publish(
        StepDone(
            at=at, by=by, client_id=card.client_id, partner_id=card.partner_id, step=found.step
        )
    )
    Card.objects.filter(pk=card.pk).update(step="", step_on=None)
    card.step, card.step_on = "", None
    return True


@transaction.atomic
def tag_card(
    *, partner_id: int, client_id: int, tags: Sequence[str], at: datetime, seen: str = ""
) -> None:
    """Give one client these tags; Overtaken when others than those `seen` stand there by now."""
    card = _locked(open_card(partner_id, client_id, at=at))
    refuse_overtaken(seen, card.tags, stands=", ".join(card.tags))
    tag_cards({(partner_id, client_id): tags}, at=at)


@transaction.atomic
def tag_cards(tags: Mapping[tuple[int, int], Sequence[str]], *, at: datetime) -> None:
    """Give clients these tags instead of the ones they had: (partner, client) → tags."""
    for words in tags.values():
        if len(words) > MOST_TAGS:
            raise CardRefused("A client has at most 10 tags.")
        if any(len(word) > LONGEST_TAG for word in words):
            raise CardRefused("A tag has at most 30 characters.")
    cards = open_cards(list(tags), at=at)
    for pair, words in tags.items():
        cards[pair].tags = list(words)
    Card.objects.bulk_update([cards[pair] for pair in tags], ["tags"], batch_size=500)


@transaction.atomic
def write_notes(facts: Sequence[NoteFact], *, at: datetime) -> list[CardNote]:
    """Write down what partners know about clients."""
    for fact in facts:
        if not _clean(fact.words):
            raise CardRefused("Write something first: an empty note says nothing.")
        if len(_clean(fact.words)) > LONGEST_NOTE:
            raise CardRefused("A note has at most 2000 characters.")
    cards = open_cards([(one.partner_id, one.client_id) for one in facts], at=at)
    notes = CardNote.objects.bulk_create(
        [
            CardNote(
                card=cards[one.partner_id, one.client_id],
                words=_clean(one.words),
                at=one.at,
                by=one.by,
            )
            for one in facts
        ]
    )
    publish_all(
        [
            CardNoted(at=one.at, by=one.by, client_id=one.client_id, partner_id=one.partner_id)
            for one in facts
        ]
    )
    return notes


def write_note(*, partner_id: int, client_id: int, words: str, at: datetime, by: str) -> CardNote:
    """The same for one client."""
    fact = NoteFact(partner_id=partner_id, client_id=client_id, words=words, at=at, by=by)
    return write_notes([fact], at=at)[0]


@transaction.atomic
def take_note_off(note: CardNote, *, at: datetime, by: str) -> None:
    """Take a note off the card; it can be put back."""
    check_his(note.card, at=at)
    if CardNote.objects.filter(pk=note.pk, removed_at=None).update(removed_at=at):
        card = note.card
        publish(CardCleared(at=at, by=by, client_id=card.client_id, partner_id=card.partner_id))


def restore_note(note: CardNote, *, at: datetime) -> None:
    """Put a note back on the card."""
    check_his(note.card, at=at)
    CardNote.objects.filter(pk=note.pk).update(removed_at=None)


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()
