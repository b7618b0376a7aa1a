"""The form of a bulletin."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zabota.domain.news.models import Bulletin, BulletinTemplate
from zabota.domain.news.operations import WORDS
from zabota.kit.clock import local_date, now
from zabota.ui.meanwhile import MeanwhileForm

HINT = _(
    "Markdown. Fields: {{ name }} is the person, {{ partner }} the company, {{ code }} its promo code, "
    "{{ due }} what is coming to it. In the title only the first two."
)


class WordsForm(MeanwhileForm):
    """Words in Russian, perhaps in English too."""

    title = forms.CharField(label=_("Heading"), max_length=160)
    text = forms.CharField(
        label=_("Text"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=HINT,
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)
    text_en = forms.CharField(
        label=_("Text in English"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Without it everybody gets the Russian text."),
    )

    def words(self) -> dict[str, str]:
        """What was typed, by field."""
        return {name: self.cleaned_data[name] for name in WORDS}


class TemplateForm(WordsForm):
    """Words that are kept under a name."""

    name = forms.CharField(label=_("Name of the template"), max_length=80)


class BulletinForm(WordsForm):
    """The words, the letter, and the first page."""

    by_mail = forms.BooleanField(label=_("By e-mail too"), required=False, initial=True)
    shown_until = forms.DateField(
        label=_("On the first page of the cabinet till"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: only in the list of news and behind the bell."),
    )

    def clean_shown_until(self) -> date | None:
        """A day that has not gone by."""
        day: date | None = self.cleaned_data["shown_until"]
        if day is not None and day < local_date(now()):
            raise forms.ValidationError(
                _("That day has gone by already: nobody would see it there.")
            )
        return day


def form_of(
    bulletin: Bulletin | None, given: Any = None, *, template: BulletinTemplate | None = None
) -> BulletinForm:
    """The form, filled with the draft, with a template's words, or with what was typed."""
    if bulletin is not None:
        names = (*WORDS, "by_mail", "shown_until")
        initial = {name: getattr(bulletin, name) for name in names}
        return BulletinForm(given, initial=initial, changed_by=bulletin.written_by)
    if template is not None:
        return BulletinForm(given, initial={name: getattr(template, name) for name in WORDS})
    return BulletinForm(given)
