"""Texts of people become pages without becoming scripts."""

from __future__ import annotations

import pytest

from zabota.kit.markdown import to_html, to_letter


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


@pytest.mark.parametrize(
    ("text", "address", "after"),
    [
        (
            "Видео: https://rutube.ru/video/a_b_c/?t=1&x=2.",
            "https://rutube.ru/video/a_b_c/?t=1&amp;x=2",
            ".",
        ),
        ("(см. http://example.com/путь)", "http://example.com/путь", ")"),
        ("**https://example.com**", "https://example.com", ""),
    ],
)
def test_an_address_by_itself_is_a_link(text: str, address: str, after: str) -> None:
    made = to_html(text)
    assert f"{address}</a>{after}" in made
    assert made.count("<a ") == 1
    assert 'rel="noopener nofollow"' in made


@pytest.mark.parametrize(
    "text",
    [
        "[здесь](https://example.com)",
        "[https://a.example](https://b.example)",
        "<https://a.example>",
    ],
)
def test_a_link_stays_one_link(text: str) -> None:
    assert to_html(text).count("<a ") == 1


def test_an_address_in_code_is_no_link() -> None:
    assert "<a " not in to_html("`https://example.com` и javascript://example.com")


def test_a_letter_without_formatting_has_words_and_addresses() -> None:
    text = (
        "## Осень\n\n**Важно**: [запись](https://a.example/x) и https://b.example\nвторая строка\n\n"
        "- раз\n- *два*\n  - внутри\n\n3. три\n4. четыре\n\n> сказано\n>\n> дважды\n\n---\n\n"
        "| а | б |\n|---|---|\n| 1 | 2 |\n\n```\nкод **как есть**\n```"
    )
    assert to_letter(text) == (
        "Осень\n\nВажно: запись (https://a.example/x) и https://b.example\nвторая строка\n\n"
        "- раз\n- два\n  - внутри\n\n3. три\n4. четыре\n\n> сказано\n> \n> дважды\n\n---\n\n"
        "а | б\n1 | 2\n\nкод **как есть**"
    )
    assert to_letter("") == ""
    assert to_letter("[https://b.example](https://b.example)") == "https://b.example"
    assert (
        to_letter("[**жирная** ссылка](https://b.example)") == "жирная ссылка (https://b.example)"
    )
