"""Where we pay to, as a form; check digits are looked at by the domain."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models import LegalForm, Partner
from zabota.domain.partners.queries import find_bank_details
from zabota.kit.requisites import squeezed

DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class DetailsForm(forms.Form):
    """Requisites and bank details; spaces from bank sites are forgiven."""

    inn = forms.CharField(label=_("INN"), widget=forms.TextInput(attrs=DIGITS))
    kpp = forms.CharField(label=_("KPP"), required=False, widget=forms.TextInput(attrs=DIGITS))
    ogrn = forms.CharField(label=_("OGRN"), required=False, widget=forms.TextInput(attrs=DIGITS))
    holder = forms.CharField(label=_("Account holder"), max_length=160)
    bic = forms.CharField(label=_("BIC"), widget=forms.TextInput(attrs=DIGITS))
    bank_name = forms.CharField(label=_("Bank"), max_length=160)
    account = forms.CharField(label=_("Account"), widget=forms.TextInput(attrs=DIGITS))
    corr_account = forms.CharField(
        label=_("Correspondent account"), widget=forms.TextInput(attrs=DIGITS)
    )

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        current = find_bank_details(partner)
        initial: dict[str, str] = {
            "inn": partner.inn,
            "kpp": partner.kpp,
            "ogrn": partner.ogrn,
            "holder": current.holder if current else partner.name,
            "bic": current.bic if current else "",
            "bank_name": current.bank_name if current else "",
            "corr_account": current.corr_account if current else "",
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        if partner.legal_form != LegalForm.OOO:
            del self.fields["kpp"]
            self.fields["ogrn"].label = _("OGRNIP")
        if partner.legal_form == LegalForm.NPD:
            del self.fields["ogrn"]

    def clean(self) -> dict[str, Any]:
        """Digits without spaces; fields that this legal form does not have are empty."""
        given: dict[str, Any] = super().clean() or {}
        for name in ("inn", "kpp", "ogrn", "bic", "account", "corr_account"):
            given[name] = squeezed(given.get(name, "")).replace("\x00", "")
        return given
