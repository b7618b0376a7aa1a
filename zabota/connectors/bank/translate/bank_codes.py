"""What a bank calls a movement by code: SWIFT's three letters, ISO 20022's families, German numbers.

SWIFT: MT940, field 61, types of transaction. ISO 20022: external code set of bank transaction
codes. German: Geschäftsvorfallcodes of the DFÜ agreement, annex 3; they stand in field 86 of
MT940 and, as NTRF+166, in the bank's own code of camt.
"""

from __future__ import annotations

import re

from zabota.connectors.bank.facts import StatementLineFact

GERMAN_RETURNS = frozenset({"108", "109", "159", "181", "182", "183", "184"})
RETURNS = frozenset({"RTI", "RRTN", "RPCR", "ARET"}) | GERMAN_RETURNS
FEES = frozenset(
    {"CHG", "COM", "BRF", "BNK", "CHRG", "COMM", "COME", "COMI", "COMT", "FEES"}
    | {"803", "807", "808", "809", "810"}
)
INTEREST = frozenset({"INT", "INTR", "812", "814", "815", "817"})
# The quarter's account: what the bank takes for it, less the interest it gives.
CLOSINGS = frozenset({"805"})

_MARKED = re.compile("[NSF]([A-Z0-9]{3})")


def codes_of(line: StatementLineFact) -> frozenset[str]:
    """Every code the bank gives a line: of `NCHG+808` both parts, the first without its N.

    A number that stands alone is the bank's own: 159 means something else at Rabobank.
    """
    found = {line.operation.strip().upper()}
    first, *numbers = (piece.strip() for piece in line.document_kind.upper().split("+"))
    marked = _MARKED.fullmatch(first)
    found |= {marked[1] if marked else first} | set(numbers if marked else ())
    return frozenset(code for code in found if code and (code in numbers or not code.isdecimal()))
