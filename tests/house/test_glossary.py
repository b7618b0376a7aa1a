"""One thing, one word: docs/glossary.md is the law."""

from __future__ import annotations

import re
from importlib import import_module

from django.apps import apps

from tests.house.house import report
from zabota.kit.events.announcement import Announcement
from zabota.kit.places import ROOT

REASON = (
    "Every word of the business is in docs/glossary.md once, with its Russian name and what it "
    "means. Add the row first, then the class; perhaps the word you need is there already:"
)


def glossary() -> set[str]:
    words: set[str] = set()
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            words |= set(re.findall(r"\w+", line.split("|")[1]))
    return words


def events() -> set[str]:
    for folder in sorted((ROOT / "zabota" / "domain").glob("*/events*")):
        import_module(f"zabota.domain.{folder.parent.name}.events")
    return {cls.__name__ for cls in all_children(Announcement) if cls.__module__[:6] == "zabota"}


def all_children(cls: type) -> set[type]:
    children = set(cls.__subclasses__())
    return children | {grand for child in children for grand in all_children(child)}


def test_every_model_is_in_the_glossary() -> None:
    models = {m.__name__ for m in apps.get_models() if m.__module__.startswith("zabota.")}
    assert models, "No models were found: this test looks in the wrong place."
    missing = sorted(models - glossary())
    assert not missing, report(missing, REASON)


def test_every_event_is_in_the_glossary() -> None:
    missing = sorted(events() - glossary())
    assert not missing, report(missing, REASON)


def test_every_room_and_connector_is_in_the_glossary() -> None:
    rooms = {
        path.parent.name
        for floor in ("domain", "connectors")
        for path in (ROOT / "zabota" / floor).glob("*/__init__.py")
    }
    missing = sorted(rooms - glossary())
    assert not missing, report(missing, REASON)
