"""A working status of clients, as staff name it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zabota.domain.clients.models import Tone
from zabota.ui.meanwhile import MeanwhileForm


class StatusForm(MeanwhileForm):
    """Its names, its tone, whether it asks why and is offered."""

    name_ru = forms.CharField(label=_("Name in Russian"), max_length=40)
    name_en = forms.CharField(label=_("Name in English"), max_length=40)
    tone = forms.ChoiceField(label=_("Tone"), choices=Tone.choices, widget=forms.RadioSelect)
    asks_why = forms.BooleanField(
        label=_("Ask why when somebody moves a client here"), required=False
    )
    hidden = forms.BooleanField(
        label=_("Offer it no more: clients who have it keep it"), required=False
    )
