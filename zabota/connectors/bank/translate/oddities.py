"""Collects what is odd in a file without drowning in it."""

from __future__ import annotations

from zabota.connectors.bank.facts import Oddity

# A broken file of a hundred thousand lines says no more in its last thousand than in the first.
KEPT_OF_A_CODE = 300
_TEXT = 200


class Oddities:
    """Oddities in the order they were met; of one code only the first are kept, all are counted."""

    def __init__(self) -> None:
        self._kept: list[Oddity] = []
        self._counts: dict[str, int] = {}

    def add(self, line: int, code: str, text: str = "", **params: str) -> None:
        """Note an oddity at a line; `text` is what stands there."""
        count = self._counts.get(code, 0) + 1
        self._counts[code] = count
        if count <= KEPT_OF_A_CODE:
            self._kept.append(Oddity(line, code, text[:_TEXT], params))

    def listed(self) -> tuple[Oddity, ...]:
        """All that was kept, by line, and one line more for each code that overflowed."""
        overflowed = [
            Oddity(0, "more", "", {"code": code, "count": str(count - KEPT_OF_A_CODE)})
            for code, count in self._counts.items()
            if count > KEPT_OF_A_CODE
        ]
        return tuple(sorted(self._kept, key=lambda oddity: oddity.line)) + tuple(overflowed)
