"""The form of a refund or a chargeback that a person records."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zabota.domain.payments.models import RefundKind
from zabota.kit.clock import local_date, now
from zabota.kit.money import Money
from zabota.ui.amounts import money_text


class AmountBackForm(forms.Form):
    """How much of a payment goes back, or went."""

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


class RefundForm(AmountBackForm):
    """How much went back, when, and whether we returned it or the client's bank took it."""

    field_order = ("kind", "amount", "day", "reason")
    kind = forms.ChoiceField(
        label=gettext_lazy("How the money went back"),
        choices=[
            (RefundKind.REFUND, gettext_lazy("We returned money to the client")),
            (RefundKind.CHARGEBACK, gettext_lazy("The client's bank took it back (a chargeback)")),
        ],
        widget=forms.RadioSelect,
        initial=RefundKind.REFUND,
    )
    day = forms.DateField(
        label=gettext_lazy("On which day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *given: Any, paid_on: date, **named: Any) -> None:
        super().__init__(*given, **named)
        self._paid_on = paid_on

    def clean_day(self) -> date:
        """Between the payment and today."""
        day: date = self.cleaned_data["day"]
        if not self._paid_on <= day <= local_date(now()):
            raise forms.ValidationError(_("Money cannot go back before it came, or after today."))
        return day


class RefundDeedForm(RefundForm):
    """The same with the reason that the partner reads."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("The partner reads it beside his reward."),
    )
