"""The two figures of the calculator."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

EXAMPLE = {"clients": "10", "roubles": "5000"}


class EarningsForm(forms.Form):
    """How many clients, and how much each pays a month."""

    clients = forms.IntegerField(
        label=_("How many clients"),
        min_value=1,
        max_value=10_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    roubles = forms.IntegerField(
        label=_("Each pays a month"),
        min_value=1,
        max_value=10_000_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": "any"}),
    )
