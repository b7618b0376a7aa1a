"""Amounts, moments and statuses as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from zabota.kit.messages.compiling import compile_all
from zabota.kit.money import Money
from zabota.ui import amounts, charts, moments
from zabota.ui.parts import Bar, NavItem, made

NOON = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # 12:00 in Moscow
THIN = amounts.THIN


@pytest.fixture(autouse=True, scope="module")
def _compiled() -> None:
    compile_all()


def drawn(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("language", "minor", "said"),
    [
        ("ru", 123_450, f"1{THIN}234,50{THIN}₽"),
        ("en", 123_450, f"1,234.50{THIN}₽"),
        ("ru", -96_000, f"−960{THIN}₽"),
        ("ru", 0, f"0{THIN}₽"),
        ("ru", 5, f"0,05{THIN}₽"),
    ],
)
def test_an_amount_in_a_sentence(language: str, minor: int, said: str) -> None:
    with translation.override(language):
        assert amounts.money_text(Money(minor)) == said


def test_no_amount_is_a_dash_and_a_rate_is_per_cent() -> None:
    with translation.override("ru"):
        assert drawn("{% money nothing %}", nothing=None) == "—"
        assert drawn("{{ 4000|rate }} {{ 1250|rate }}") == f"40{THIN}% 12,5{THIN}%"


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (NOON, "сегодня, 12:00"),
        (NOON + timedelta(hours=13), "завтра, 01:00"),  # 22:00 UTC is the next day in Moscow
        (NOON - timedelta(days=1), "вчера, 12:00"),
        (NOON + timedelta(days=2), "26 ноября"),
        (date(2025, 3, 1), "1 марта 2025"),
    ],
)
def test_a_moment(when: datetime | date, said: str) -> None:
    with translation.override("ru"):
        assert moments.moment_text(when, now=NOON) == said


@pytest.mark.parametrize(
    ("left", "state", "words"),
    [
        (timedelta(days=5), "ok", "осталось 5 дней"),
        (timedelta(hours=21), "soon", "остался 21 час"),
        (timedelta(seconds=1), "soon", "осталась 1 минута"),
        (timedelta(days=-3), "late", "опоздание 3 дня"),
    ],
)
def test_a_deadline(left: timedelta, state: str, words: str) -> None:
    with translation.override("ru"):
        told = moments.count_down(start=NOON - timedelta(days=5), due=NOON + left, now=NOON)
    assert (told.state, told.words) == (state, words)


def test_a_deadline_kept_and_missed() -> None:
    start, due = NOON, NOON + timedelta(days=3)
    kept = moments.count_down(start=start, due=due, now=due + timedelta(days=9), done=due)
    missed = moments.count_down(start=start, due=due, now=due, done=due + timedelta(seconds=1))
    assert (kept.state, missed.state) == ("done", "late")


def test_what_people_typed_is_escaped() -> None:
    html = drawn(
        "{% badge word 'good' %}{% copy word %}{% why word lines %}",
        word="<b>",
        lines=[("<i>", "<u>")],
    )
    assert "<b>" not in html
    assert "<i>" not in html
    assert "<u>" not in html


def test_parts_come_as_tuples_and_as_dicts() -> None:
    whole = NavItem("/", "Home", "home")
    assert (
        made(NavItem, [whole, ("/", "Home", "home"), {"url": "/", "label": "Home", "icon": "home"}])
        == [whole] * 3
    )


def test_the_tallest_column_is_the_largest_amount_and_nothing_is_nothing() -> None:
    chart = charts.columns(
        [Bar("a", Money(100)), Bar("b", Money(0)), Bar("c", Money(50))], height=180
    )
    tall, none, half = (column.height for column in chart.columns)
    assert none == 0
    assert half == tall / 2
    assert chart.columns[0].said is not None
    assert charts.columns([], height=180).columns == []
    assert charts.spark([5]) is None
