"""The key under which an order of ours left, or a whole batch of them, in what a bank writes."""

from __future__ import annotations

import re

# A line of the file may break inside of it.
_KEY = re.compile(
    r"(?<![A-Z0-9])Z\s?([0-9]{6})\s?-\s?([0-9]{1,3})"
    r"\s?-\s?([0-9A-F](?:\s?[0-9A-F]){7})(?![0-9A-Z])"
)
_BATCH = re.compile(r"(?<![A-Z0-9])ZABOTA\s?-\s?([0-9]{1,9})(?![0-9])")
_READ = 500


def payout_key_in(*texts: str) -> str:
    """The first key of ours in these texts, or an empty string."""
    for text in texts:
        match = _KEY.search(text[:_READ].upper())
        if match is not None:
            return f"Z{match[1]}-{match[2]}-{''.join(match[3].split())}"
    return ""


def batch_named_in(*texts: str) -> int:
    """The number of our batch that a bank booked as one sum (PmtInfId), or nought."""
    for text in texts:
        if match := _BATCH.search(text[:_READ].upper()):
            return int(match[1])
    return 0
