"""A text is known by its letters; a brand is nobody's language."""

from __future__ import annotations

import pytest

from zabota.kit.tongues import language_of, twin_in


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Небольшая команда", "ru"),
        ("Подключаем WhatsApp к CRM", "ru"),
        ("We connect messengers", "en"),
        ("We connect Битрикс24 to messengers", "en"),
        ("Flowers Ltd", ""),
        ("amoCRM", ""),
        ("× 2", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_text(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_twin_is_for_whoever_reads_english() -> None:
    assert twin_in("en", "Золото", "Gold") == "Gold"
    assert twin_in("en-gb", "Золото", "Gold") == "Gold"
    assert twin_in("en", "Золото", "") == "Золото"
    assert twin_in("ru", "Золото", "Gold") == "Золото"
