"""Texts of people become pages without becoming scripts."""

from __future__ import annotations

import pytest

from zabota.kit.markdown import to_html


def test_plain_formatting() -> None:
    assert to_html("# Оферта\n\n**Важно**: [сайт](https://example.com)") == (
        "<h2>Оферта</h2>\n<p><strong>Важно</strong>: "
        '<a href="https://example.com" rel="noopener nofollow">сайт</a></p>\n'
    )


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", '<img src=x onerror="alert(1)">'],
)
def test_nothing_runs(text: str) -> None:
    made = to_html(text)
    assert "<script" not in made
    assert "javascript:" not in made.replace("[x](javascript:", "")
    assert "<img" not in made
