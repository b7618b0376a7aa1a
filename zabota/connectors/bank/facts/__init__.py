"""A bank's statement as a file tells it: shapes, and the codes of what is odd or wrong in it."""

from zabota.connectors.bank.facts.codes import FAULTS, LOOKS, ODDITIES, Severity
from zabota.connectors.bank.facts.shapes import (
    AccountSection,
    BalanceFault,
    BankDocument,
    DateSource,
    Direction,
    NotAStatement,
    Oddity,
    Side,
    StatementFile,
    StatementLineFact,
    UnreadableDocument,
)

__all__ = [
    "FAULTS",
    "LOOKS",
    "ODDITIES",
    "AccountSection",
    "BalanceFault",
    "BankDocument",
    "DateSource",
    "Direction",
    "NotAStatement",
    "Oddity",
    "Severity",
    "Side",
    "StatementFile",
    "StatementLineFact",
    "UnreadableDocument",
]
