"""Who talks: a partner's member, or one of us."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.domain.community.models import ChatRoom
from zabota.domain.community.queries.rooms import has_left, is_open_to
from zabota.domain.partners.models import Partner
from zabota.domain.partners.queries import find_membership
from zabota.domain.people.models import Person
from zabota.domain.people.queries import get_rights
from zabota.domain.people.rules import Right


@dataclass(frozen=True, slots=True)
class Talker:
    """A person in the chat; without a partner he is staff. A moderator keeps order."""

    person: Person
    partner: Partner | None
    moderates: bool = False

    @property
    def has_left(self) -> bool:
        """Whether his partner has left the programme."""
        return self.partner is not None and has_left(self.partner)

    def may_enter(self, room: ChatRoom) -> bool:
        """Whether the room is open to him."""
        return is_open_to(room, partner=self.partner)


def find_talker(person: Person) -> Talker | None:
    """The person as he takes part in the chat; None for somebody who is neither."""
    if (member := find_membership(person)) is not None:
        return Talker(person, member.partner)
    rights = get_rights(person)
    return Talker(person, None, Right.PARTNERS in rights) if Right.READ in rights else None
