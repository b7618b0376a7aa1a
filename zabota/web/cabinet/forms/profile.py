"""How clients see the partner, and which leads he takes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zabota.domain.leads.models import Crm, Messenger, Tongue
from zabota.ui.meanwhile import MeanwhileForm


class ProfileForm(MeanwhileForm):
    """The partner's page in the directory."""

    published = forms.BooleanField(label=_("Show us in the directory"), required=False)
    about = forms.CharField(
        label=_("About us"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Whom you help and how. Markdown works."),
    )
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    site = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    crms = forms.MultipleChoiceField(
        label=_("CRM"), choices=Crm.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    messengers = forms.MultipleChoiceField(
        label=_("Messengers"),
        choices=Messenger.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    tongues = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=Tongue.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    shows_clients = forms.BooleanField(
        label=_("Show how many clients of ours pay"),
        required=False,
        help_text=_("Only their number, never who they are."),
    )
    most_open = forms.IntegerField(
        label=_("Leads in work at once"),
        min_value=0,
        max_value=100,
        help_text=_("0: you take none. More are not proposed until one is finished."),
    )
