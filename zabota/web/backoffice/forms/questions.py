"""A question of the first page with its answer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zabota.domain.people.models import Language
from zabota.ui.meanwhile import MeanwhileForm


class QuestionForm(MeanwhileForm):
    """What is asked, what we answer, where it stands."""

    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    asked = forms.CharField(label=_("Question"), max_length=200)
    answer = forms.CharField(
        label=_("Answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Markdown: **bold**, lists, links."),
    )
    position = forms.IntegerField(
        label=_("Place"),
        min_value=0,
        max_value=999,
        initial=10,
        help_text=_("The smaller, the higher."),
    )
    shown = forms.BooleanField(label=_("Shown on the site"), required=False, initial=True)
