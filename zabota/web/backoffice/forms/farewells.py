"""The form of a farewell: as of which day, and what becomes of the clients."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zabota.domain.partners.models import ClientsGo, Partner, PartnerStatus
from zabota.kit.clock import local_date, now
from zabota.web.backoffice.forms.partners import PartnerField, list_known


class FarewellForm(forms.Form):
    """As of which day he leaves, and where his clients go."""

    on = forms.DateField(
        label=gettext_lazy("As of which day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    clients_go = forms.ChoiceField(
        label=gettext_lazy("His clients"),
        choices=ClientsGo.choices,
        widget=forms.RadioSelect,
        initial=ClientsGo.STAY,
    )
    to = PartnerField(
        label=gettext_lazy("To which partner"),
        queryset=Partner.objects.none(),
        required=False,
        empty_label=gettext_lazy("choose a partner"),
    )

    def __init__(self, *given: Any, partner: Partner, **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["to"]
        assert isinstance(field, PartnerField)
        field.queryset = list_known().filter(status=PartnerStatus.ACTIVE).exclude(pk=partner.pk)

    def clean_on(self) -> Any:
        """Today at the earliest, and within the lifetime of a plan."""
        day = self.cleaned_data["on"]
        today = local_date(now())
        if day < today or day.year > today.year + 2:
            raise forms.ValidationError(_("Choose today or a day within the next two years."))
        return day

    def clean(self) -> dict[str, Any]:
        """Another partner is named exactly when clients go to him."""
        wanted: dict[str, Any] = super().clean() or {}
        if wanted.get("clients_go") != ClientsGo.PARTNER:
            wanted["to"] = None
        elif not wanted.get("to") and "to" not in self.errors:
            self.add_error("to", _("Choose who takes his clients."))
        return wanted


class FarewellDeedForm(FarewellForm):
    """The same with the reason that the partner reads."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The partner reads it, word for word."),
    )
