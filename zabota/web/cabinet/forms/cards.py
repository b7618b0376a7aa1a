"""What a partner puts on a client's card."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from zabota.domain.cards.rules import LONGEST_STEP, MOST_STEP_DAYS

IN_THREE_DAYS = timedelta(days=3)


class StepForm(forms.Form):
    """What he does next, and by which day."""

    step = forms.CharField(label=_("What you will do"), max_length=LONGEST_STEP)
    on = forms.DateField(
        label=_("By the day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


def step_form(today: date) -> StepForm:
    """An empty plan for three days ahead; its calendar offers only days that are taken."""
    form = StepForm(initial={"on": today + IN_THREE_DAYS})
    latest = today + timedelta(days=MOST_STEP_DAYS)
    form.fields["on"].widget.attrs |= {"min": today.isoformat(), "max": latest.isoformat()}
    return form
