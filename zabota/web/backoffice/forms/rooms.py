"""A room of the chat, as staff open and change it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zabota.domain.community.models import RoomKind
from zabota.ui.meanwhile import MeanwhileForm

KINDS = [(kind.value, kind.label) for kind in (RoomKind.GATED, RoomKind.OPEN)]


class RoomForm(MeanwhileForm):
    """Who may enter, and the words over the door."""

    kind = forms.ChoiceField(label=_("Who may enter"), choices=KINDS)
    name = forms.CharField(label=_("Name of the room"), max_length=80)
    about = forms.CharField(label=_("What it is for"), max_length=300, required=False)
    welcome = forms.CharField(
        label=_("Welcome"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Said in the room when a partner is admitted; {partner} becomes his name."),
    )
    closed = forms.BooleanField(
        label=_("The room is closed: one can only read in it"), required=False
    )
