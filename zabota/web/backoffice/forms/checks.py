"""The form of a rule: on or off, hold or flag, threshold and window."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from zabota.domain.scrutiny.rules import DEFAULTS, Setting
from zabota.web.backoffice.words.checks import threshold_word


class RuleForm(forms.Form):
    """One rule as staff set it; a rule without a threshold is not asked for one."""

    enabled = forms.BooleanField(label=gettext_lazy("Looks at rewards"), required=False)
    holds = forms.BooleanField(
        label=gettext_lazy("Holds the reward until somebody has looked"), required=False
    )
    threshold = forms.IntegerField(label=gettext_lazy("Threshold"), min_value=1, max_value=1000)
    window_days = forms.IntegerField(
        label=gettext_lazy("Days it looks back"), min_value=1, max_value=365
    )

    def __init__(self, sent: Any = None, *, rule: str, setting: Setting) -> None:
        initial = {
            "enabled": setting.enabled,
            "holds": setting.holds,
            "threshold": setting.threshold,
            "window_days": setting.window_days,
        }
        super().__init__(sent, initial=initial, prefix=rule)
        if DEFAULTS[rule].threshold:
            self.fields["threshold"].label = threshold_word(rule).capitalize()
        else:
            del self.fields["threshold"], self.fields["window_days"]

    def chosen(self) -> dict[str, Any]:
        """The setting as the operation takes it."""
        return {"threshold": 0, "window_days": 0, **self.cleaned_data}
