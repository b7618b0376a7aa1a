"""An event is told once: a notice behind the bell, a letter where the person wants one.

A letter that could not leave is tried again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.models import Letter
from zabota.connectors.mail.operations.invoice_letters import invoice_attached_to
from zabota.connectors.mail.operations.letters import LETTERS
from zabota.connectors.mail.operations.papers_letters import papers_attached_to
from zabota.connectors.mail.operations.telling import tell
from zabota.domain.people.models import Person
from zabota.kit.events.models import Event

NEWS = timedelta(days=7)


def write_letters(event_id: int, *, at: datetime) -> list[Letter]:
    """Tell an event: notices and letters; what was told already is not told again.

    What happened long ago and is only told now (a history that was loaded) is told to nobody.
    """
    event = Event.objects.get(pk=event_id)
    compose = LETTERS.get(event.name) if at - event.at < NEWS else None
    messages = compose(event) if compose else []
    letters = [
        _letter(event, subject, body, person=person, at=at)
        for message in messages
        for person, subject, body in tell(event, message, at=at)
    ]
    letters += [
        _letter(event, *_in_language(message), address=address, at=at)
        for message in messages
        for address in message.addresses
    ]
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
    return list(Letter.objects.filter(event=event, sent_at=None).order_by("pk"))


def _letter(
    event: Event,
    subject: str,
    body: str,
    *,
    at: datetime,
    person: Person | None = None,
    address: str = "",
) -> Letter:
    return Letter(
        event=event, person=person, address=address, subject=subject[:200], body=body, written_at=at
    )


def _in_language(message: Message) -> tuple[str, str]:
    with translation.override(message.language or settings.LANGUAGE_CODE):
        return message.compose()


def send_unsent(*, at: datetime, event_id: int | None = None) -> int:
    """Send letters that have not left (of one event); returns how many left.

    A letter is locked while it is sent, so that two workers do not send it twice.
    """
    unsent = Letter.objects.filter(sent_at=None)
    if event_id is not None:
        unsent = unsent.filter(event=event_id)
    return sum(_send(pk, at=at) for pk in unsent.values_list("pk", flat=True))


@transaction.atomic
def _send(pk: int, *, at: datetime) -> int:
    free = Letter.objects.select_for_update(skip_locked=True, of=("self",))
    letter = free.filter(pk=pk, sent_at=None).select_related("person", "event").first()
    if letter is None:
        return 0
    subject = letter.subject.replace("\r", " ").replace("\n", " ")  # would end the header
    to = letter.person.email if letter.person else letter.address
    message = EmailMessage(subject, letter.body, to=[to])
    for file in [*papers_attached_to(letter.event), *invoice_attached_to(letter.event, at=at)]:
        message.attach(file.name, file.body, file.media_type)
    message.send()
    Letter.objects.filter(pk=pk).update(sent_at=at)
    return 1
