"""Verbs of registers: taking one in, holding it against what we know, recording what is missing."""

from zabota.connectors.registers.operations.comparing import find_differences
from zabota.connectors.registers.operations.reading import (
    dismiss_file,
    import_register,
    receive_register,
    receive_registers,
    take_out_register,
)
from zabota.connectors.registers.operations.recording import record_row

__all__ = [
    "dismiss_file",
    "find_differences",
    "import_register",
    "receive_register",
    "receive_registers",
    "record_row",
    "take_out_register",
]
