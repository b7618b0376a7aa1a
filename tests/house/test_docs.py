"""What the documents point to is there."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.house import files, name_of, report
from zabota.kit.places import ROOT

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
CODE = re.compile(r"`((?:zabota|tests|docs|bench)/[\w./-]+)`")
OUTSIDE = re.compile(r"^[a-z]+:")
HISTORY = {"CHANGELOG.md"}  # tells of files that may be gone


def documents() -> list[Path]:
    ours = [path for path in files(".md") if path.parent == ROOT or ROOT / "docs" in path.parents]
    return [path for path in ours if path.name not in HISTORY]


def test_links_lead_somewhere() -> None:
    broken = [
        f"{name_of(path)}: {link}"
        for path in documents()
        for link in LINK.findall(path.read_text(encoding="utf-8"))
        if not OUTSIDE.match(link) and not (path.parent / link).exists()
    ]
    assert not broken, report(broken, "A reader who follows these links arrives nowhere:")


def test_named_files_exist() -> None:
    broken = [
        f"{name_of(path)}: {code}"
        for path in documents()
        for code in CODE.findall(path.read_text(encoding="utf-8"))
        if not (ROOT / code).exists()
    ]
    assert not broken, report(broken, "The documents name files that are not there (any more):")
