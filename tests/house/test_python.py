"""How our Python is written: what the import contracts cannot see."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.house import files, name_of, python, report, tree

LONGEST = 400
BANNED = {
    "manager", "helper", "helpers", "util", "utils", "process", "handle", "data", "info", "misc",
    "common", "core", "base", "service", "services",
}  # fmt: skip
ALLOWED = {
    "handle", "get_context_data", "handle_request",  # Django and httpx ask for these
    "ClauseBase", "base_of",  # the base of a reward is a word of the business
}  # fmt: skip
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
SIGNALS = {"django.dispatch", "django.db.models.signals", "django.core.signals"}


def test_no_file_is_too_long() -> None:
    ours = [*files(".py", ".html", ".css", ".js", under="zabota"), *files(".py", under="tests")]
    long = [
        f"{name_of(path)}: {length} lines"
        for path in ours
        if "migrations" not in path.parts
        and (length := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    ]
    assert not long, report(
        long, "A file over 400 lines is two files. Split it by topic, not by size:"
    )


def nested_imports(path: Path) -> Iterator[int]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Import | ast.ImportFrom):
                    yield inner.lineno


def test_no_imports_inside_functions() -> None:
    hidden = [f"{name_of(path)}:{line}" for path in python() for line in nested_imports(path)]
    assert not hidden, report(
        hidden,
        "An import inside a function hides an arrow. Put it at the top; if that makes a circle, "
        "the circle is the fault:",
    )


def test_no_imports_for_types_only() -> None:
    hidden = [
        name_of(path)
        for path in python()
        if any(isinstance(n, ast.Name) and n.id == "TYPE_CHECKING" for n in ast.walk(tree(path)))
    ]
    assert not hidden, report(
        hidden, "TYPE_CHECKING hides an arrow from the contracts. Import it openly:"
    )


def named_relations(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call):
            continue
        callee = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if callee not in RELATIONS:
            continue
        target = next((k.value for k in node.keywords if k.arg == "to"), None)
        target = target or (node.args[0] if node.args else None)
        if isinstance(target, ast.Constant) and target.value != "self":
            yield f"{name_of(path)}:{node.lineno}: {callee}({target.value!r})"


def test_foreign_keys_name_classes() -> None:
    named = [fault for path in python() for fault in named_relations(path)]
    assert not named, report(
        named, "A foreign key by a string is an arrow that no contract sees. Import the class:"
    )


def signal_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module in SIGNALS:
            yield f"{name_of(path)}:{node.lineno}"


def test_no_signals() -> None:
    found = [fault for path in python() for fault in signal_imports(path)]
    assert not found, report(
        found,
        "A signal is a call that nobody can find. Announce an event; who reacts stands in "
        "config/reactions.py:",
    )


def days_without_format(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        asked = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "DateInput"
        if asked and not any(one.arg == "format" for one in node.keywords):
            yield f"{name_of(path)}:{node.lineno}"


def test_a_day_reaches_the_browser_as_browsers_want_it() -> None:
    found = [fault for path in python() for fault in days_without_format(path)]
    assert not found, report(
        found,
        "Without format= a Russian page says 02.11.2026, which a date field does not take: the day is "
        "lost when the form is saved:",
    )


def words_of(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)}


def banned_names(path: Path) -> Iterator[str]:
    if words_of(path.stem) & BANNED:
        yield f"{name_of(path)}: the file"
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name not in ALLOWED and (found := words_of(node.name) & BANNED):
            yield f"{name_of(path)}:{node.lineno}: {node.name} ({', '.join(sorted(found))})"


def test_names_say_something() -> None:
    empty = [fault for path in python() for fault in banned_names(path)]
    assert not empty, report(
        empty, "These words could stand before anything, so they say nothing. What is it really?"
    )
