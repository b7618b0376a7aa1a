"""Another legal form of a partner, with the requisites that belong to it."""

from __future__ import annotations

from collections.abc import Mapping
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
        return {
            **_numbers(given),
            "to": LegalForm(given["to"]),
            "since": given["since"],
            "reason": _plain(given["reason"]),
        }


class FormerFormForm(forms.Form):
    """What he was before a day: the name and the numbers of then, and where they are known from."""

    name = forms.CharField(label=_("Name"), max_length=160)
    inn = forms.CharField(label=_("INN"), max_length=20, required=False)
    kpp = forms.CharField(label=_("KPP"), max_length=20, required=False)
    ogrn = forms.CharField(label=_("OGRN"), max_length=30, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("Where it is known from: a contract, a register."),
    )

    def said(self) -> dict[str, Any]:
        """What the operation wants to know."""
        given = self.cleaned_data
        return {
            **_numbers(given), "name": _plain(given["name"]), "reason": _plain(given["reason"]),
        }  # fmt: skip


def _plain(text: str) -> str:
    return text.replace("\x00", "").strip()


def _numbers(given: Mapping[str, str]) -> dict[str, str]:
    """ИНН, КПП and ОГРН without the spaces that people type."""
    return {name: squeezed(given[name]).replace("\x00", "") for name in ("inn", "kpp", "ogrn")}
