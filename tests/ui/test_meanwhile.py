"""A form that two people have open: what changed meanwhile is not written over, and what was typed stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from zabota.ui.meanwhile import MeanwhileForm


class Card(MeanwhileForm):
    """Every kind of field once."""

    title = forms.CharField()
    text = forms.CharField(widget=forms.Textarea, required=False)
    tone = forms.ChoiceField(choices=[("calm", "Calm"), ("loud", "Loud")])
    shown = forms.BooleanField(required=False)
    day = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    hours = forms.IntegerField()
    roles = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")], required=False, widget=forms.CheckboxSelectMultiple
    )
    picture = forms.FileField(required=False)


STOOD: dict[str, Any] = {
    "title": "Осень", "text": "Первая\nвторая", "tone": "calm", "shown": True, "day": date(2026, 11, 2),
    "hours": 4, "roles": ["b", "a"],
}  # fmt: skip
TYPED = {  # what a browser sends when nobody has touched the page that shows STOOD
    "title": "Осень", "text": "Первая\r\nвторая", "tone": "calm", "shown": "on", "day": "2026-11-02",
    "hours": "4", "roles": ["a", "b"],
}  # fmt: skip


def sent(seen: str, *, prefix: str = "", **changed: Any) -> QueryDict:
    given = QueryDict(mutable=True)
    for name, value in {**TYPED, **changed, "seen": seen}.items():
        key = f"{prefix}-{name}" if prefix else name
        if value is not None:
            given.setlist(key, value if isinstance(value, list) else [value])
    return given


def stood(**now: Any) -> str:
    return Card(initial={**STOOD, **now}).seen


def test_untouched_it_is_saved() -> None:
    form = Card(sent(stood(), title="Зима"), initial=STOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["title"] == "Зима"


@pytest.mark.parametrize(("field", "now", "clean"), [
    ("title", "Весна", "Весна"), ("text", "", ""), ("tone", "loud", "loud"), ("shown", False, False),
    ("day", None, None), ("day", date(2026, 12, 1), date(2026, 12, 1)), ("hours", 9, 9),
    ("roles", ["b"], ["b"]), ("roles", [], []),
])  # fmt: skip
def test_what_one_has_not_touched_takes_the_newer_value(field: str, now: Any, clean: Any) -> None:
    mine = "hours" if field != "hours" else "title"
    form = Card(sent(stood(), **{mine: "7"}), initial={**STOOD, field: now}, changed_by="Марина")
    assert not form.is_valid()
    assert "Марина" in str(form.non_field_errors())
    again = form.data.copy()
    again["seen"] = form.seen
    saved = Card(again, initial={**STOOD, field: now})
    assert saved.is_valid(), saved.errors
    assert (saved.cleaned_data[field], str(saved.cleaned_data[mine])) == (clean, "7")


def test_what_both_changed_keeps_what_was_typed_and_tells_what_stands() -> None:
    form = Card(sent(stood(), title="Зима", tone="loud"), initial={**STOOD, "title": "Весна"})
    assert not form.is_valid()
    assert "Весна" in form.errors["title"][0]
    assert form["title"].value() == "Зима"
    assert set(form.errors) == {"title", "__all__"}
    again = form.data.copy()
    again["seen"] = form.seen
    assert Card(again, initial={**STOOD, "title": "Весна"}).is_valid(), (
        "the next save is a decision"
    )


def test_both_wrote_the_same() -> None:
    assert Card(sent(stood(), title="Весна"), initial={**STOOD, "title": "Весна"}).is_valid()


def test_choices_and_switches_are_told_in_words() -> None:
    class Two(Card):
        tone = forms.ChoiceField(choices=[("calm", "Calm"), ("loud", "Loud"), ("shy", "Shy")])

    seen = Two(initial=STOOD).seen
    form = Two(sent(seen, tone="shy", hours="5"), initial={**STOOD, "tone": "loud", "hours": 6})
    assert not form.is_valid()
    assert ("Loud" in form.errors["tone"][0], "6" in form.errors["hours"][0]) == (True, True)


def test_what_is_saved_beside_the_fields_counts() -> None:
    page, form = (Card(initial=STOOD), None)
    page.beside = {"To whom": "all"}
    form = Card(sent(page.seen), initial=STOOD)
    form.beside = {"To whom": "those in Tver"}
    assert not form.is_valid()
    assert "those in Tver" in str(form.non_field_errors())
    same = Card(sent(page.seen), initial=STOOD)
    same.beside = {"To whom": "all"}
    assert same.is_valid()


@pytest.mark.parametrize("token", ["", "nonsense", "[]", "{}", '{"title": 5}', "null"])
def test_a_page_that_says_nothing_understandable_is_no_fault(token: str) -> None:
    form = Card(sent(token, title="Зима"), initial=STOOD)
    assert form.is_valid() or token == '{"title": 5}'


def test_a_new_thing_asks_nothing() -> None:
    assert Card().seen == ""
    assert Card(sent(stood())).is_valid()


def test_a_prefix_keeps_forms_of_one_page_apart() -> None:
    page = Card(initial=STOOD, prefix="own")
    assert page.seen_name == "own-seen"
    form = Card(sent(page.seen, prefix="own"), initial={**STOOD, "hours": 5}, prefix="own")
    assert not form.is_valid()


def test_the_page_carries_what_it_showed_and_passes_it_on() -> None:
    page = Template("{% load ui %}{% errors form %}")
    form = Card(initial=STOOD)
    html = page.render(Context({"form": form}))
    assert 'type="hidden" name="seen"' in html
    form.carried = "kept"
    assert 'value="kept"' in page.render(Context({"form": form}))
    assert "hidden" not in page.render(Context({"form": Card()}))
