"""What a company says when it looks for an integrator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zabota.domain.leads.models import Crm, Messenger, Tongue
from zabota.domain.ratings.queries import list_levels
from zabota.web.public.integrators import level_choices

ANY = [("", _("does not matter"))]


class DirectoryForm(forms.Form):
    """The filters of the directory; nonsense in the address is no filter, an unknown city is nobody's."""

    level = forms.ChoiceField(label=_("Level"), required=False)
    crm = forms.ChoiceField(label=_("CRM"), choices=[*ANY, *Crm.choices], required=False)
    messenger = forms.ChoiceField(
        label=_("Messenger"), choices=[*ANY, *Messenger.choices], required=False
    )
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    tongue = forms.ChoiceField(label=_("Language"), choices=[*ANY, *Tongue.choices], required=False)

    def __init__(self, *args: Any, cities: list[str], **kwargs: Any) -> None:
        """With the levels there are, the highest first, and the cities of published profiles."""
        super().__init__(*args, **kwargs)
        self.levels = {str(one.pk): one for one in list_levels()}
        self.choices: dict[str, list[tuple[str, str]]] = {
            "level": level_choices(list(self.levels.values())),
            "crm": [(one.value, str(one.label)) for one in Crm],
            "messenger": [(one.value, str(one.label)) for one in Messenger],
            "city": [(one, one) for one in cities],
            "tongue": [(one.value, str(one.label)) for one in Tongue],
        }
        self.fields["level"].choices = [*ANY, *self.choices["level"]]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """What is asked for, by the names of the fields; the city as its integrators write it."""
        self.is_valid()
        found = {name: str(value) for name, value in self.cleaned_data.items() if value}
        city = found.get("city", "").casefold()
        known = [one for one, _label in self.choices["city"] if one.casefold() == city]
        return {**found, "city": known[0]} if known else found

    def offered(self) -> list[tuple[str, str, list[tuple[str, str]], str]]:
        """Each filter: its name, its word, what it offers, what is chosen. One without choices is left out."""
        chosen = self.chosen()
        offered = []
        for name, choices in self.choices.items():
            value = chosen.get(name, "")
            strange = value and value not in [one for one, _label in choices]
            rows = [*choices, (value, value)] if strange else choices
            if rows:
                offered.append((name, str(self.fields[name].label), rows, value))
        return offered


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
