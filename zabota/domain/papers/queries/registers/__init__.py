"""Registers for bookkeeping: stable columns, any length, row by row. docs/howto/export-for-1c.md."""

from zabota.domain.papers.queries.registers.books import BOOKS
from zabota.domain.papers.queries.registers.proofs import PROOFS
from zabota.domain.papers.queries.registers.shape import Register

__all__ = ["REGISTERS", "Register"]

REGISTERS = {register.name: register for register in (*BOOKS, *PROOFS)}
