"""The working statuses one begins with, and which of them a first payment moves. Plain Python."""

from __future__ import annotations

from collections.abc import Sequence

LEAD = "lead"
PAYING = "paying"
ASK_WHY = ("at_risk", "left")  # of the starting ones

# key, English, Russian, tone; in the order of the road a client goes
STARTING = (
    ("lead", "lead", "заявка", "quiet"),
    ("connecting", "connecting", "подключается", "info"),
    ("trial", "trial", "пробует", "info"),
    ("paying", "paying", "платит", "good"),
    ("at_risk", "at risk", "под угрозой", "wait"),
    ("left", "left", "ушёл", "quiet"),
)


def moved_by_payment(keys: Sequence[str]) -> tuple[str, ...]:
    """Statuses that a first payment moves to "paying": those before it; never back."""
    return tuple(keys[: keys.index(PAYING)]) if PAYING in keys else ()


def key_of(name: str, *, taken: set[str]) -> str:
    """A key for a new status, from its English name: letters and digits, twelve at most."""
    letters = "".join(c if c.isascii() and c.isalnum() else "_" for c in name.lower())
    stem = letters.strip("_")[:12].strip("_") or "status"
    if stem not in taken:
        return stem
    number = 2
    while (key := f"{stem[: 12 - len(str(number))]}{number}") in taken:
        number += 1
    return key
