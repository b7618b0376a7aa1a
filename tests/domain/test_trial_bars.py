"""The histogram of a trial: each change falls into one bar, and no change into its own."""

from __future__ import annotations

import pytest

from zabota.domain.rewards.queries.trials import Changed, count_by_change


@pytest.mark.parametrize(
    ("after", "bar"),
    [
        (0, "≤ −50"), (500, "≤ −50"), (501, "−50…−20"), (800, "−50…−20"), (801, "−20…−10"),
        (999, "−10…0"), (1000, "0"), (1001, "0…+10"), (1100, "0…+10"), (1101, "+10…+20"),
        (1200, "+10…+20"), (1201, "> +20"), (9000, "> +20"),
    ],
)  # fmt: skip
def test_a_change_has_its_bar(after: int, bar: str) -> None:
    one = Changed(1, "Иван и Ко", None, "", 1, 1000, after)
    assert [label for label, count in count_by_change([one]) if count] == [bar]


def test_who_had_nothing_before_is_in_no_bar() -> None:
    assert not any(count for _, count in count_by_change([Changed(1, "Рита", None, "", 1, 0, 500)]))
