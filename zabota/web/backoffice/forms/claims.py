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


class RivalForm(DecisionForm):
    """The same where another partner asks too: he is declined with an answer of his own."""

    to_rivals = forms.CharField(
        label=gettext_lazy("Answer to the other partner"),
        max_length=1000,
        initial=gettext_lazy(
            "We looked at both claims, and more speaks for the other partner. If there is something "
            "we have not seen, write to us: we shall look again."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
