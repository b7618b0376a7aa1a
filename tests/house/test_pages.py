"""Templates keep to the strict content security policy."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.house import files, name_of, report

FORBIDDEN = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a <style> element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "an inline script": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)[^>]*>", re.IGNORECASE
    ),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\shx-on", re.IGNORECASE),
    "a javascript: value": re.compile(r"[\"'](?:javascript|js):", re.IGNORECASE),
    "something from another site": re.compile(
        r"<(?:script|link|img|iframe|source)[^>]*\s(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE
    ),
}
DATA_BLOCK = "application/ld+json"
TAG_OF_DATA_BLOCKS = "zabota/web/public/templatetags/sharing.py"
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?%}.*?{%\s*endcomment\s*%}|<!--.*?-->", re.DOTALL)


def faults_of(path: Path) -> list[str]:
    text = COMMENT.sub(lambda found: "\n" * found[0].count("\n"), path.read_text(encoding="utf-8"))
    return [
        f"{name_of(path)}:{text[: found.start()].count(chr(10)) + 1}: {what}"
        for what, pattern in FORBIDDEN.items()
        for found in pattern.finditer(text)
    ]


def test_templates_keep_the_content_security_policy() -> None:
    found = [fault for path in files(".html", under="zabota") for fault in faults_of(path)]
    assert not found, report(
        found,
        "The browser refuses inline styles and scripts on our pages, and so it should. Give the "
        "element a class, or put the few lines into a file of static/:",
    )


def test_data_blocks_are_written_by_one_tag() -> None:
    found = [
        name_of(path)
        for ending in (".html", ".py")
        for path in files(ending, under="zabota")
        if DATA_BLOCK in path.read_text(encoding="utf-8") and name_of(path) != TAG_OF_DATA_BLOCKS
    ]
    assert not found, report(
        found,
        "JSON-LD is never executed, but what people typed could end its element early. Only the tag "
        "`structured` may write it, because it escapes:",
    )
