"""What the house tests look at: our files, as text and as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from zabota.kit.places import ROOT

NOT_OURS = {"__pycache__", "node_modules", "test-results", "htmlcov"}
HIDDEN_BUT_OURS = {".ci", ".gitignore", ".editorconfig", ".pre-commit-config.yaml"}
TEXTS = {".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".in", ".yaml", ".po", ".svg", ""}


def files(*suffixes: str, under: str = "") -> Iterator[Path]:
    """Files of the checkout with one of the endings, in order."""
    yield from (
        path for path in _all() if path.suffix in suffixes and (ROOT / under) in path.parents
    )


@cache
def _all() -> tuple[Path, ...]:
    found: list[Path] = []

    def look(folder: Path) -> None:
        for path in sorted(folder.iterdir()):
            hidden = path.name.startswith(".") and path.name not in HIDDEN_BUT_OURS
            if hidden or path.name in NOT_OURS or path.is_symlink():
                continue
            if path.is_dir():
                look(path)
            elif path.suffix in TEXTS:
                found.append(path)

    look(ROOT)
    return tuple(found)


def name_of(path: Path) -> str:
    """The path as a person writes it."""
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def python(under: str = "zabota") -> list[Path]:
    """Python files, without migrations: those are written by Django."""
    return [path for path in files(".py", under=under) if "migrations" not in path.parts]


def report(faults: list[str], reason: str) -> str:
    """The message of a failure: what, where, and why we keep the rule."""
    return f"{reason}\n  " + "\n  ".join(faults)
