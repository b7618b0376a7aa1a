"""Verbs about bulletins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from zabota.domain.news.events import BulletinStarted, BulletinStopped, NewsDeclined
from zabota.domain.news.models import (
    BULLETIN_MOVES,
    Bulletin,
    BulletinStatus,
    BulletinTemplate,
    Delivery,
    DeliveryStatus,
)
from zabota.domain.news.queries import list_recipients, words_for
from zabota.domain.news.rules import FIELDS, OF_TITLES, clean_filters, fields_of, fill_in
from zabota.domain.notices.models import Channel, Choice, Notice
from zabota.domain.notices.operations import give_notices
from zabota.domain.notices.queries import get_ways
from zabota.domain.notices.rules import CABINET, NEWS
from zabota.domain.partners.models import Member
from zabota.domain.people.models import Person
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.states import move

WORDS = ("title", "text", "title_en", "text_en")


class UnknownField(Refusal):
    """A text asks for what nobody knows."""

    code = "unknown_field"


def _check_words(words: Mapping[str, str]) -> None:
    """Refused in half English, with a field that nobody knows, and with figures in a title."""
    if bool(words.get("title_en")) != bool(words.get("text_en")):
        raise Refusal("In English both the title and the text are needed, or neither.", code="half")
    for field in sorted(fields_of(*words.values()) - set(FIELDS)):
        raise UnknownField(
            "There is no field {{ %(field)s }}. Known ones: name, partner, code, due.", field=field
        )
    titles = fields_of(words.get("title", ""), words.get("title_en", ""))
    if titles - set(OF_TITLES):
        raise Refusal("Of the fields only name and partner can stand in a title.", code="title")


@transaction.atomic
def keep_template(
    template: BulletinTemplate | None,
    *,
    name: str,
    words: Mapping[str, str],
    at: datetime,
    by: str,
) -> BulletinTemplate:
    """Keep the words of a bulletin under a name, or change them; refused when the name is taken."""
    _check_words(words)
    kept = template or BulletinTemplate()
    kept.name, kept.changed_at, kept.changed_by = " ".join(name.split())[:80], at, by
    for field in WORDS:
        setattr(kept, field, words.get(field, "").strip())
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as taken:
        raise Refusal("There is a template with this name.", code="taken") from taken
    return kept


def drop_template(template: BulletinTemplate) -> None:
    """Forget a template; bulletins that began from it keep their words."""
    template.delete()


@transaction.atomic
def write_bulletin(
    bulletin: Bulletin | None,
    *,
    words: Mapping[str, str],
    filters: Mapping[str, str],
    partner_ids: Iterable[int],
    by_mail: bool,
    shown_until: date | None,
    at: datetime,
    by: str,
) -> Bulletin:
    """Write a draft or change it; refused once it goes out."""
    _check_words(words)
    draft = _locked(bulletin) if bulletin is not None else Bulletin()
    for field in WORDS:
        setattr(draft, field, words.get(field, "").strip())
    draft.filters, draft.partner_ids = clean_filters(filters), sorted(set(partner_ids))
    draft.by_mail, draft.shown_until = by_mail, shown_until
    draft.written_at, draft.written_by = at, by
    draft.save()
    return draft


def _locked(bulletin: Bulletin) -> Bulletin:
    """The draft as it is now: saved from an older page it would be a draft again, and go out twice."""
    rows = Bulletin.objects.select_for_update()
    draft = rows.filter(pk=bulletin.pk, status=BulletinStatus.DRAFT).first()
    if draft is None:
        raise Refusal("It goes out already and cannot be changed.", code="going")
    return draft


def drop_bulletin(bulletin: Bulletin) -> None:
    """Throw a draft away; refused once it went out."""
    deleted, _ = Bulletin.objects.filter(pk=bulletin.pk, status=BulletinStatus.DRAFT).delete()
    if not deleted:
        raise Refusal("It goes out already and cannot be changed.", code="going")


@transaction.atomic
def start_bulletin(bulletin: Bulletin, *, at: datetime, by: str, seen: str = "") -> Bulletin:
    """Send it to everybody it reaches now: bells at once, letters one by one. Refused for nobody.

    `seen` is when the words on the sender's page were written (ISO 8601); refused when there are others by now.
    """
    kept = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
    if seen and seen != kept.written_at.isoformat():
        raise Refusal("%(who)s has changed it meanwhile. Look once more, then send.",
                      code="stale", who=kept.written_by)  # fmt: skip
    bulletin = kept
    members = list(list_recipients(bulletin, at=at))
    if not members:
        raise Refusal("It would reach nobody. Change the filters.", code="nobody")
    move(bulletin, BulletinStatus.GOING, allowed=BULLETIN_MOVES, started_at=at, started_by=by)
    event = publish(
        BulletinStarted(
            at=at,
            by=by,
            bulletin_id=bulletin.pk,
            partners=len({member.partner_id for member in members}),
            people=len(members),
        )
    )
    Bulletin.objects.filter(pk=bulletin.pk).update(event=event)
    bulletin.event = event
    ways = get_ways(NEWS, [member.person for member in members])
    Delivery.objects.bulk_create(
        [_delivery(bulletin, member, ways[member.person_id]) for member in members]
    )
    give_notices(
        _notice(bulletin, member, ways[member.person_id])
        for member in members
        if ways[member.person_id] != Channel.OFF
    )
    return bulletin


def _delivery(bulletin: Bulletin, member: Member, way: str) -> Delivery:
    if way == Channel.OFF:
        status = DeliveryStatus.OFF
    elif bulletin.by_mail and way == Channel.NOW:
        status = DeliveryStatus.WAITING
    else:
        status = DeliveryStatus.BELL
    return Delivery(bulletin=bulletin, partner=member.partner, person=member.person, status=status)


def _notice(bulletin: Bulletin, member: Member, way: str) -> Notice:
    title, _text = words_for(bulletin, member.person.language)
    assert bulletin.event is not None
    assert bulletin.started_at is not None
    return Notice(
        person=member.person,
        event=bulletin.event,
        kind=NEWS.key,
        sentence=fill_in(title, {"name": str(member.person), "partner": member.partner.name})[:300],
        path=f"/{CABINET}/news/{bulletin.pk}/",
        channel=way if bulletin.by_mail else Channel.HERE,
        at=bulletin.started_at,
    )


@transaction.atomic
def stop_bulletin(bulletin: Bulletin, *, at: datetime, by: str) -> None:
    """Keep back the letters that have not left; refused when all have."""
    move(bulletin, BulletinStatus.STOPPED, allowed=BULLETIN_MOVES)
    waiting = bulletin.deliveries.filter(status=DeliveryStatus.WAITING)
    waiting.update(status=DeliveryStatus.HELD, at=at)
    publish(BulletinStopped(at=at, by=by, bulletin_id=bulletin.pk))


def finish_bulletin(bulletin_id: int) -> bool:
    """Mark it as sent when no letter waits any more; whether that was so."""
    if Delivery.objects.filter(bulletin=bulletin_id, status=DeliveryStatus.WAITING).exists():
        return False
    rows = Bulletin.objects.filter(pk=bulletin_id, status=BulletinStatus.GOING)
    rows.update(status=BulletinStatus.SENT)
    return True


def note_returned(delivery_id: int, *, fault: str, at: datetime) -> bool:
    """A letter that had left will never arrive; whether we know it. Twice is once."""
    known = Delivery.objects.filter(pk=delivery_id)
    known.filter(status=DeliveryStatus.SENT).update(
        status=DeliveryStatus.RETURNED, fault=fault[:200], at=at
    )
    return known.exists()


@transaction.atomic
def decline_news(person: Person, *, at: datetime) -> None:
    """The person wants no letters with news any more; twice is once."""
    before = Choice.objects.filter(person=person, kind=NEWS.key, channel=Channel.OFF).exists()
    if before:
        return
    Choice.objects.update_or_create(person=person, kind=NEWS.key, defaults={"channel": Channel.OFF})
    publish(NewsDeclined(at=at, by=str(person), person_id=person.pk))


def welcome_news(person: Person) -> None:
    """He has thought better of it: news come the usual way again."""
    Choice.objects.filter(person=person, kind=NEWS.key).delete()
