"""A register in: stored raw, read, its rows kept once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localtime

from zabota.connectors.inbox.models import InboundEvent, InboundStatus
from zabota.connectors.inbox.operations import mark_failed, mark_handled, receive, retry_event
from zabota.connectors.registers.facts import Entry, NotARegister, RegisterFile
from zabota.connectors.registers.models import Register, RegisterRow
from zabota.connectors.registers.translate.reading import read_register
from zabota.kit.unzipping import Unpacked, is_archive, unpack

SOURCE = "registers"
JOB = "registers.read"
MOST_FILES = 50
TAKEN_OUT = "not_a_register:taken_out"


def receive_register(
    raw: bytes, *, name: str, processor: str, at: datetime, by: str
) -> tuple[InboundEvent, bool]:
    """Store a file in its own bytes and queue its reading: (event, is new).

    A file whose processor had to be said anew is read again under what was said.
    """
    event, new = receive(
        source=SOURCE, raw=raw, job=JOB, at=at, name=name, by=by, headers={"processor": processor}
    )
    said_anew = not new and processor and event.headers.get("processor") != processor
    if said_anew and not Register.objects.filter(event=event).exists():
        event.headers = {**event.headers, "processor": processor}
        event.save(update_fields=["headers"])
        retry_event(event)
    return event, new


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What was stored of an upload, each with whether it is new, and the files that could not be."""

    events: Sequence[tuple[InboundEvent, bool]]
    left_out: Sequence[Unpacked] = ()


def receive_registers(raw: bytes, *, name: str, processor: str, at: datetime, by: str) -> Uploaded:
    """Store a register, or every file of a ZIP as one of its own, and queue their reading.

    An archive of which nothing can be taken is stored itself, so that the page says so.
    """
    files = unpack(raw, most_files=MOST_FILES, most_bytes=_most_bytes()) if is_archive(raw) else []
    named = [replace(file, name=f"{name}/{file.name}") for file in files]
    taken = [file for file in named if not file.problem] or [Unpacked(name, raw)]
    return Uploaded(
        [
            receive_register(file.content, name=file.name, processor=processor, at=at, by=by)
            for file in taken
        ],
        [file for file in named if file.problem],
    )


def _most_bytes() -> int:
    """Text packs well: what may come as one file of this size is several times as long unpacked."""
    return int(settings.MAX_UPLOAD_BYTES) * 3


def import_register(event_id: int, *, at: datetime) -> Register | None:
    """Read a stored register; None when it is none. Doing it again changes nothing."""
    event = InboundEvent.objects.get(pk=event_id)
    raw = bytes(event.raw)
    try:
        if is_archive(raw):
            raise NotARegister("archive")
        file = read_register(raw, processor=event.headers.get("processor", ""))
    except NotARegister as refused:
        mark_failed(event_id, error=f"not_a_register:{refused.reason}")
        return None
    if not file.entries:
        mark_failed(event_id, error="not_a_register:nothing")
        return None
    register = _keep(event, file, at=at)
    mark_handled(event_id, at=at)
    return register


@transaction.atomic
def _keep(event: InboundEvent, file: RegisterFile, *, at: datetime) -> Register:
    moments = [entry.at for entry in file.entries]
    counts = Counter(entry.what for entry in file.entries)
    register, _new = Register.objects.update_or_create(
        event=event,
        defaults={
            "processor": file.processor,
            "period_from": localtime(min(moments)).date(),
            "period_to": localtime(max(moments)).date(),
            "payments": counts["payment"],
            "refunds": counts["refund"],
            "left_out": file.left_out,
            "cancelled": file.cancelled,
            "totals": [
                [one.line, one.stated_minor, one.counted_minor, one.currency] for one in file.totals
            ],
            "unreadable": [list(one) for one in file.unreadable],
            "read_at": at,
        },
    )
    rows = [_row(register, file.processor, entry) for entry in file.entries]
    RegisterRow.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    return register


def _row(register: Register, source: str, entry: Entry) -> RegisterRow:
    return RegisterRow(
        register=register,
        source=source,
        what=entry.what,
        external_id=entry.external_id,
        payment_external_id=entry.payment_external_id,
        amount_minor=entry.amount_minor,
        fee_minor=entry.fee_minor,
        currency=entry.currency,
        at=entry.at,
        order=entry.order,
        line=entry.line,
    )


@transaction.atomic
def take_out_register(register: Register) -> None:
    """Forget what a register said, uploaded by mistake or as another processor's.

    What was recorded from it stays recorded. Rows that other registers tell as well are read again.
    """
    event_id, processor = register.event_id, register.processor
    others = Register.objects.filter(
        processor=processor,
        period_from__lte=register.period_to,
        period_to__gte=register.period_from,
    ).exclude(pk=register.pk)
    also = list(others.values_list("event_id", "read_at"))
    register.rows.all().delete()
    register.delete()
    InboundEvent.objects.filter(pk=event_id).update(
        status=InboundStatus.FAILED, error=TAKEN_OUT, handled_at=None
    )
    for other, read_at in also:
        import_register(other, at=read_at)


def dismiss_file(event_id: int) -> bool:
    """Look no more at a file that was no register; false when it is none of these."""
    refused = InboundEvent.objects.filter(
        pk=event_id,
        source=SOURCE,
        status=InboundStatus.FAILED,
        error__startswith="not_a_register:",
    )
    return refused.update(error=TAKEN_OUT) > 0
