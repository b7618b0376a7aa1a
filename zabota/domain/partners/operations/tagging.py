"""Tags and partner managers: by what staff find partners together, and who looks after whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from zabota.domain.partners.events import CuratorAssigned, PartnerTagged
from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Person
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish_all

MOST_TAGS = 20


@transaction.atomic
def set_tags(partner: Partner, tags: Iterable[str], *, at: datetime, by: str) -> None:
    """Words by which staff find partners together; each once, in the order of the alphabet."""
    _retag([partner.pk], add=_words(tags), drop=None, at=at, by=by)
    partner.refresh_from_db(fields=["tags"])


@transaction.atomic
def change_tags(
    partner_ids: Iterable[int],
    *,
    add: Iterable[str] = (),
    drop: Iterable[str] = (),
    at: datetime,
    by: str,
) -> int:
    """Give partners tags and take tags off; for how many that changed anything.

    Refused without a tag, and for a partner who would have more than `MOST_TAGS`.
    """
    given, taken = _words(add), _words(drop)
    if not given and not taken:
        raise Refusal("Write the tag.", code="no_tag")
    return _retag(partner_ids, add=given, drop=taken, at=at, by=by)


def tag_of(typed: str) -> str:
    """A tag as it is kept: one space between words, small letters, short."""
    return " ".join(typed.replace("\x00", "").split()).lower()[:40]


def _words(tags: Iterable[str]) -> set[str]:
    return {tag_of(tag) for tag in tags} - {""}


def _retag(
    partner_ids: Iterable[int], *, add: set[str], drop: set[str] | None, at: datetime, by: str
) -> int:
    """Without `drop` what is added replaces everything."""
    changed, told = [], []
    rows = Partner.objects.select_for_update().filter(pk__in=list(partner_ids)).order_by("pk")
    for partner in rows:
        before = set(partner.tags)
        after = add if drop is None else (before | add) - drop
        if after == before:
            continue
        if len(after) > max(MOST_TAGS, len(before)):
            raise Refusal("Twenty tags of a partner are enough. Take one off first.", code="tags")
        partner.tags = sorted(after)
        changed.append(partner)
        told.append(
            PartnerTagged(
                at=at,
                by=by,
                partner_id=partner.pk,
                added=tuple(sorted(after - before)),
                taken_off=tuple(sorted(before - after)),
            )
        )
    Partner.objects.bulk_update(changed, ["tags"])
    publish_all(told)
    return len(changed)


@transaction.atomic
def assign_curator(
    partner_ids: Iterable[int], *, curator: Person | None, at: datetime, by: str
) -> int:
    """From now on this person of ours looks after the partners, or nobody; for how many that is new."""
    rows = Partner.objects.select_for_update().filter(pk__in=list(partner_ids)).order_by("pk")
    changed = [one for one in rows if one.curator_id != (curator.pk if curator else None)]
    for partner in changed:
        partner.curator = curator
    Partner.objects.bulk_update(changed, ["curator"])
    publish_all(
        [
            CuratorAssigned(
                at=at,
                by=by,
                partner_id=partner.pk,
                person_id=curator.pk if curator else None,
                name=str(curator) if curator else "",
            )
            for partner in changed
        ]
    )
    return len(changed)
