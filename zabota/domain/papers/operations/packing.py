"""The archive of a period for the accountant: every paper and scan, every register, a contents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from zabota.domain.papers.models import Errand, ErrandKind, ErrandPiece, Paper, SignedScan
from zabota.domain.papers.queries.registers import REGISTERS
from zabota.kit.sheets import csv_pieces, xlsx_pieces
from zabota.kit.zipping import GrowingZip

A_PIECE = 4 * 1024 * 1024
KEPT = timedelta(days=30)
CONTENTS = ("file", "bytes", "sha256", "number", "status")


def pack_period(errand: Errand, *, at: datetime) -> Iterator[tuple[int, int]]:
    """Pack the days of the errand into its pieces; gives how many files of how many are in."""
    errand.pieces.all().delete()
    papers = Paper.objects.filter(on__gte=errand.first_on, on__lte=errand.last_on)
    scans = SignedScan.objects.filter(paper__in=papers, returned_because="")
    total = papers.count() + scans.count() + 2 * len(REGISTERS) + 2
    growing, shelf = GrowingZip(at=at), _Shelf(errand)
    about: dict[str, tuple[str, str]] = {}
    counted = 0
    for name, body, number, status in _files(papers, scans):
        about[name] = (number, status)
        shelf.put(growing.put(name, [body]))
        counted += 1
        if counted % 20 == 0:
            yield counted, total
    for name, pieces in _registers(errand):
        shelf.put(growing.put(name, pieces))
        counted += 1
        yield counted, total
    rows = [
        [one.name, one.size, one.sha256, *about.get(one.name, ("", ""))] for one in growing.packed
    ]
    shelf.put(growing.put("contents.csv", csv_pieces(CONTENTS, rows)))
    sums = "".join(f"{one.sha256}  {one.name}\n" for one in growing.packed)
    shelf.put(growing.put("SHA256SUMS", [sums.encode()]))
    shelf.put(growing.end())
    shelf.close()
    yield total, total


def _files(
    papers: Iterable[Paper], scans: Iterable[SignedScan]
) -> Iterator[tuple[str, bytes, str, str]]:
    for paper in papers.order_by("on", "pk").defer("content").iterator(50):  # type: ignore[attr-defined]
        yield paper_file_name(paper), bytes(paper.pdf), paper.number, paper.status
    for scan in scans.select_related("paper").order_by("pk").iterator(20):  # type: ignore[attr-defined]
        name = f"scans/{scan.paper.number}/{scan.pk}-{scan.name}"
        yield name, bytes(scan.body), scan.paper.number, "signed"


def paper_file_name(paper: Paper) -> str:
    """Where a paper lies in an archive."""
    return f"papers/{paper.kind}/{paper.number}.pdf"


def _registers(errand: Errand) -> Iterator[tuple[str, Iterator[bytes]]]:
    days = {"first_on": errand.first_on, "last_on": errand.last_on}
    for name, register in REGISTERS.items():
        yield f"registers/{name}.csv", csv_pieces(register.columns, register.rows(**days))
        sheet = (register.title, register.columns, register.rows(**days))
        yield f"registers/{name}.xlsx", xlsx_pieces([sheet])


class _Shelf:
    """Where the archive is laid down, a piece at a time."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        self._digest = sha256()
        self._held = bytearray()
        self._size = self._position = 0

    def put(self, pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            self._held += piece
            while len(self._held) >= A_PIECE:
                self._lay(bytes(self._held[:A_PIECE]))
                del self._held[:A_PIECE]

    def close(self) -> None:
        self._lay(bytes(self._held))
        Errand.objects.filter(pk=self._errand.pk).update(
            file_name=archive_name(self._errand),
            file_bytes=self._size,
            sha256=self._digest.hexdigest(),
        )

    def _lay(self, body: bytes) -> None:
        self._digest.update(body)
        self._size += len(body)
        ErrandPiece.objects.create(errand=self._errand, position=self._position, body=body)
        self._position += 1


def archive_name(errand: Errand) -> str:
    """The name of the archive as it is downloaded."""
    return f"zabota-{errand.first_on:%Y%m%d}-{errand.last_on:%Y%m%d}.zip"


def archive_pieces(errand: Errand) -> Iterator[bytes]:
    """The packed archive, piece by piece."""
    for position in range(errand.pieces.count()):
        yield bytes(errand.pieces.get(position=position).body)


@transaction.atomic
def throw_old_archives_away(*, at: datetime) -> int:
    """Forget archives older than a month; everything in them can be packed again. How many."""
    old = Errand.objects.filter(kind=ErrandKind.PACK, finished_at__lt=at - KEPT, file_bytes__gt=0)
    ErrandPiece.objects.filter(errand__in=old.values("pk")).delete()
    return old.update(file_bytes=0)
