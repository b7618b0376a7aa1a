"""The filters of a segment, and the words that are put into a bulletin. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from zabota.kit.money import SYMBOLS, Money
from zabota.kit.wording import FIRM, amount_in_figures

SEGMENTS = "office:partners"  # the list whose views for everybody are the segments
FILTERS = ("q", "level", "tag", "city", "activity", "mood", "state", "curator", "from", "to")
ACTIVITIES = ("earning", "quiet", "never")
OF_TITLES = ("name", "partner")  # fields that a title may have too
FIELDS = (*OF_TITLES, "code", "due")
_FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_EITHER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}|\{(name|partner)\}")
EARNING_DAYS, QUIET_DAYS = 30, 60


def clean_filters(given: Mapping[str, str]) -> dict[str, str]:
    """Those of the given filters that say something, in the order of the table."""
    return {key: given[key].strip()[:80] for key in FILTERS if given.get(key, "").strip()}


def filters_in(query: str) -> dict[str, str]:
    """The filters in the tail of an address; its order and columns are none."""
    return clean_filters(dict(parse_qsl(query)))


def fields_of(*texts: str) -> set[str]:
    """The fields that texts ask for, known or not: "{{ due }}", and "{name}" as it was written before."""
    return {field for text in texts for field in _FIELD.findall(text)} | {
        field for text in texts for field in OF_TITLES if f"{{{field}}}" in text
    }


def sum_in_words(minor: int, currency: str) -> str:
    """A sum as it stands in a sentence: "8 752,00 ₽"."""
    return f"{amount_in_figures(Money(minor, currency))}{FIRM}{SYMBOLS.get(currency, currency)}"


def fill_in(text: str, words: Mapping[str, str]) -> str:
    """Put the words of the fields into a text; other braces stay as they are."""
    return _EITHER.sub(lambda found: words.get(found[1] or found[2], found[0]), text)
