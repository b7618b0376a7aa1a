"""The form of money that is returned through the processor."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from zabota.web.backoffice.forms.refunds import AmountBackForm


class ReturnDeedForm(AmountBackForm):
    """How much goes back, and the reason, which the processor keeps too."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("The partner reads it beside his reward, the processor keeps it."),
    )
