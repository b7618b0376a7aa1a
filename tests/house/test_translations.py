"""Every page speaks Russian and English."""

from __future__ import annotations

from tests.house.house import report
from zabota.kit.messages.collecting import faults


def test_every_text_has_its_russian_translation() -> None:
    found = faults()
    assert not found, report(
        found, "Texts are written in English in the code and in Russian in the .po beside it:"
    )
