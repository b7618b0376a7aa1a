"""Materials, courses, lessons and questions, as staff write them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zabota.domain.academy.models import MaterialKind
from zabota.ui.meanwhile import MeanwhileForm


class MaterialForm(MeanwhileForm):
    """What partners see of a material; the words of a co-branded paper."""

    kind = forms.ChoiceField(label=_("What it is"), choices=MaterialKind.choices)
    category = forms.CharField(label=_("Category"), max_length=60)
    title = forms.CharField(label=_("Title"), max_length=120)
    about = forms.CharField(label=_("In a sentence"), max_length=300, required=False)
    headline = forms.CharField(
        label=_("Headline of the paper"),
        max_length=120,
        required=False,
        help_text=_("Only for a paper with the partner's name."),
    )
    text = forms.CharField(
        label=_("Words of the paper"),
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A line is a paragraph; “# ” begins a heading, “- ” an item of a list."),
    )
    position = forms.IntegerField(label=_("Place"), min_value=0, max_value=999, initial=10)


class CourseForm(MeanwhileForm):
    """A course and what it takes to pass it."""

    title = forms.CharField(label=_("Title"), max_length=120)
    about = forms.CharField(
        label=_("In a sentence"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    pass_percent = forms.IntegerField(
        label=_("Right answers needed"), min_value=1, max_value=100, initial=80
    )
    tries_a_day = forms.IntegerField(label=_("Tries a day"), min_value=1, max_value=20, initial=3)
    position = forms.IntegerField(label=_("Place"), min_value=0, max_value=999, initial=10)
    required = forms.BooleanField(
        label=_("Required: levels and leads that ask for training ask for this one"),
        required=False,
    )


class LessonForm(MeanwhileForm):
    """A lesson in Markdown."""

    title = forms.CharField(label=_("Title"), max_length=120)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Markdown. A picture is put in as ![what it shows](picture:7)."),
    )


class QuestionForm(MeanwhileForm):
    """A question; right answers begin with an asterisk."""

    text = forms.CharField(label=_("Question"), max_length=400)
    answers = forms.CharField(
        label=_("Answers, one a line"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Begin each right answer with an asterisk: *"),
    )
    why = forms.CharField(label=_("Told to whoever is wrong"), max_length=400, required=False)

    def answers_and_right(self) -> tuple[list[str], list[int]]:
        """The answers without their asterisks, and the places of the right ones."""
        lines = [line.strip() for line in self.cleaned_data["answers"].splitlines() if line.strip()]
        right = [place for place, line in enumerate(lines) if line.startswith("*")]
        return [line.lstrip("* ") for line in lines], right
