"""Quizzes are marked, certificates have a code that one can read out. Plain Python."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence

# Without letters and digits that look alike; read out by telephone without a mistake.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
ALIKE = str.maketrans("АВЕКМНРСТУХ", "ABEKMHPCTYX")  # typed with the Russian keys, read from paper


def mark(given: Mapping[int, Iterable[int]], right: Sequence[tuple[int, Iterable[int]]]) -> int:
    """How many questions are answered exactly right; `right` is (question, places of answers)."""
    return sum(set(given.get(question, ())) == set(places) for question, places in right)


def is_passed(right: int, of: int, *, percent: int) -> bool:
    """Whether so many right answers are enough; a quiz without questions is passed by reading."""
    return right * 100 >= percent * of


def make_code() -> str:
    """A certificate's code: three groups of four, and 60 bits that cannot be guessed."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
    return "-".join(groups)


def folded_code(text: str) -> str:
    """A code as it is kept, however it was typed: `abcd efgh2345` → `ABCD-EFGH-2345`.

    Russian letters that look like Latin ones are those.
    """
    letters = [letter for letter in text.upper().translate(ALIKE) if letter in LETTERS]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, len(letters), 4))


def faults_in_question(text: str, answers: Sequence[str], right: Sequence[int]) -> list[str]:
    """What is wrong with a question: "text", "answers", "right"."""
    faults = []
    if not text.strip():
        faults.append("text")
    if len(answers) < 2 or len(set(answers)) < len(answers):
        faults.append("answers")
    if not right or any(place not in range(len(answers)) for place in right):
        faults.append("right")
    return faults
