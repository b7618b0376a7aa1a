"""Who is told of an event, by which way: the bell and the letter are one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import translation

from zabota.connectors.mail.facts import Message
from zabota.domain.notices.models import Channel, Notice
from zabota.domain.notices.operations import give_notices
from zabota.domain.notices.queries import get_ways
from zabota.domain.notices.rules import CABINET, OFFICE, Kind, kind_of
from zabota.domain.people.models import Person
from zabota.domain.people.queries import list_roles
from zabota.kit.events.models import Event

# The page a notice leads to, by side and kind; a message may know a nearer one.
PLACES = {
    (CABINET, "reward_earned"): "/cabinet/rewards/",
    (CABINET, "payout_made"): "/cabinet/payouts/",
    (CABINET, "not_repeated"): "/cabinet/invoices/repeated/",
    (OFFICE, "not_repeated"): "/office/invoices/repeated/",
    (CABINET, "payout_returned"): "/cabinet/bank-details/",
    (CABINET, "reward_held"): "/cabinet/rewards/",
    (CABINET, "whose_client"): "/cabinet/rewards/",
    (CABINET, "receipts"): "/cabinet/receipts/",
    (CABINET, "taxes"): "/cabinet/bank-details/",
    (CABINET, "bank_details"): "/cabinet/bank-details/",
    (CABINET, "people"): "/cabinet/people/",
    (CABINET, "lead"): "/cabinet/leads/",
    (CABINET, "invoice_paid"): "/cabinet/invoices/",
    (CABINET, "claim"): "/cabinet/forgotten-code/",
    (CABINET, "servicing"): "/cabinet/clients/",
    (CABINET, "reservation"): "/cabinet/named/",
    (CABINET, "code"): "/cabinet/links/",
    (CABINET, "papers"): "/cabinet/papers/",
    (CABINET, "offer"): "/cabinet/offer/",
    (CABINET, "terms"): "/cabinet/terms/",
    (CABINET, "admitted"): "/cabinet/chat/",
    (CABINET, "rating"): "/cabinet/rating/",
    (CABINET, "level"): "/cabinet/rating/",
    (CABINET, "story"): "/cabinet/stories/",
    (OFFICE, "story"): "/office/stories/",
    (OFFICE, "alarm"): "/office/payouts/",
    (OFFICE, "proposed"): "/office/payouts/",
    (OFFICE, "check"): "/office/checks/",
    (OFFICE, "npd_partner"): "/office/partners/",
    (OFFICE, "vat_said"): "/office/partners/",
    (OFFICE, "stuck"): "/office/inbox/",
    (OFFICE, "signed"): "/office/papers/",
    (OFFICE, "nobody"): "/office/leads/",
}


def tell(event: Event, message: Message, *, at: datetime) -> list[tuple[Person, str, str]]:
    """Put the notice behind everybody's bell; who gets a letter at once, with its subject and body."""
    readers = _readers(message)
    side = _side_of(message, readers)
    kind = kind_of(event.name, side)
    ways = get_ways(kind, readers)
    letters, notices = [], []
    for person in readers:
        way = ways[person.pk]
        if way == Channel.OFF:
            continue
        with translation.override(person.language):
            subject, body = message.compose()
        if kind.bell:
            notices.append(_notice(event, message, person, kind, subject, way, side=side))
        if way == Channel.NOW or kind.fixed:
            letters.append((person, subject, body))
    give_notices(notices)
    return letters


def _notice(
    event: Event, message: Message, person: Person, kind: Kind, subject: str, way: str, *, side: str
) -> Notice:
    path = message.path or PLACES.get((side, kind.key), f"/{side}/")
    return Notice(
        person=person,
        event=event,
        kind=kind.key,
        sentence=subject[:300],
        path=path[:200],
        channel=way,
        at=event.at,
    )


def _side_of(message: Message, readers: Iterable[Person]) -> str:
    if message.person_id is not None:
        return OFFICE if any(list_roles(person) for person in readers) else CABINET
    return OFFICE if message.roles else CABINET


def _readers(message: Message) -> list[Person]:
    people = Person.objects.filter(is_active=True)
    if message.person_id is not None:
        people = people.filter(pk=message.person_id)
    elif message.partner_id is not None:
        people = people.filter(membership__partner=message.partner_id)
    elif not message.roles:
        return []
    else:
        people = people.filter(staff_roles__role__in=message.roles).distinct()
    return list(people.order_by("pk"))
