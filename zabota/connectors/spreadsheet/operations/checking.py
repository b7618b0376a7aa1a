"""A table received and looked through: every row gets its verdict, nothing moves yet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zabota.connectors.inbox.models import InboundEvent
from zabota.connectors.inbox.operations import mark_failed, mark_handled, receive
from zabota.connectors.spreadsheet.facts import Fault, Kind, Row
from zabota.connectors.spreadsheet.models import MovingIn, MovingInStatus
from zabota.connectors.spreadsheet.operations.references import (
    find_clients,
    find_moved,
    find_partners,
)
from zabota.connectors.spreadsheet.translate.columns import FIELDS, guess_columns, missing_fields
from zabota.connectors.spreadsheet.translate.rows import read_row
from zabota.domain.attribution.rules import fault_in_code, fold_code
from zabota.kit.errors import Refusal
from zabota.kit.tables import NotATable, Table, read_table

SOURCE = "spreadsheet"
JOB = "spreadsheet.check"


class SheetRefused(Refusal):
    """The table cannot move in as it is."""

    code = "sheet_refused"


def receive_sheet(
    raw: bytes, *, kind: str, name: str, at: datetime, by: str
) -> tuple[InboundEvent, bool]:
    """Store a table in its own bytes and queue its reading: (event, is new)."""
    return receive(
        source=SOURCE,
        raw=raw,
        job=JOB,
        at=at,
        name=name,
        by=by,
        headers={"kind": Kind(kind).value},
    )


def check_sheet(event_id: int, *, at: datetime) -> MovingIn | None:
    """Read a stored table, guess its columns and judge every row; None when it is no table."""
    event = InboundEvent.objects.get(pk=event_id)
    kind = Kind(event.headers["kind"])
    try:
        table = read_table(bytes(event.raw))
    except NotATable as reason:
        mark_failed(event_id, error=f"not_a_table:{reason}")
        return None
    mapping = guess_columns(table.header, kind)
    with transaction.atomic():
        moving, _ = MovingIn.objects.get_or_create(
            event=event,
            defaults={
                "kind": kind,
                "header": table.header,
                "mapping": mapping,
                "checked_at": at,
            },
        )
        mark_handled(event_id, at=at)
    if moving.status == MovingInStatus.CHECKED:
        _judge(moving, table, at=at)
    return moving


def remap(moving: MovingIn, *, mapping: Mapping[str, int], at: datetime) -> None:
    """Take another column for a field and judge anew; refused once rows have moved."""
    if moving.status != MovingInStatus.CHECKED:
        raise SheetRefused("Rows of this table have moved already; its columns stay as they are.")
    names = {field.name for field in FIELDS[Kind(moving.kind)]}
    width = len(moving.header)
    moving.mapping = {k: v for k, v in mapping.items() if k in names and 0 <= v < width}
    _judge(moving, read_table(bytes(moving.event.raw)), at=at)


def _judge(moving: MovingIn, table: Table, *, at: datetime) -> None:
    good, faults = judge_rows(moving, table)
    known = find_moved(Kind(moving.kind), [row.key for row in good])
    moving.rows = len(table.rows)
    moving.known = sum(row.key in known for row in good)
    moving.faults = faults
    moving.checked_at = at
    moving.save(update_fields=["mapping", "rows", "known", "faults", "checked_at"])


def judge_rows(moving: MovingIn, table: Table) -> tuple[list[Row], list[tuple[int, str, str]]]:
    """The good rows of a table, and for the others (row number, field, reason code)."""
    kind = Kind(moving.kind)
    if missing := missing_fields(moving.mapping, kind):
        return [], [(n, name, "no_column") for n, _ in table.rows for name in missing[:1]]
    good: list[Row] = []
    faults: list[tuple[int, str, str]] = []
    seen: set[str] = set()
    for number, cells in table.rows:
        read = read_row(number, cells, kind=kind, mapping=moving.mapping)
        if isinstance(read, Row) and read.key in seen:
            read = [Fault("", "twice_in_file")]
        if isinstance(read, Row):
            seen.add(read.key)
            good.append(read)
        else:
            faults += [(number, fault.field, fault.code) for fault in read]
    return _resolvable(kind, good, faults)


def _resolvable(
    kind: Kind, rows: list[Row], faults: list[tuple[int, str, str]]
) -> tuple[list[Row], list[tuple[int, str, str]]]:
    partners = find_partners({row["partner"] for row in rows if row["partner"]})
    clients = find_clients({row["client"] for row in rows if row["client"]})
    owners = find_partners({row["promo"] for row in rows if row["promo"]})
    moved = find_moved(kind, [row.key for row in rows])
    same = (
        find_partners({row["inn"] for row in rows if row["inn"]}) if kind is Kind.PARTNERS else {}
    )
    good = []
    for row in rows:
        here = row.key in moved or row["inn"] in same
        if fault := _reference_fault(kind, row, partners, clients, owners, here=here):
            faults.append((row.number, *fault))
        else:
            good.append(row)
    return good, sorted(faults)


def _reference_fault(
    kind: Kind,
    row: Row,
    partners: Mapping[str, int],
    clients: Mapping[str, int],
    owners: Mapping[str, int],
    *,
    here: bool,
) -> tuple[str, str] | None:
    if row["partner"] and row["partner"] not in partners:
        return "partner", "unknown_partner"
    if row["client"] and row["client"] not in clients:
        return "client", "unknown_client"
    if kind is Kind.CLIENTS and row["promo"] and row["promo"] not in owners:
        return "promo", "unknown_code"
    if kind in (Kind.PARTNERS, Kind.CODES) and (fault := fault_in_code(row["promo"])):
        return "promo", f"code_{fault}"
    if kind in (Kind.PARTNERS, Kind.CODES) and row["promo"] in owners and not here:
        return "promo", "code_taken"
    return None


def faulty_rows_csv(moving: MovingIn, sentence_of: Mapping[str, str] | None = None) -> bytes:
    """The rows that did not move, as they were, with the reasons: to be mended and brought again."""
    words = sentence_of or {}
    table = read_table(bytes(moving.event.raw))
    reasons: dict[int, list[str]] = {}
    for number, field, code in moving.faults:
        reasons.setdefault(number, []).append(
            words.get(code, f"{field}: {code}" if field else code)
        )
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([*table.header, words.get("", "reason")])
    for number, cells in table.rows:
        if number in reasons:
            writer.writerow([*map(harmless, cells), "; ".join(reasons[number])])
    return ("\ufeff" + text.getvalue()).encode()


def harmless(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell.startswith(("=", "@", "\t")) else cell


__all__ = ["SheetRefused", "check_sheet", "faulty_rows_csv", "fold_code", "receive_sheet", "remap"]
