""".po → .mo, at set-up; nothing but polib is needed."""

from __future__ import annotations

import os
from pathlib import Path

import polib

from zabota.kit.places import ROOT


def catalogues() -> list[Path]:
    """Every .po file of the product."""
    return sorted((ROOT / "zabota").glob("**/locale/*/LC_MESSAGES/django.po"))


def compile_all() -> int:
    """Writes the .mo beside every .po that is newer; returns how many were written."""
    written = 0
    for po in catalogues():
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        fresh = mo.with_suffix(f".{os.getpid()}")
        polib.pofile(str(po)).save_as_mofile(str(fresh))
        fresh.replace(mo)
        written += 1
    return written
