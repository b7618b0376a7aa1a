"""The shape of every event, in plain Python."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """The parent of every event of a room: `at` when, `by` whom ("" = the system itself)."""

    at: datetime
    by: str = ""

    subjects: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def wire_name(cls) -> str:
        """The name on the wire: RewardsEarned → rewards.earned."""
        words = re.findall(r"[A-Z][a-z0-9]*", cls.__name__)
        return f"{'_'.join(words[:-1]).lower()}.{words[-1].lower()}"
