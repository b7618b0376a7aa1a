"""A ZIP that is read while it is written, so that no archive must fit into memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from zabota.kit.zone import ZONE

PACKED_ALREADY = (".pdf", ".jpg", ".png", ".xlsx")


@dataclass(frozen=True, slots=True)
class Packed:
    """A file in the archive: its name, length and digest."""

    name: str
    size: int
    sha256: str


class _Sink:
    """What the archive is written to, until somebody takes it."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.written.append(bytes(piece))
        return len(piece)

    def close(self) -> None:
        """There is nothing to close."""

    def flush(self) -> None:
        """Nothing is kept back."""

    def take(self) -> bytes:
        taken = b"".join(self.written)
        self.written.clear()
        return taken


class GrowingZip:
    """Files are put in one after the other; `packed` tells of each that is in."""

    def __init__(self, *, at: datetime) -> None:
        self.packed: list[Packed] = []
        self._sink: Any = _Sink()
        self._zip = ZipFile(self._sink, "w", ZIP_DEFLATED)
        self._stamp = at.astimezone(ZONE).timetuple()[:6]

    def put(self, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Put a file in; gives the bytes of the archive as they grow."""
        entry = ZipInfo(name, self._stamp)
        entry.compress_type = ZIP_STORED if name.endswith(PACKED_ALREADY) else ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        digest, size = sha256(), 0
        with self._zip.open(entry, "w", force_zip64=True) as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
                yield self._sink.take()
        self.packed.append(Packed(name, size, digest.hexdigest()))
        yield self._sink.take()

    def end(self) -> Iterator[bytes]:
        """The last bytes: the directory of the archive."""
        self._zip.close()
        yield self._sink.take()


def zip_pieces(files: Iterable[tuple[str, bytes]], *, at: datetime) -> Iterator[bytes]:
    """An archive of (name, body), piece by piece."""
    growing = GrowingZip(at=at)
    for name, body in files:
        yield from growing.put(name, [body])
    yield from growing.end()
