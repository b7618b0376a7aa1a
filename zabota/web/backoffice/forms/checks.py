"""The form of a rule: on or off, hold or flag, and the numbers it knows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from zabota.domain.scrutiny.rules import Setting
from zabota.ui.meanwhile import MeanwhileForm
from zabota.web.backoffice.words.checks import labels_of

NUMBERS = {  # field → the most
    "minimum": 1_000_000_000,
    "threshold": 1000,
    "window_days": 365,
    "minimum_abroad": 1_000_000_000,
}


class RuleForm(MeanwhileForm):
    """One rule as staff set it; it is asked for no number that it does not know."""

    enabled = forms.BooleanField(label=gettext_lazy("Looks at rewards"), required=False)
    holds = forms.BooleanField(
        label=gettext_lazy("Holds the reward until somebody has looked"), required=False
    )

    def __init__(self, sent: Any = None, *, rule: str, setting: Setting) -> None:
        initial = {name: getattr(setting, name) for name in ("enabled", "holds", *NUMBERS)}
        super().__init__(sent, initial=initial, prefix=rule)
        self.labels = labels_of(rule)
        for name, label in self.labels.items():
            self.fields[name] = forms.IntegerField(
                label=label, min_value=1, max_value=NUMBERS[name]
            )

    def numbers(self) -> list[forms.BoundField]:
        """The fields of the rule's numbers."""
        return [self[name] for name in self.labels]

    def chosen(self) -> dict[str, Any]:
        """The setting as the operation takes it."""
        return {**dict.fromkeys(NUMBERS, 0), **self.cleaned_data}
