"""The archive of a period for the accountant: papers, scans, invoices, offers, registers, a contents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from zabota.domain.invoices.models import Paper as InvoicePaper
from zabota.domain.papers.models import Errand, ErrandKind, ErrandPiece, Paper, SignedScan
from zabota.domain.papers.operations.writing import our_side
from zabota.domain.papers.queries.registers import REGISTERS
from zabota.domain.papers.rules.archive import readme_text
from zabota.domain.programme.models import Offer
from zabota.kit.clock import end_of_day, local_date, start_of_day
from zabota.kit.sheets import csv_pieces, xlsx_pieces
from zabota.kit.zipping import GrowingZip

A_PIECE = 4 * 1024 * 1024
KEPT = timedelta(days=30)
CONTENTS = ("file", "bytes", "sha256", "number", "status")


def pack_period(errand: Errand, *, at: datetime) -> Iterator[tuple[int, int]]:
    """Pack the days of the errand into its pieces; gives how many files of how many are in."""
    errand.pieces.all().delete()
    found = _Found(errand)
    total = found.count() + 2 * len(REGISTERS) + 3
    growing, shelf = GrowingZip(at=at), _Shelf(errand)
    about: dict[str, tuple[str, str]] = {}
    counted = 0
    shelf.put(growing.put("README.txt", [_readme(errand, at)]))
    for name, body, number, status in found.files():
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


class _Found:
    """What belongs into the archive of the errand's days."""

    def __init__(self, errand: Errand) -> None:
        days = (errand.first_on, errand.last_on)
        since, until = start_of_day(errand.first_on), end_of_day(errand.last_on)
        self.papers = Paper.objects.filter(on__range=days)
        self.scans = SignedScan.objects.filter(paper__in=self.papers, returned_because="")
        self.invoices = InvoicePaper.objects.filter(
            invoice__issued_at__gte=since, invoice__issued_at__lt=until
        )
        self.offers = Offer.objects.filter(published_at__lt=until)

    def count(self) -> int:
        return sum(rows.count() for rows in (self.papers, self.scans, self.invoices, self.offers))

    def files(self) -> Iterator[tuple[str, bytes, str, str]]:
        """Name, body, number and status of each, a few in memory at a time."""
        for paper in self.papers.order_by("on", "pk").defer("content").iterator(50):
            yield paper_file_name(paper), bytes(paper.pdf), paper.number, paper.status
        for scan in self.scans.select_related("paper").order_by("pk").iterator(20):
            name = f"scans/{scan.paper.number}/{scan.pk}-{scan.name}"
            yield name, bytes(scan.body), scan.paper.number, "signed"
        for printed in self.invoices.select_related("invoice").order_by("pk").iterator(50):
            number, status = printed.invoice.number, printed.invoice.status
            yield f"invoices/{number}.pdf", bytes(printed.pdf), number, status
        for offer in self.offers.order_by("number"):  # byte for byte what the acceptances digest
            yield f"offers/offer-{offer.number}.md", offer.text.encode(), str(offer.number), "offer"


def paper_file_name(paper: Paper) -> str:
    """Where a paper lies in an archive."""
    return f"papers/{paper.kind}/{paper.number}.pdf"


def _registers(errand: Errand) -> Iterator[tuple[str, Iterator[bytes]]]:
    days = {"first_on": errand.first_on, "last_on": errand.last_on}
    for name, register in REGISTERS.items():
        yield f"registers/{name}.csv", csv_pieces(register.columns, register.rows(**days))
        sheet = (register.title, register.columns, register.rows(**days))
        yield f"registers/{name}.xlsx", xlsx_pieces([sheet])


def _readme(errand: Errand, at: datetime) -> bytes:
    titles = {name: register.title for name, register in REGISTERS.items()}
    text = readme_text(
        vendor=our_side().name, first_on=errand.first_on, last_on=errand.last_on,
        packed_on=local_date(at), registers=titles,
    )  # fmt: skip
    return text.encode("utf-8-sig")


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
