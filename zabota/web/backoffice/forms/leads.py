"""Leads that staff enter, and how leads are handed out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zabota.domain.leads.models import Crm, Messenger, Profile, Tongue
from zabota.domain.ratings.models import Level
from zabota.ui.meanwhile import MeanwhileForm
from zabota.web.backoffice.forms.partners import PartnerField

ANY = [("", _("does not matter"))]


class NewLeadForm(forms.Form):
    """A company that asked us."""

    company = forms.CharField(label=_("Company"), max_length=160)
    person = forms.CharField(label=_("Whom to ask for"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    crm = forms.ChoiceField(label=_("CRM"), choices=[*ANY, *Crm.choices], required=False)
    messenger = forms.ChoiceField(
        label=_("Messenger"), choices=[*ANY, *Messenger.choices], required=False
    )
    tongue = forms.ChoiceField(label=_("Language"), choices=Tongue.choices, initial=Tongue.RU)
    words = forms.CharField(
        label=_("What they need"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """Whoever takes the lead has to reach somebody."""
        given: dict[str, Any] = super().clean() or {}
        if not (given.get("email") or given.get("phone") or self.errors):
            self.add_error(
                "phone", gettext("Give a phone or an e-mail: the integrator has to reach them.")
            )
        return given


class HandForm(forms.Form):
    """To whom a lead is proposed by hand."""

    to = PartnerField(
        label=_("Integrator"),
        queryset=Profile.objects.select_related("partner")
        .prefetch_related("partner__promo_codes")
        .order_by("partner__name", "pk"),
        required=False,
        empty_label=_("whose turn it is"),
    )


class LeadRuleForm(MeanwhileForm):
    """How leads are handed out; each level of the rating has a field of its own."""

    answer_hours = forms.IntegerField(
        label=_("Hours to answer"), min_value=1, max_value=240,
        help_text=_("Then the next integrator is asked."),
    )  # fmt: skip
    window_days = forms.IntegerField(
        label=_("Days that count for the turn"), min_value=7, max_value=365,
        help_text=_("Who had the fewest leads a day in them is next."),
    )  # fmt: skip
    level_bonus = forms.IntegerField(
        label=_("A level of the rating weighs more by"), min_value=0, max_value=300,
        help_text=_("For a level that has no weight of its own below."),
    )  # fmt: skip
    needs_training = forms.BooleanField(
        label=_("Only to those who passed the required courses"),
        required=False,
        help_text=_("While no course is required, any passed one will do."),
    )

    def __init__(self, *args: Any, levels: Iterable[Level], **more: Any) -> None:
        super().__init__(*args, **more)
        self._levels = {f"level_{level.pk}": level for level in levels}
        for name, level in self._levels.items():
            self.fields[name] = forms.IntegerField(
                label=_("Weight of the level “%(level)s”") % {"level": level},
                min_value=10,
                max_value=1000,
                required=False,
                help_text=_("200 % gets twice as many leads as without a level."),
            )

    @property
    def weights(self) -> list[forms.BoundField]:
        """The fields of the levels."""
        return [self[name] for name in self._levels]

    def given(self) -> dict[str, Any]:
        """What `set_rule` wants."""
        rule = {key: value for key, value in self.cleaned_data.items() if key not in self._levels}
        weights = {
            level.pk: self.cleaned_data[name]
            for name, level in self._levels.items()
            if self.cleaned_data[name] is not None
        }
        return {**rule, "level_weights": weights}
