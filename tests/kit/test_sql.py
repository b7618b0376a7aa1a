"""Arrays as literals: PostgreSQL reads back exactly what was given."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from zabota.kit.sql import fetch

texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)


class ArraysComeBack(TestCase):
    """Hypothesis needs a transaction of its own for every example."""

    @given(st.lists(st.none() | texts))
    def test_texts(self, words: list[str | None]) -> None:
        assert [word for (word,) in fetch("SELECT unnest(%s::text[])", [words])] == words

    @given(st.lists(st.none() | st.integers(-(2**63), 2**63 - 1)))
    def test_numbers(self, numbers: list[int | None]) -> None:
        assert [n for (n,) in fetch("SELECT unnest(%s::bigint[])", [numbers])] == numbers

    @given(
        st.lists(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)))
    )
    def test_moments(self, moments: list[datetime]) -> None:
        rows = fetch("SELECT unnest(%s::timestamptz[])", [moments])
        assert [moment for (moment,) in rows] == moments


@pytest.mark.django_db
def test_a_word_that_looks_like_null_is_a_word() -> None:
    assert fetch("SELECT unnest(%s::text[])", [["NULL", "", "{}", 'a"b\\', None]]) == [
        ("NULL",),
        ("",),
        ("{}",),
        ('a"b\\',),
        (None,),
    ]
