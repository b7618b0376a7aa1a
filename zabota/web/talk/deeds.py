"""What one does in the chat: each a POST, answered by a swap of nothing or by going back."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zabota.domain.community.models import ChatMessage, ChatRoom, Silence
from zabota.domain.community.operations import (
    MessageRefused,
    delete_message,
    edit_message,
    lift_silence,
    mark_read,
    mute_room,
    pin_message,
    post_message,
    silence_person,
    switch_reaction,
)
from zabota.domain.community.rules import MOST_FILES
from zabota.kit.clock import now
from zabota.kit.uploads import Upload, UploadRefused, take_upload
from zabota.ui.acting import reason_of, sentence_of
from zabota.ui.lists import picked
from zabota.ui.toasts import say
from zabota.web.talk.talkers import Talker

SILENCES = (
    (1, gettext_lazy("an hour")),
    (24, gettext_lazy("a day")),
    (24 * 7, gettext_lazy("a week")),
)


class SilenceForm(forms.Form):
    """For how long a person is asked to be silent."""

    hours = forms.TypedChoiceField(label=gettext_lazy("Until when"), choices=SILENCES, coerce=int)


def find_room(talker: Talker, pk: int) -> ChatRoom:
    """A room that is open to the talker; 404 if there is none, 403 if it is closed to him."""
    room = get_object_or_404(ChatRoom, pk=pk)
    if not talker.may_enter(room):
        raise PermissionDenied("this room is not open")
    return room


def find_message(talker: Talker, pk: int) -> ChatMessage:
    """A message in a room that is open to the talker."""
    message = get_object_or_404(
        ChatMessage.objects.select_related("room", "author", "partner"), pk=pk
    )
    find_room(talker, message.room_id)
    return message


def say_in(request: HttpRequest, talker: Talker, room: ChatRoom) -> ChatMessage:
    """Post what the form brought: words, files, what is answered."""
    sent = request.FILES.getlist("files")
    if len(sent) > MOST_FILES:
        raise MessageRefused("More than %(most)s files in a message.", most=MOST_FILES)
    answered = picked([request.POST.get("reply_to", "")])
    message = post_message(
        room,
        author=talker.person,
        partner=talker.partner,
        text=request.POST.get("text", ""),
        at=now(),
        reply_to=room.messages.filter(pk__in=answered).first(),
        uploads=[_take(one, alone=len(sent) == 1) for one in sent],
        chosen=picked(request.POST.getlist("named")),
        once=request.POST.get("once", ""),
    )
    mark_read(room, person=talker.person, last_id=message.pk, at=now())
    return message


def _take(sent: UploadedFile, *, alone: bool) -> Upload:
    """The file as it is kept; a refusal of one among several says which it is."""
    try:
        return take_upload(sent.name or "", sent.read())
    except UploadRefused as refusal:
        if alone:
            raise
        words = {"name": sent.name or "", "why": sentence_of(refusal)}
        raise MessageRefused("%(name)s: %(why)s", **words) from refusal


def change_in(request: HttpRequest, talker: Talker, message: ChatMessage) -> None:
    """The author says it in other words."""
    edit_message(message, text=request.POST.get("text", ""), at=now(), by=talker.person)
    say(request, _("The message is changed."))


def delete_in(talker: Talker, message: ChatMessage) -> None:
    """Its author or a moderator takes it away."""
    delete_message(message, at=now(), by=talker.person, moderator=talker.moderates)


def sign_in(request: HttpRequest, talker: Talker, message: ChatMessage) -> None:
    """Put or take a sign."""
    switch_reaction(message, person=talker.person, sign=request.POST.get("sign", ""))


def pin_in(talker: Talker, message: ChatMessage) -> None:
    """Pin or unpin: moderators only, and both ends of a direct line."""
    if not talker.moderates and message.room.partner_id is None:
        raise PermissionDenied("only a moderator pins")
    pin_message(message, pinned=message.pinned_at is None, at=now(), by=str(talker.person))


def mute_in(talker: Talker, room: ChatRoom, *, muted: bool) -> None:
    """Hear of the room, or not."""
    mute_room(room, person=talker.person, muted=muted, at=now())


def read_in(request: HttpRequest, talker: Talker, room: ChatRoom) -> None:
    """The reader has seen messages up to this one."""
    last = request.POST.get("last", "")
    if last.isdecimal() and len(last) < 19:
        mark_read(room, person=talker.person, last_id=int(last), at=now())


def silence_in(request: HttpRequest, talker: Talker, message: ChatMessage) -> None:
    """A moderator asks the author to be silent in this room."""
    if not talker.moderates or message.author is None:
        raise PermissionDenied("only a moderator silences")
    form = SilenceForm(request.POST)
    hours = form.cleaned_data["hours"] if form.is_valid() else 1
    silence_person(
        message.room,
        person=message.author,
        until=now() + timedelta(hours=hours),
        why=reason_of(request)[:200],
        at=now(),
        by=str(talker.person),
    )
    say(request, _("%(name)s is asked to be silent here.") % {"name": message.author_name})


def find_silence_to_lift(talker: Talker, pk: int) -> Silence:
    """A silence in a room of the moderator's."""
    silence = get_object_or_404(Silence.objects.select_related("room", "person"), pk=pk)
    find_room(talker, silence.room_id)
    if not talker.moderates:
        raise PermissionDenied("only a moderator lets speak again")
    return silence


def lift_in(request: HttpRequest, talker: Talker, silence: Silence) -> None:
    """A moderator lets somebody speak again before the time."""
    lift_silence(silence, at=now(), by=str(talker.person))
    say(request, _("%(name)s may speak here again.") % {"name": silence.person})
