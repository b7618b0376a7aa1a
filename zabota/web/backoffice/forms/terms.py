"""A version of the terms, special terms and a trial as forms."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zabota.domain.programme.models import Audience, Precedence
from zabota.kit.clock import end_of_day, local_date, now, start_of_day
from zabota.ui.meanwhile import MeanwhileForm
from zabota.web.backoffice.forms.partners import PartnerField, list_known

_YEARS = range(2000, 2200)


class Day(forms.DateField):
    """A day of the calendar that has midnights."""

    def __init__(self, **named: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **named)

    def clean(self, value: Any) -> date | None:
        """The day; none of another age."""
        day: date | None = super().clean(value)
        if day is not None and day.year not in _YEARS:
            raise forms.ValidationError(_("There is no such day in our calendar."))
        return day


class VersionForm(MeanwhileForm):
    """What a version says besides its clauses."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    effective_from = Day(
        label=gettext_lazy("In force from"),
        help_text=gettext_lazy("From midnight of this day on. It starts by itself."),
    )
    payout_days = forms.IntegerField(
        label=gettext_lazy("Days to pay"), min_value=0, max_value=365,
        help_text=gettext_lazy("After the client's payment, whatever the amount."),
    )  # fmt: skip
    banking_days = forms.BooleanField(
        label=gettext_lazy("Count banking days, by the Russian production calendar"),
        required=False,
    )
    refund_floor_days = forms.IntegerField(
        label=gettext_lazy("The vendor bears refunds later than, days"),
        required=False, min_value=0, max_value=3650,
        help_text=gettext_lazy("Empty: every refund lowers the reward."),
    )  # fmt: skip
    lead_days = forms.IntegerField(
        label=gettext_lazy("A company registered beforehand is kept for, days"),
        min_value=0, max_value=730,
    )  # fmt: skip
    lead_rule = forms.ChoiceField(
        label=gettext_lazy("If it then gives another partner's code"),
        choices=Precedence.choices, initial=Precedence.CODE, required=False,
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("To partners: what changes and why"),
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def fields_of_version(self) -> dict[str, Any]:
        """As the model names them."""
        given = dict(self.cleaned_data)
        given["lead_rule"] = given["lead_rule"] or Precedence.CODE
        given["effective_from"] = start_of_day(given["effective_from"])
        return given


class SpecialForm(MeanwhileForm):
    """What special terms or a campaign say besides their clauses."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    name_english = forms.CharField(
        label=gettext_lazy("Name in English"), required=False, max_length=120,
        help_text=gettext_lazy("For those who read in English. Empty: they see the name above."),
    )  # fmt: skip
    description = forms.CharField(
        label=gettext_lazy("To partners: what it is about"),
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    description_english = forms.CharField(
        label=gettext_lazy("The same in English"),
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    audience = forms.ChoiceField(label=gettext_lazy("For whom"), choices=Audience.choices)
    partner = PartnerField(
        label=gettext_lazy("Partner"),
        queryset=list_known(),
        required=False,
        empty_label=gettext_lazy("choose a partner"),
    )
    word = forms.CharField(
        label=gettext_lazy("Region, tag or level"), required=False, max_length=40,
        help_text=gettext_lazy("Region: the first two digits of the INN, 77 for Moscow."),
    )  # fmt: skip
    least_clients = forms.IntegerField(
        label=gettext_lazy("New paying clients, at least"),
        required=False, min_value=1, max_value=10_000,
    )  # fmt: skip
    window_days = forms.IntegerField(
        label=gettext_lazy("In the last days"), required=False, min_value=1, max_value=730
    )
    starts_on = Day(label=gettext_lazy("First day"))
    ends_on = Day(
        label=gettext_lazy("Last day"), required=False,
        help_text=gettext_lazy("Empty: until further notice."),
    )  # fmt: skip
    newcomers_only = forms.BooleanField(
        label=gettext_lazy("Only clients whose first payment falls in this time"), required=False
    )
    exclusive = forms.BooleanField(
        label=gettext_lazy("Exclusive: while they give anything, no other clause is looked at"),
        required=False,
    )
    public_standings = forms.BooleanField(
        label=gettext_lazy("Show who leads on the public page of the campaign"),
        required=False,
        help_text=gettext_lazy(
            "Names and numbers of clients, never sums. Hidden names stay hidden."
        ),
    )

    def __init__(self, *given: Any, is_campaign: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        self.is_campaign = is_campaign
        if is_campaign:
            self.fields["ends_on"].required = True
            self.fields["ends_on"].help_text = ""
        else:
            del self.fields["public_standings"]

    def clean(self) -> dict[str, Any]:
        """Each audience needs its own words; the days must be in order."""
        given: dict[str, Any] = super().clean() or {}
        needed = {
            Audience.PARTNER: ("partner",),
            Audience.REGION: ("word",),
            Audience.TAG: ("word",),
            Audience.LEVEL: ("word",),
            Audience.ACTIVE: ("least_clients", "window_days"),
        }
        audience = given.get("audience", "")
        wanted = needed.get(audience, ())  # type: ignore[call-overload]
        for name in wanted:
            if not given.get(name) and name not in self.errors:
                self.add_error(name, _("Needed for this choice."))
        for name, empty in (("partner", None), ("word", ""), ("least_clients", None),
                            ("window_days", None)):  # fmt: skip
            if name not in wanted:
                given[name] = empty
        if audience == Audience.REGION and not str(given.get("word", "")).isdigit():
            self.add_error("word", _("Digits, like 77."))
        if audience == Audience.TAG:
            given["word"] = str(given.get("word", "")).lower()
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first."))
        return given

    def fields_of_special(self) -> dict[str, Any]:
        """As the model names them."""
        given = dict(self.cleaned_data)
        first, last = given.pop("starts_on"), given.pop("ends_on")
        given["starts_at"] = start_of_day(first)
        given["ends_at"] = end_of_day(last) if last else None
        given["is_campaign"] = self.is_campaign
        return given


class PeriodForm(forms.Form):
    """The past days on which terms are tried, both included."""

    first = Day(label=gettext_lazy("From"))
    last = Day(label=gettext_lazy("To"))

    def clean(self) -> dict[str, Any]:
        """The days in order, and not in the future alone."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        return given

    def period(self) -> tuple[datetime, datetime]:
        """[first midnight, midnight after the last day)."""
        return start_of_day(self.cleaned_data["first"]), end_of_day(self.cleaned_data["last"])


def last_year() -> dict[str, date]:
    """The twelve months until today."""
    today = local_date(now())
    return {"first": today - timedelta(days=364), "last": today}
