"""In which of our two languages a text is, and which of two twins a reader gets."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import get_language

RUSSIAN = re.compile(r"[А-Яа-яЁё]+")
LATIN = re.compile(r"[A-Za-z]{2,}")
PLAIN = re.compile(r"\b[a-z]{2,}\b")  # brands wear capitals: WhatsApp, amoCRM
FEW = 3  # Latin words that make a sentence; fewer are a name in any language


def language_of(text: str) -> str:
    """ "ru" or "en" by the words of a text; "" for a name, a number or nothing."""
    russian = len(RUSSIAN.findall(text))
    if russian and russian >= len(PLAIN.findall(text)):
        return "ru"
    return "en" if len(LATIN.findall(text)) >= FEW else ""


def twin_in(language: str, own: str, english: str) -> str:
    """The English twin for whoever reads English, where there is one; else what was typed first."""
    return english if english and language.startswith("en") else own


def twin_of(row: Any, field: str = "name") -> str:
    """A field of a row that may have an English twin (`name`, `name_english`), for whoever reads now."""
    return twin_in(get_language() or "", getattr(row, field), getattr(row, f"{field}_english"))
