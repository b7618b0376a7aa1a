"""A partner's VAT as the office and the cabinet ask for it, and say it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models import PartnerVat
from zabota.domain.partners.rules import simplified_basis
from zabota.kit.vat import VatKind

SIMPLIFIED = "usn"
CHOICES = [
    (SIMPLIFIED, _("USN, no VAT")),
    ("5", _("USN with VAT of 5 %")),
    ("7", _("USN with VAT of 7 %")),
    ("22", _("VAT of 22 %, general regime")),
    ("20", _("VAT of 20 %, general regime till the end of 2025")),
    ("none", _("no VAT on another ground")),
]


class PartnerVatForm(forms.Form):
    """How the partner pays VAT, from a day on."""

    regime = forms.ChoiceField(label=_("VAT"), choices=CHOICES)
    valid_from = forms.DateField(
        label=_("From which day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Payment orders and acts of that day and later say so."),
    )
    basis = forms.CharField(label=_("Ground, if it is another one"), max_length=80, required=False)

    def said(self) -> dict[str, Any]:
        """What the domain wants to know."""
        regime, day = self.cleaned_data["regime"], self.cleaned_data["valid_from"]
        kind, basis = regime, ""
        if regime == SIMPLIFIED:
            kind, basis = VatKind.NONE.value, simplified_basis(day)
        elif regime == VatKind.NONE:
            basis = self.cleaned_data["basis"].replace("\x00", "")
        return {"kind": kind, "basis": basis, "valid_from": day}


def first_regime(today: date) -> dict[str, Any]:
    """What a new form proposes: a change mostly begins with a month."""
    return {"regime": SIMPLIFIED, "valid_from": today.replace(day=1).isoformat()}


def regime_words(row: PartnerVat) -> str:
    """The regime as papers say it."""
    return row.vat.words()
