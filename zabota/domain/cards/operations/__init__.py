"""Verbs about cards; each is refused where the client is no longer the partner's."""

from zabota.domain.cards.operations.files import keep_file, restore_file, take_file_off
from zabota.domain.cards.operations.moving import move_client
from zabota.domain.cards.operations.opening import CardRefused
from zabota.domain.cards.operations.writing import (
    finish_step,
    plan_step,
    plan_steps,
    restore_note,
    tag_card,
    tag_cards,
    take_note_off,
    write_note,
    write_notes,
)

__all__ = [
    "CardRefused",
    "finish_step",
    "keep_file",
    "move_client",
    "plan_step",
    "plan_steps",
    "restore_file",
    "restore_note",
    "tag_card",
    "tag_cards",
    "take_file_off",
    "take_note_off",
    "write_note",
    "write_notes",
]
