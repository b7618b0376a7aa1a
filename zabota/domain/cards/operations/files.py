"""Files of cards: recognised, small enough, not too many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Sum

from zabota.domain.cards.events import CardCleared, CardFiled
from zabota.domain.cards.models import Card, CardFile
from zabota.domain.cards.operations.opening import CardRefused, check_his, open_card
from zabota.domain.cards.rules import MOST_BYTES, MOST_FILES
from zabota.kit.events.announce import publish, publish_all
from zabota.kit.uploads import Upload


@transaction.atomic
def keep_file(
    *, partner_id: int, client_id: int, uploads: Sequence[Upload], at: datetime, by: str
) -> list[CardFile]:
    """Put files to a client's card: all of them, or none with the reason."""
    if not uploads:
        raise CardRefused("Choose a file first.")
    card = open_card(partner_id, client_id, at=at)
    Card.objects.select_for_update().get(pk=card.pk)
    _check_room(card, uploads)
    files = CardFile.objects.bulk_create(
        [
            CardFile(
                card=card,
                name=one.name[:100],
                content_type=one.content_type,
                size=len(one.content),
                sha256=one.sha256,
                content=one.content,
                at=at,
                by=by,
            )
            for one in uploads
        ]
    )
    publish_all(
        [
            CardFiled(at=at, by=by, client_id=client_id, partner_id=partner_id, name=one.name)
            for one in files
        ]
    )
    return files


def _check_room(card: Card, uploads: Sequence[Upload]) -> None:
    kept = card.files.filter(removed_at=None).aggregate(n=Count("pk"), size=Sum("size"))
    if kept["n"] + len(uploads) > MOST_FILES:
        raise CardRefused("A card holds at most 30 files. Take off those you need no more.")
    if (kept["size"] or 0) + sum(len(one.content) for one in uploads) > MOST_BYTES:
        raise CardRefused("A card holds at most 60 MB. Take off files you need no more.")


@transaction.atomic
def take_file_off(file: CardFile, *, at: datetime, by: str) -> None:
    """Take a file off the card; it can be put back."""
    check_his(file.card, at=at)
    if CardFile.objects.filter(pk=file.pk, removed_at=None).update(removed_at=at):
        card = file.card
        publish(
            CardCleared(
                at=at,
                by=by,
                client_id=card.client_id,
                partner_id=card.partner_id,
                name=file.name,
            )
        )


@transaction.atomic
def restore_file(file: CardFile, *, at: datetime) -> None:
    """Put a file back on the card, if there is still room for it."""
    check_his(file.card, at=at)
    Card.objects.select_for_update().get(pk=file.card_id)
    if file.card.files.filter(removed_at=None).count() >= MOST_FILES:
        raise CardRefused("A card holds at most 30 files. Take off those you need no more.")
    CardFile.objects.filter(pk=file.pk).update(removed_at=None)
