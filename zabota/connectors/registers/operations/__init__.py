"""Verbs of registers: taking one in, holding it against what we know, recording what is missing."""

from zabota.connectors.registers.operations.comparing import find_differences
from zabota.connectors.registers.operations.reading import (
    import_register,
    receive_register,
    receive_registers,
    take_out_register,
)
from zabota.connectors.registers.operations.recording import record_row

__all__ = [
    "find_differences",
    "import_register",
    "receive_register",
    "receive_registers",
    "record_row",
    "take_out_register",
]
