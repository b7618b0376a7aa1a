"""The settings page as a form made of its options."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from zabota.domain.settings.facts import Option, Value
from zabota.kit.clock import local_date, now, start_of_day
from zabota.kit.money import Money
from zabota.ui.meanwhile import MeanwhileForm
from zabota.web.backoffice.words.settings import CURRENCIES, Group, fault_of

SINCE = "holds_from"
FURTHEST = timedelta(days=730)


class SettingsForm(MeanwhileForm):
    """One field an option; `cleaned_data` holds values by option name."""

    def __init__(
        self, *args: Any, groups: list[Group], values: Mapping[str, Value], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups
        for group in groups:
            for asked in group.asked:
                field = _field(asked.option, values[asked.option.name])
                field.label, field.help_text = asked.label, asked.help
                self.fields[field_name(asked.option)] = field
        self.initial = {name: field.initial for name, field in self.fields.items()}
        self.fields[SINCE] = forms.DateField(
            label=_("Holds from"),
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            help_text=_("Empty: at once. With a day, what you have changed here waits for it."),
        )

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Titles with their fields, for the page."""
        return [
            (group.title, [self[field_name(asked.option)] for asked in group.asked])
            for group in self.groups
        ]

    def clean(self) -> dict[str, Any]:
        """Every text read by its option; a fault goes to its field."""
        given: dict[str, Any] = super().clean() or {}
        day = given.get(SINCE)
        if day is not None and not local_date(now()) < day < local_date(now()) + FURTHEST:
            self.add_error(SINCE, _("A coming day within two years, or nothing for at once."))
        for group in self.groups:
            for asked in group.asked:
                name = field_name(asked.option)
                if name in self.errors:
                    continue
                try:
                    given[name] = asked.option.read(str(given.get(name, "")).replace("\x00", ""))
                except ValueError as fault:
                    self.add_error(name, fault_of(asked.option, str(fault)))
        return given

    def since(self) -> datetime | None:
        """From when what was changed holds; None for at once."""
        day: date | None = self.cleaned_data[SINCE]
        return start_of_day(day) if day else None


def field_name(option: Option) -> str:
    """The name of an option's field in the form."""
    return option.name.replace(".", "-")


def _field(option: Option, value: Value) -> forms.Field:
    if option.kind == "switch":
        return forms.BooleanField(required=False, initial=bool(value))
    if option.kind == "time":
        widget = forms.TextInput(attrs={"type": "time"})
        return forms.CharField(initial=value, widget=widget)
    if option.kind in CURRENCIES:
        initial = Money(int(value)).plain(",").removesuffix(",00")
        return forms.CharField(initial=initial, widget=_numeric())
    if option.kind == "whole":
        return forms.CharField(initial=str(value), widget=_numeric())
    return forms.CharField(initial=value)


def _numeric() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
