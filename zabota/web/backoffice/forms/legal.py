"""Another legal form of a partner, with the requisites that belong to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models import LegalForm, Partner
from zabota.kit.requisites import squeezed


class LegalFormForm(forms.Form):
    """What he is from now on, and since when we know."""

    to = forms.ChoiceField(label=_("Legal form"), choices=LegalForm.choices)
    inn = forms.CharField(label=_("INN"), max_length=20, required=False)
    kpp = forms.CharField(label=_("KPP"), max_length=20, required=False)
    ogrn = forms.CharField(label=_("OGRN"), max_length=30, required=False)
    since = forms.DateField(
        label=_("From which day"),
        required=False,
        help_text=_("Empty: from today. Papers of the days before are written by the former form."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        initial = {"inn": partner.inn}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            choice for choice in LegalForm.choices if choice[0] != partner.legal_form
        ]

    def said(self) -> dict[str, Any]:
        """What the flow wants to know."""
        given = self.cleaned_data
        numbers = {
            name: squeezed(given[name]).replace("\x00", "") for name in ("inn", "kpp", "ogrn")
        }
        reason = given["reason"].replace("\x00", "").strip()
        return {**numbers, "to": LegalForm(given["to"]), "since": given["since"], "reason": reason}
