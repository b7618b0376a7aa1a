"""Two texts of the offer as one: what stays is folded, what is mended is marked word by word."""

from __future__ import annotations

from zabota.web.wording.offer_changes import Row, compare_texts

OLD = """## 1. О выплатах

Мы платим 40 % в течение трёх дней после оплаты клиента.

## 2. Прочее

Первое.

Второе.

- карта
- счёт
"""


def changed(before: str, after: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Rows that differ, as plain values."""
    return [
        plain(row) for one in compare_texts(before, after) for row in one.rows if row.kind != "same"
    ]


def plain(row: Row) -> tuple[str, str, list[tuple[str, str]]]:
    return row.shape, row.kind, [(piece.kind, piece.text.strip()) for piece in row.pieces]


def test_a_mended_sentence_is_marked_word_by_word() -> None:
    assert changed(OLD, OLD.replace("трёх", "пяти")) == [
        (
            "words",
            "mended",
            [
                ("same", "Мы платим 40 % в течение"),
                ("gone", "трёх"),
                ("new", "пяти"),
                ("same", "дней после оплаты клиента."),
            ],
        )
    ]


def test_what_stays_is_folded() -> None:
    first, mended, rest = compare_texts(OLD, OLD.replace("трёх", "пяти"))
    assert [one.is_folded for one in (first, mended, rest)] == [False, False, True]
    assert [row.pieces[0].text for row in rest.rows] == [
        "2. Прочее", "Первое.", "Второе.", "– карта", "– счёт",
    ]  # fmt: skip


def test_whole_paragraphs_come_and_go_without_signs_of_markdown() -> None:
    new = OLD.replace("Второе.\n\n", "") + "\n## 3. Чеки\n\n**Самозанятый** присылает чек.\n"
    assert changed(OLD, new) == [
        ("words", "gone", [("gone", "Второе.")]),
        ("heading", "new", [("new", "3. Чеки")]),
        ("words", "new", [("new", "Самозанятый присылает чек.")]),
    ]


def test_where_a_link_leads_is_a_change_and_how_lines_break_is_none() -> None:
    one = "Смотрите [тарифы](https://a.example)\nи сроки."
    assert changed(one, one.replace("\n", " ")) == []
    assert [kind for _shape, kind, _ in changed(one, one.replace("a.example", "b.example"))] == [
        "mended"
    ]


def test_another_text_altogether_is_not_mixed_into_one() -> None:
    assert [kind for _shape, kind, _ in changed("Платим сразу.", "Никогда не шутите с банком")] == [
        "new",
        "gone",
    ]
