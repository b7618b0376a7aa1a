"""Verbs of the community."""

from zabota.domain.community.operations.admitting import (
    admit_partner,
    admit_partners_with_clients,
    begin_in_rooms,
    change_room,
    open_direct_line,
    open_room,
)
from zabota.domain.community.operations.digesting import gather_unread
from zabota.domain.community.operations.mirroring import edit_from_outside, post_from_outside
from zabota.domain.community.operations.rating import post_rating
from zabota.domain.community.operations.saying import (
    MessageRefused,
    delete_message,
    edit_message,
    post_message,
    post_notice,
)
from zabota.domain.community.operations.tending import (
    lift_silence,
    mark_read,
    mute_room,
    pin_message,
    silence_person,
    switch_reaction,
)

__all__ = [
    "MessageRefused",
    "admit_partner",
    "admit_partners_with_clients",
    "begin_in_rooms",
    "change_room",
    "delete_message",
    "edit_from_outside",
    "edit_message",
    "gather_unread",
    "lift_silence",
    "mark_read",
    "mute_room",
    "open_direct_line",
    "open_room",
    "pin_message",
    "post_from_outside",
    "post_message",
    "post_notice",
    "post_rating",
    "silence_person",
    "switch_reaction",
]
