"""What a company says when it looks for an integrator."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zabota.domain.leads.models import Crm, Messenger, Tongue

ANY = [("", _("does not matter"))]


class DirectoryForm(forms.Form):
    """The filters of the directory; nonsense in the address is no filter."""

    crm = forms.ChoiceField(label=_("CRM"), choices=[*ANY, *Crm.choices], required=False)
    messenger = forms.ChoiceField(
        label=_("Messenger"), choices=[*ANY, *Messenger.choices], required=False
    )
    tongue = forms.ChoiceField(label=_("Language"), choices=[*ANY, *Tongue.choices], required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)


class LeadForm(forms.Form):
    """The company, how to reach it, and what it needs."""

    company = forms.CharField(
        label=_("Company"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    person = forms.CharField(
        label=_("Whom to ask for"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    city = forms.CharField(
        label=_("City"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    crm = forms.ChoiceField(label=_("CRM"), choices=[*ANY, *Crm.choices], required=False)
    messenger = forms.ChoiceField(
        label=_("Messenger"), choices=[*ANY, *Messenger.choices], required=False
    )
    tongue = forms.ChoiceField(label=_("Language"), choices=Tongue.choices, initial=Tongue.RU)
    words = forms.CharField(
        label=_("What you need"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
