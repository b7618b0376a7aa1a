"""A partner takes everything we keep about him: tables and the files of his cards, in a ZIP."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from zabota.domain.cards.models import CardFile
from zabota.domain.partners.models import Partner, Takeout, TakeoutPiece, TakeoutStatus
from zabota.flows.takeout_tables import Table, files_of, name_in_zip, tables_of
from zabota.kit.flow import flow
from zabota.kit.queue import defer
from zabota.kit.sheets import csv_pieces
from zabota.kit.zipping import GrowingZip

KEPT = timedelta(days=3)
A_PIECE = 4 * 1024 * 1024
GOING = (TakeoutStatus.WAITING, TakeoutStatus.RUNNING)


@flow
def takeout_asked(partner: Partner, *, at: datetime, by: str) -> Takeout:
    """Put an export in the queue; the one under way is given instead of a second."""
    try:
        with transaction.atomic():
            export = Takeout.objects.create(partner=partner, asked_at=at, asked_by=by)
            defer("config.pack_takeout", takeout_id=export.pk)
    except IntegrityError:
        return Takeout.objects.get(partner=partner, status__in=GOING)
    return export


def pack_takeout(takeout_id: int, *, at: datetime) -> None:
    """Put an export together from its beginning, a table at a time; a finished one is left alone."""
    going = Takeout.objects.filter(pk=takeout_id, status__in=GOING)
    if not going.update(status=TakeoutStatus.RUNNING, counted=0):
        return
    export = Takeout.objects.select_related("partner").get(pk=takeout_id)
    export.pieces.all().delete()
    tables, files = tables_of(export.partner), files_of(export.partner)
    going.update(total=len(tables) + files.count())
    growing, digest, held, size, position = GrowingZip(at=at), sha256(), bytearray(), 0, 0
    for pieces in _files(growing, tables, files):
        for piece in pieces:
            held += piece
            while len(held) >= A_PIECE:
                position, size = _lay(export, bytes(held[:A_PIECE]), digest, position, size)
                del held[:A_PIECE]
        going.update(counted=len(growing.packed))
    _, size = _lay(export, bytes(held), digest, position, size)
    going.update(
        status=TakeoutStatus.DONE,
        finished_at=at,
        expires_at=at + KEPT,
        file_bytes=size,
        sha256=digest.hexdigest(),
    )


def fail_takeout(takeout_id: int, *, error: str, at: datetime) -> None:
    """Note why an export broke off."""
    Takeout.objects.filter(pk=takeout_id, status__in=GOING).update(
        status=TakeoutStatus.FAILED, error=error[:300], finished_at=at
    )


@flow
def takeouts_expired(*, at: datetime) -> int:
    """Throw away what could have been downloaded long enough; how many."""
    old = Takeout.objects.filter(status=TakeoutStatus.DONE, expires_at__lte=at)
    TakeoutPiece.objects.filter(takeout__in=old.values("pk")).delete()
    return old.update(status=TakeoutStatus.EXPIRED, file_bytes=0)


def takeout_pieces(export: Takeout) -> Iterator[bytes]:
    """The packed file, piece by piece."""
    for position in range(export.pieces.count()):
        yield bytes(export.pieces.get(position=position).body)


def _lay(export: Takeout, body: bytes, digest: Any, position: int, size: int) -> tuple[int, int]:
    digest.update(body)
    TakeoutPiece.objects.create(takeout=export, position=position, body=body)
    return position + 1, size + len(body)


def _files(
    growing: GrowingZip, tables: Sequence[Table], files: QuerySet[CardFile]
) -> Iterator[Iterator[bytes]]:
    for table in tables:
        yield growing.put(f"{table.name}.csv", csv_pieces(table.columns, table.rows))
    for pk in files.values_list("pk", flat=True):
        file = CardFile.objects.get(pk=pk)
        yield growing.put(name_in_zip(file), [bytes(file.content)])
    yield growing.end()
