"""The form of a decision on a claim."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from zabota.web.backoffice.forms.corrections import BearerForm, SinceForm


class DecisionForm(BearerForm, SinceForm):
    """Since which day the client becomes the claimant's, who bears what was paid, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Answer to the partner"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
