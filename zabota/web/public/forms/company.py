"""A client's company, so that its integrator gets in touch and its payments are recognized."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zabota.domain.attribution.models import PromoCode
from zabota.domain.attribution.queries import find_working_code
from zabota.domain.attribution.rules import bare_domain
from zabota.kit.requisites import check_inn, squeezed
from zabota.web.public.promo import LONGEST_TYPED

LIKE_A_DOMAIN = re.compile(r"[^\s@]+\.[^\s@.]{2,}")
INN_FAULTS = {
    "digits": _("An INN has digits only."),
    "length": _("An INN has 10 digits for a company and 12 for a sole proprietor."),
    "prefix": _("There is no such INN. Please check the first digits."),
    "check_digit": _("There is a slip in the INN: its check digits do not agree."),
}


class CompanyForm(forms.Form):
    """Company, ИНН, contacts, and the promo code when none is remembered."""

    name = forms.CharField(
        label=_("Company"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    inn = forms.CharField(
        label=_("INN"),
        max_length=20,
        help_text=_("By the INN we recognize your payment at once."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
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
    domain = forms.CharField(
        label=_("Website"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "url", "inputmode": "url"}),
    )
    promo = forms.CharField(
        label=_("Promo code"),
        max_length=LONGEST_TYPED,
        required=False,
        help_text=_("If an integrator gave you one."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *args: Any, asks_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_code:
            del self.fields["promo"]

    def clean_inn(self) -> str:
        """The ИНН without spaces, with right check digits."""
        inn = squeezed(self.cleaned_data["inn"])
        if reason := check_inn(inn):
            raise forms.ValidationError(INN_FAULTS[reason])
        return inn

    def clean_domain(self) -> str:
        """The bare domain of what was typed; nothing where it is none."""
        domain = bare_domain(self.cleaned_data["domain"])
        if domain and not LIKE_A_DOMAIN.fullmatch(domain):
            raise forms.ValidationError(_("A website looks like this: example.ru"))
        return domain

    def clean_promo(self) -> PromoCode | None:
        """A code that works, in any spelling, or none."""
        typed: str = self.cleaned_data["promo"]
        if not typed:
            return None
        code = find_working_code(typed)
        if code is None:
            raise forms.ValidationError(
                _("We do not know this code. Check it, or leave the field empty.")
            )
        return code
