"""A message as a bubble: the same for every reader, so that it is rendered once for all streams."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zabota.domain.community.models import Attachment, ChatMessage
from zabota.domain.community.rules import SIGNS
from zabota.domain.partners.models import Member
from zabota.domain.people.models import Person

_ORIGINS = {"rating": gettext_lazy("the rating of a month"), "telegram": "Telegram"}
QUOTED = 120  # letters of a message that are shown above its answer


@dataclass(frozen=True, slots=True)
class File:
    """A file under a bubble; with pixels it is shown, without it is a link."""

    name: str
    url: str
    size: int
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign and who put it."""

    sign: str
    count: int
    names: str
    people: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """What a page shows of a message; `site` says whose addresses its links carry."""

    message: ChatMessage
    site: str

    @property
    def author(self) -> str:
        """Who said it: a person, somebody of an outside room, or the house."""
        return self.message.author_name or _("Zabota")

    @property
    def whose(self) -> str:
        """The author's company, or that he is one of us."""
        if self.message.partner is not None:
            company = self.message.partner.name
            return company if company != self.message.author_name else ""
        return (
            _("our team") if self.message.by_staff else str(_ORIGINS.get(self.message.origin, ""))
        )

    @property
    def is_notice(self) -> bool:
        """Said by the house, not by a person."""
        return not self.message.author_id and not self.message.origin

    @property
    def text(self) -> SafeString:
        """The words with paragraphs and links; nothing a person typed is markup."""
        linked = urlize(self.message.text, nofollow=True, autoescape=True)
        return mark_safe(linebreaks(mark_safe(linked)))  # noqa: S308 — urlize has escaped it

    @property
    def quote(self) -> tuple[str, str] | None:
        """Author and first words of what is answered."""
        answered = self.message.reply_to
        if answered is None:
            return None
        if answered.deleted_at is not None:
            return answered.author_name, _("deleted")
        words = " ".join(answered.text.split())
        return answered.author_name, words[:QUOTED] + ("…" if len(words) > QUOTED else "")

    @property
    def files(self) -> list[File]:
        """The files, pictures with their pixels."""
        return [self._file(one) for one in self.message.attachments.all()]

    @property
    def signs(self) -> list[Sign]:
        """Signs in our order, each with the people who put it."""
        put: dict[str, list[tuple[int, str]]] = {}
        for reaction in self.message.reactions.all():
            put.setdefault(reaction.sign, []).append((reaction.person_id, str(reaction.person)))
        return [
            Sign(
                sign,
                len(put[sign]),
                ", ".join(name for _pk, name in put[sign]),
                " ".join(str(pk) for pk, _name in put[sign]),
            )
            for sign in SIGNS
            if sign in put
        ]

    @property
    def all_signs(self) -> tuple[str, ...]:
        """The signs one may put."""
        return SIGNS

    @property
    def at(self) -> datetime:
        """When it was said."""
        return self.message.at

    def url(self, deed: str) -> str:
        """The address of a deed with this message at the reader's site."""
        return reverse(f"{self.site}:chat_{deed}", args=[self.message.pk])

    def url_place(self, message_id: int | None = None) -> str:
        """The room, opened at this message or at another one of it."""
        pk = message_id or self.message.pk
        return f"{reverse(f'{self.site}:chat_room', args=[self.message.room_id])}?at={pk}#m{pk}"

    @property
    def url_quote(self) -> str:
        """The room, opened at what is answered."""
        return self.url_place(self.message.reply_to_id)

    @property
    def url_reply(self) -> str:
        """The room, ready for an answer to this message."""
        pk = self.message.pk
        return f"{reverse(f'{self.site}:chat_room', args=[self.message.room_id])}?reply={pk}#m{pk}"

    @property
    def url_message(self) -> str:
        """The message's own page."""
        return self.url("message")

    @property
    def url_sign(self) -> str:
        """Where a sign is put."""
        return self.url("sign")

    @property
    def url_delete(self) -> str:
        """Where it is deleted."""
        return self.url("delete")

    @property
    def url_pin(self) -> str:
        """Where it is pinned."""
        return self.url("pin")

    def _file(self, one: Attachment) -> File:
        address = reverse(f"{self.site}:chat_file", args=[one.pk])
        return File(one.name, address, one.size, one.width, one.height)


def whose_of(person: Person) -> str:
    """The company of a member, or that he is one of us."""
    member: Member | None = getattr(person, "membership", None)
    return member.partner.name if member else _("our team")


def bubbles_of(messages: Iterable[ChatMessage], *, site: str) -> list[Bubble]:
    """Bubbles of messages, in their order."""
    return [Bubble(message, site) for message in messages]


def rendered(message: ChatMessage, *, site: str, now: datetime) -> str:
    """The bubble as markup for a stream, in the active language."""
    return render_to_string("talk/bubble.html", {"bubble": Bubble(message, site), "now": now})
