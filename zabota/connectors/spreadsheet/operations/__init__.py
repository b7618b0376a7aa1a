"""The road of a table: receive, look through, move in."""

from __future__ import annotations

from zabota.connectors.spreadsheet.operations.checking import (
    SheetRefused,
    check_sheet,
    faulty_rows_csv,
    receive_sheet,
    remap,
)
from zabota.connectors.spreadsheet.operations.moving import move_in, start_moving, stop_moving

__all__ = [
    "SheetRefused",
    "check_sheet",
    "faulty_rows_csv",
    "move_in",
    "receive_sheet",
    "remap",
    "start_moving",
    "stop_moving",
]
