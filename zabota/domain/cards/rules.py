"""What a card takes. Plain Python."""

from __future__ import annotations

MOST_TAGS = 10
MOST_FILES = 30
MOST_BYTES = 60 * 1024 * 1024
LONGEST_TAG = 30
LONGEST_STEP = 200
LONGEST_NOTE = 2000
MOST_STEP_DAYS = 731  # two years ahead; beyond, somebody mistyped the year


def clean_tags(text: str) -> list[str]:
    """Tags from a line with commas: lower case, each once, in the order of writing."""
    words = (" ".join(part.replace("\x00", "").split()) for part in text.lower().split(","))
    return list(dict.fromkeys(word.lstrip("#").strip() for word in words if word.strip("# ")))
