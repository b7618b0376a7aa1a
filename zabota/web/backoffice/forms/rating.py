"""Weights of the rating and its levels, as the owner sets them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zabota.domain.ratings.facts import RATE_PARTS, Weights
from zabota.ui.meanwhile import MeanwhileForm

ENGLISH = _("For those who read the site in English. Empty: they see the name above.")


def _weight(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=100)


class WeightsForm(forms.Form):
    """How much each measure weighs, and from which month on."""

    revenue = _weight(_("Payments of clients"))
    newcomers = _weight(_("New paying clients"))
    retention = _weight(_("Clients who stayed"))
    training = _weight(_("Courses passed"))
    month = forms.DateField(
        label=_("From the month"),
        input_formats=["%Y-%m"],
        widget=forms.DateInput(format="%Y-%m", attrs={"type": "month"}),
    )

    def __init__(self, *args: Any, currencies: Iterable[str] = (), **kwargs: Any) -> None:
        """With a field for the rate of each of these currencies."""
        super().__init__(*args, **kwargs)
        self.currencies = list(currencies)
        for one in self.currencies:
            self.fields[f"rate_{one}"] = forms.DecimalField(
                label=_("One %(currency)s in roubles") % {"currency": one},
                required=False,
                localize=True,
                min_value=Decimal("0.0001"),
                max_digits=9,
                decimal_places=4,
            )

    def rate_fields(self) -> list[forms.BoundField]:
        """The fields of the rates."""
        return [self[f"rate_{one}"] for one in self.currencies]

    def rates(self) -> dict[str, int]:
        """The rates of a valid form, of the currencies that have one."""
        given = {one: self.cleaned_data[f"rate_{one}"] for one in self.currencies}
        return {one: int(rate * RATE_PARTS) for one, rate in given.items() if rate}

    def weights(self) -> Weights:
        """The weights of a valid form."""
        given = self.cleaned_data
        return Weights(given["revenue"], given["newcomers"], given["retention"], given["training"])

    def from_month(self) -> date:
        """The month of a valid form."""
        month: date = self.cleaned_data["month"]
        return month


class LevelForm(MeanwhileForm):
    """A level: its name, from which score, and what it gives."""

    name = forms.CharField(label=_("Name of the level"), max_length=40)
    name_english = forms.CharField(
        label=_("Name in English"), required=False, max_length=40, help_text=ENGLISH
    )
    least = forms.DecimalField(
        label=_("From a score of"), min_value=0, max_value=100, decimal_places=2
    )
    privileges = forms.CharField(
        label=_("What it gives"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In words. A better rate is a clause of special terms for this level."),
    )
    privileges_english = forms.CharField(
        label=_("What it gives, in English"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    needs_training = forms.BooleanField(
        label=_("Only with the required courses passed"),
        required=False,
        help_text=_("While no course is required, any passed one will do."),
    )
