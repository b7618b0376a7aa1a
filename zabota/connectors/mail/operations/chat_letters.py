"""What letters say of the chat: it has opened, and what waits there."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.wording import link
from zabota.domain.community.models import ChatMessage, ChatRoom
from zabota.domain.people.models import StaffRole
from zabota.kit.events.models import Event

CHAT = "/cabinet/chat/"


def partner_admitted(event: Event) -> list[Message]:
    """To the partner: the chat has opened for him."""
    room = ChatRoom.objects.get(pk=event.payload["room_id"])

    def compose() -> tuple[str, str]:
        words = {"room": room.name, "link": link(f"{CHAT}{room.pk}/")}
        return (
            _("“%(room)s” is open to you") % words,
            _(
                "Your first client has paid, and “%(room)s” has opened for you and your people: "
                "%(link)s"
            )
            % words,
        )

    return [Message(compose, partner_id=event.payload["partner_id"])]


def unread_gathered(event: Event) -> list[Message]:
    """To one person: how many messages wait for him in which rooms."""
    rooms, counts = event.payload["rooms"], event.payload["counts"]

    def compose() -> tuple[str, str]:
        total = sum(counts)
        subject = ngettext("%(n)s new message in the chat", "%(n)s new messages in the chat", total)
        lines = "\n".join(f"{room}: {count}" for room, count in zip(rooms, counts, strict=True))
        way = _("Read and answer: %(link)s\nA room can be made silent on its page.")
        return subject % {"n": total}, f"{lines}\n\n{way % {'link': link(CHAT)}}"

    return [Message(compose, person_id=event.payload["person_id"])]


def chat_message_posted(event: Event) -> list[Message]:
    """To those whom the message names: who said what, where."""
    named = event.payload["mentioned"]
    if not named:
        return []
    message = ChatMessage.objects.select_related("room").get(pk=event.payload["message_id"])
    if message.deleted_at is not None:
        return []
    ours = set(StaffRole.objects.filter(person__in=named).values_list("person", flat=True))

    def to(person_id: int) -> Message:
        side = "office" if person_id in ours else "cabinet"
        path = f"/{side}/chat/{message.room_id}/?at={message.pk}#m{message.pk}"

        def compose() -> tuple[str, str]:
            words = {"name": message.author_name, "room": message.room.name, "link": link(path)}
            return (
                _("%(name)s mentioned you in “%(room)s”") % words,
                f"{message.text[:500]}\n\n" + _("Answer: %(link)s") % words,
            )

        return Message(compose, person_id=person_id, path=path)

    return [to(person_id) for person_id in named]
