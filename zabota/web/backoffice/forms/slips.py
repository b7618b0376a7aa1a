"""The form of money that is returned through the processor."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zabota.kit.money import Money
from zabota.ui.amounts import money_text


class ReturnForm(forms.Form):
    """How much goes back."""

    amount = forms.DecimalField(
        label=gettext_lazy("How much"), min_value=Decimal("0.01"), max_digits=14, decimal_places=2
    )

    def __init__(self, *given: Any, left: Money, **named: Any) -> None:
        super().__init__(*given, **named)
        self._left = left

    def clean_amount(self) -> Money:
        """Not more than what is left of the payment."""
        asked = Money.parse(str(self.cleaned_data["amount"]), self._left.currency)
        if asked.minor > self._left.minor:
            raise forms.ValidationError(
                _("Only %(sum)s are left of this payment.") % {"sum": money_text(self._left)}
            )
        return asked


class ReturnDeedForm(ReturnForm):
    """The same with the reason, which the processor keeps too."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("The partner reads it beside his reward, the processor keeps it."),
    )
