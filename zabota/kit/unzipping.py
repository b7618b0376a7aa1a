"""A ZIP that a stranger packed: every file of it within limits, whatever the archive says of itself."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

_LOCKED = 0x1
_UTF8 = 0x800
_OFFICE = frozenset({"[Content_Types].xml", "mimetype"})
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file of an archive; `problem` says why its content is not there.

    `problem` is one of: locked, packed_otherwise, damaged, too_large, too_many.
    """

    name: str
    content: bytes
    problem: str = ""


def is_archive(raw: bytes) -> bool:
    """Whether it is a ZIP of files; a workbook or an office document is a ZIP too, and is none."""
    if not raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    try:
        with ZipFile(BytesIO(raw)) as archive:
            return not _OFFICE & set(archive.namelist())
    except (BadZipFile, ValueError, OSError):
        return False


def unpack(raw: bytes, *, most_files: int, most_bytes: int) -> list[Unpacked]:
    """The files of an archive in its order; empty when it is none, or nothing is in it.

    No more than `most_bytes` are unpacked, of all files together: a file larger than what is left
    is not begun, and one that says it is smaller than it is, is damaged. Folders and what systems
    leave behind are no files.
    """
    try:
        with ZipFile(BytesIO(raw)) as archive:
            return list(_unpacked(archive, most_files=most_files, most_bytes=most_bytes))
    except (BadZipFile, ValueError, OSError):
        return []


def _unpacked(archive: ZipFile, *, most_files: int, most_bytes: int) -> Iterator[Unpacked]:
    left = most_bytes
    entries = [entry for entry in archive.infolist() if not _is_litter(entry)]
    for entry in entries[:most_files]:
        name = _name_of(entry)
        content, problem = b"", _problem_of(entry, left)
        if not problem:
            content, problem = _content_of(archive, entry, left)
        left -= len(content)
        yield Unpacked(name, content, problem)
    for entry in entries[most_files:]:
        yield Unpacked(_name_of(entry), b"", "too_many")


def _problem_of(entry: ZipInfo, most_bytes: int) -> str:
    if entry.flag_bits & _LOCKED:
        return "locked"
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "packed_otherwise"  # those unpack in steps of any size
    return "too_large" if entry.file_size > most_bytes else ""


def _content_of(archive: ZipFile, entry: ZipInfo, most_bytes: int) -> tuple[bytes, str]:
    try:
        with archive.open(entry) as file:
            content = file.read(most_bytes + 1)
    except (
        BadZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
        zlib.error,
    ):
        return b"", "damaged"
    return (b"", "too_large") if len(content) > most_bytes else (content, "")


def _is_litter(entry: ZipInfo) -> bool:
    return entry.is_dir() or entry.filename.startswith(_LITTER) or entry.filename.endswith(_LITTER)


def _name_of(entry: ZipInfo) -> str:
    """The name without its folders; Windows writes Russian ones in cp866 and does not say so."""
    name = entry.filename
    if not entry.flag_bits & _UTF8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("cp866")
    return name.replace("\\", "/").rpartition("/")[2]
