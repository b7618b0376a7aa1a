"""What a partner puts on a client's card."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class StepForm(forms.Form):
    """What he does next, and by which day."""

    step = forms.CharField(label=_("What you will do"), max_length=200)
    on = forms.DateField(
        label=_("By the day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
