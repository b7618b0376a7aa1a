"""Which format a file is in, by its content, and the reader that reads it."""

from __future__ import annotations

import re
from dataclasses import replace

from zabota.connectors.bank.facts import NotAStatement, Oddity, StatementFile
from zabota.connectors.bank.translate.camt_reader import read_camt
from zabota.connectors.bank.translate.envelopes import SEALED, take_out
from zabota.connectors.bank.translate.mt940_reader import read_mt940
from zabota.connectors.bank.translate.one_c_reader import read_one_c

_WIDE = re.compile(rb"\x00(?=[^\x00])|(?<=[^\x00])\x00")


def read_statement(raw: bytes) -> StatementFile:
    """What a statement file says; raises `NotAStatement` naming what it looks like when it is none.

    What a bank's API put into an envelope is taken out of it, and that is said.
    """
    try:
        return _read(raw)
    except NotAStatement as refused:
        if refused.looks_like not in SEALED or not (inner := take_out(raw)):
            raise
    file = _read(inner)
    return replace(file, oddities=(Oddity(0, "enveloped"), *file.oddities))


def _read(raw: bytes) -> StatementFile:
    try:
        return read_one_c(raw)
    except NotAStatement as refused:
        if refused.looks_like == "camt" or _names_camt(raw):
            return read_camt(raw)
        if refused.looks_like == "mt940":
            return read_mt940(raw)
        raise


def _names_camt(raw: bytes) -> bool:
    """Whether an XML file says further down, or in wide letters, that it is a bank's statement."""
    head = _WIDE.sub(b"", raw[:20_000]).lower()
    if b"<" not in head:
        return False
    wide = ("BkToCstmr".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
    return b":camt.0" in head or any(word in raw for word in wide)
