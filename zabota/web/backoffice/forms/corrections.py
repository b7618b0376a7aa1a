"""Forms that put a client in his place: to whom, since when, who bears it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zabota.domain.attribution.models import Bearer
from zabota.domain.partners.models import Partner
from zabota.domain.programme.models import Servicing
from zabota.kit.clock import local_date, now
from zabota.web.backoffice.forms.partners import known_as, list_known

NOBODY = "nobody"
_YEARS = range(2000, 2200)


class SinceForm(forms.Form):
    """A day that has come, since which a client is somebody's."""

    since = forms.DateField(
        label=gettext_lazy("Since which day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_since(self) -> date:
        """A day that has come and that a calendar has."""
        day: date = self.cleaned_data["since"]
        if day.year not in _YEARS or day > local_date(now()):
            raise forms.ValidationError(_("This day has not come yet, or is too long ago."))
        return day


class PlaceForm(SinceForm):
    """Whose the client is to be, and since which day."""

    to = forms.ChoiceField(label=gettext_lazy("Whose client he is"))
    servicing = forms.ChoiceField(
        label=gettext_lazy("Servicing level"), choices=Servicing.choices, initial=Servicing.FULL
    )

    def __init__(self, *given: Any, may_be_nobody: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        self._partners = {str(partner.pk): partner for partner in list_known()}
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("choose a partner")),
            *([(NOBODY, _("nobody's"))] if may_be_nobody else []),
            *((pk, known_as(partner)) for pk, partner in self._partners.items()),
        ]

    def clean_to(self) -> Partner | None:
        """The chosen partner, None for nobody."""
        return self._partners.get(self.cleaned_data["to"])


class LevelForm(SinceForm):
    """Which servicing level, and since which day."""

    servicing = forms.ChoiceField(
        label=gettext_lazy("Servicing level"),
        choices=Servicing.choices,
        widget=forms.RadioSelect,
    )


class ReasonForm(forms.Form):
    """Why; it stays in the history."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ServicingForm(ReasonForm, LevelForm):
    """The same with the reason, which the partner reads."""


class BearerForm(forms.Form):
    """Who bears what was paid already; the vendor where nothing had to be chosen."""

    bearer = forms.ChoiceField(
        label=gettext_lazy("Who bears what was paid already"),
        choices=Bearer.choices,
        initial=Bearer.VENDOR,
        required=False,
        widget=forms.RadioSelect,
    )

    def clean_bearer(self) -> str:
        """The vendor, where nothing had to be chosen."""
        return str(self.cleaned_data["bearer"] or Bearer.VENDOR)


class CorrectionForm(ReasonForm, BearerForm, PlaceForm):
    """The same with the reason, and who bears what was paid already."""
