"""The form of a bulletin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zabota.domain.news.models import Bulletin

HINT = _("Markdown. {name} becomes the person's name, {partner} the company's.")


class BulletinForm(forms.Form):
    """Words in Russian, perhaps in English too, the letter, and the first page."""

    title = forms.CharField(label=_("Title"), max_length=160)
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
    by_mail = forms.BooleanField(label=_("By e-mail too"), required=False, initial=True)
    shown_until = forms.DateField(
        label=_("On the first page of the cabinet till"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: only in the list of news and behind the bell."),
    )


def form_of(bulletin: Bulletin | None, given: Any = None) -> BulletinForm:
    """The form, filled with the draft or with what was typed."""
    if bulletin is None:
        return BulletinForm(given)
    names = ("title", "text", "title_en", "text_en", "by_mail", "shown_until")
    return BulletinForm(given, initial={name: getattr(bulletin, name) for name in names})
