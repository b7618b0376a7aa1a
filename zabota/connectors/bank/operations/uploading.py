"""Statement files as they are uploaded: one by one, or several in a ZIP."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from zabota.connectors.bank.operations.importing import receive_statement
from zabota.connectors.bank.translate.looks import looks_of_bytes
from zabota.connectors.inbox.models import InboundEvent
from zabota.kit.unzipping import Unpacked, unpack

MOST_FILES = 50
# Text packs well: what may come as one file of this size is several times as long unpacked.
_UNPACKED = 3


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What was stored of an upload, each with whether it is new, and the files that could not be."""

    events: Sequence[tuple[InboundEvent, bool]]
    left_out: Sequence[Unpacked] = ()


def receive_statements(raw: bytes, *, name: str, at: datetime, by: str) -> Uploaded:
    """Store an uploaded file, or every file of a ZIP as one of its own, and queue their reading.

    An archive of which nothing can be taken is stored itself, so that its page says so.
    """
    files = unpacked_statements(raw, name=name)
    left_out = [file for file in files if file.problem]
    taken = [file for file in files if not file.problem] or [Unpacked(name, raw)]
    events = [receive_statement(file.content, name=file.name, at=at, by=by) for file in taken]
    return Uploaded(events, left_out)


def unpacked_statements(raw: bytes, *, name: str) -> list[Unpacked]:
    """The files of a ZIP under its name and theirs; an office file is a ZIP as well and stays whole."""
    if looks_of_bytes(raw) != "zip":
        return []
    most = settings.MAX_UPLOAD_BYTES * _UNPACKED
    found = unpack(raw, most_files=MOST_FILES, most_bytes=most)
    return [Unpacked(f"{name}/{file.name}", file.content, file.problem) for file in found]
