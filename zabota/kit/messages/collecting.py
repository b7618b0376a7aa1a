"""Which texts the code and the templates ask to be translated. Needs Babel: for developers."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

from zabota.kit.places import ROOT

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
LANGUAGE = "ru"
PLURALS = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
    "(n%100<12 || n%100>14) ? 1 : 2);"
)
PLACE = re.compile(r"%\(\w+\)[sd]")

Key = tuple[str, str, str]  # context, singular, plural


@dataclass
class Text:
    """A text to translate and the places that use it."""

    context: str
    singular: str
    plural: str
    places: list[tuple[str, str]] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return (self.context, self.singular, self.plural)


def apps() -> list[Path]:
    """Folders that own translations; a text belongs to the nearest one above it."""
    return sorted((path.parent for path in (ROOT / "zabota").glob("**/locale")), reverse=True)


def catalogue_of(app: Path) -> Path:
    """The Russian .po of an app."""
    return app / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def collect() -> dict[Path, dict[Key, Text]]:
    """Texts by app. A file outside every app with a locale folder belongs to zabota itself."""
    owners = apps()
    keywords = {**KEYWORDS, **dict.fromkeys(refusals())}
    found: dict[Path, dict[Key, Text]] = {}
    for path in _sources():
        owner = next((app for app in owners if app in path.parents), ROOT / "zabota")
        for line, context, singular, plural in _texts(path, keywords):
            text = Text(context, singular, plural)
            text = found.setdefault(owner, {}).setdefault(text.key, text)
            text.places.append((str(path.relative_to(ROOT)), str(line)))
    return found


def _sources() -> Iterator[Path]:
    house = ROOT / "zabota"
    for pattern in ("**/*.py", "**/templates/**/*.html", "**/templates/**/*.txt"):
        yield from sorted(house.glob(pattern))


def refusals() -> set[str]:
    """Names of Refusal and everything made from it: their first argument is a text for a person."""
    parents: dict[str, set[str]] = {}
    for path in (ROOT / "zabota").glob("**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases = {getattr(base, "attr", getattr(base, "id", "")) for base in node.bases}
                parents.setdefault(node.name, set()).update(bases)
    found, before = {"Refusal"}, 0
    while len(found) > before:
        before = len(found)
        found |= {name for name, bases in parents.items() if bases & found}
    return found


def _texts(path: Path, keywords: Mapping[str, Any]) -> Iterator[tuple[int, str, str, str]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # In parentheses indentation means nothing: a page is indented as HTML, not as Python.
        source = f"({templatize(source, origin=str(path))})"
    for line, message, _comments, context in extract(
        "python", BytesIO(source.encode()), keywords, options={"encoding": "utf-8"}
    ):
        singular, plural = message if isinstance(message, tuple) else (message, "")
        if singular:
            yield line, context or "", singular, plural


def merge(only: tuple[Path, ...] = ()) -> list[Path]:
    """Brings the .po files up to date with the code, keeping what is translated; returns the changed.

    `only` limits it to these apps' folders.
    """
    changed = []
    for app, texts in collect().items():
        if only and app not in only:
            continue
        path = catalogue_of(app)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        po = polib.pofile(before) if before else polib.POFile()
        kept = {_key(entry): entry for entry in po if not entry.obsolete}
        fresh = polib.POFile(wrapwidth=96)
        fresh.metadata = {
            "Project-Id-Version": "Zabota",
            "Language": LANGUAGE,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": PLURALS,
        }
        for key in sorted(texts, key=lambda one: (texts[one].places[0][0], one)):
            fresh.append(_entry(texts[key], kept.get(key)))
        if str(fresh) != before.rstrip("\n"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{fresh}\n", encoding="utf-8")
            changed.append(path)
    return changed


def _key(entry: polib.POEntry) -> Key:
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def _entry(text: Text, known: polib.POEntry | None) -> polib.POEntry:
    entry = known or polib.POEntry(msgctxt=text.context or None, msgid=text.singular)
    if text.plural and not known:
        entry.msgid_plural = text.plural
        entry.msgstr_plural = {0: "", 1: "", 2: ""}
    # Files without lines: a line number would change with every edit above it.
    entry.occurrences = [(path, "") for path in sorted({path for path, _ in text.places})]
    if PLACE.search(text.singular) and "python-format" not in entry.flags:
        entry.flags.append("python-format")
    return entry


def faults() -> list[str]:
    """What is wrong with the Russian translations, one sentence each, with file and line."""
    said = []
    for app, texts in collect().items():
        path = catalogue_of(app)
        entries = {}
        if path.exists():
            entries = {
                _key(entry): entry for entry in polib.pofile(str(path)) if not entry.obsolete
            }
        for key, text in texts.items():
            place = ":".join(text.places[0])
            said += [f"{place}: {fault}: “{text.singular}”" for fault in _faults(entries.get(key))]
        said += [
            f"{path.relative_to(ROOT)}:{entry.linenum}: nobody uses it any more: “{entry.msgid}”"
            for key, entry in entries.items()
            if key not in texts
        ]
    return sorted(said)


def _faults(entry: polib.POEntry | None) -> list[str]:
    if entry is None:
        return ["not in the .po file (make messages adds it)"]
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    wanted = 3 if entry.msgid_plural else 1
    found = []
    if len(forms) < wanted or not all(forms):
        found.append("not translated")
    if "fuzzy" in entry.flags:
        found.append("marked as doubtful")
    places = set(PLACE.findall(entry.msgid)) | set(PLACE.findall(entry.msgid_plural or ""))
    strange = {place for form in forms for place in PLACE.findall(form)} - places
    if strange:
        found.append(f"the translation names {', '.join(sorted(strange))}, which the text has not")
    return found
