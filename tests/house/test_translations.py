"""Every page speaks Russian and English."""

from __future__ import annotations

import ast
from collections import defaultdict

import polib

from tests.house.house import files, report
from zabota.kit.messages.collecting import faults
from zabota.kit.places import ROOT


def test_every_text_has_its_russian_translation() -> None:
    found = faults()
    assert not found, report(
        found, "Texts are written in English in the code and in Russian in the .po beside it:"
    )


def test_one_text_has_one_translation() -> None:
    """Django melts all catalogues into one: of two translations one would be seen everywhere."""
    said: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for path in sorted((ROOT / "zabota").rglob("locale/ru/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(path)):
            words = entry.msgstr or repr(sorted(entry.msgstr_plural.items()))
            said[entry.msgctxt or "", entry.msgid][words] = str(path.relative_to(ROOT))
    found = [f"“{text}”: {where}" for (_, text), where in said.items() if len(where) > 1]
    assert not found, report(found, "Give one of them another English text, or a context:")


def test_no_text_hides_in_a_formatted_string() -> None:
    """The gatherer of texts does not look into f-strings: such a text would stay English for ever."""
    found = [
        f"{path}:{call.lineno}"
        for path in files(".py", under="zabota")
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}
    ]
    assert not found, report(found, "Take the text out of the f-string:")
