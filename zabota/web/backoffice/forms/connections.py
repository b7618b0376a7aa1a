"""Forms of connections: what a kind asks for, and new keys."""

from __future__ import annotations

from typing import Any

import httpx
from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zabota.connectors.connections.operations.kinds import Field, Kind
from zabota.ui.meanwhile import MeanwhileForm


class FieldsForm(MeanwhileForm):
    """The settings and secrets of a kind; a secret is typed and never shown again."""

    def __init__(self, kind: Kind, fields: tuple[Field, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.asked = fields
        for field in fields:
            self.fields[field.name] = _control(field)

    def clean(self) -> dict[str, Any]:
        """What another field has made necessary is there."""
        given = super().clean() or {}
        for field in self.asked:
            if field.needed_with is None or given.get(field.name):
                continue
            other, value = field.needed_with
            if given.get(other) == value:
                self.add_error(field.name, _("This is needed now: choose it."))
        return given

    def aside(self) -> list[forms.BoundField]:
        """Rarely changed."""
        return [self[field.name] for field in self.asked if field.aside]

    def plain(self) -> list[forms.BoundField]:
        """The others."""
        return [self[field.name] for field in self.asked if not field.aside]

    def values(self, *, secret: bool) -> dict[str, str]:
        """What was given, by name."""
        return {
            field.name: str(self.cleaned_data[field.name] or "").strip()
            for field in self.asked
            if field.secret == secret
        }


def _control(field: Field) -> forms.Field:
    wanted: dict[str, Any] = {
        "label": field.label,
        "help_text": field.help,
        "required": field.required,
        "initial": field.default,
    }
    if field.choices:
        return forms.ChoiceField(choices=field.choices, **wanted)
    if field.name.endswith("_url"):
        return AddressField(max_length=200, **wanted)
    if field.secret:
        quiet = {"autocomplete": "off", "spellcheck": "false"}
        return forms.CharField(max_length=4000, widget=forms.PasswordInput(quiet), **wanted)
    checks = [RegexValidator(rf"\A{field.pattern}\Z", _wrong)] if field.pattern else []
    return forms.CharField(max_length=200, validators=checks, **wanted)


_wrong = gettext_lazy("It does not look like that: copy it once more from the processor's cabinet.")


class AddressField(forms.CharField):
    """An address of theirs: https, or one that the installation itself trusts."""

    def clean(self, value: Any) -> str:
        """The address with a slash at its end; refused when keys would travel in the open."""
        given = str(super().clean(value))
        if not given:
            return ""
        try:
            url = httpx.URL(given)
        except httpx.InvalidURL:
            raise forms.ValidationError(_("This is not an address.")) from None
        trusted = f"{url.host}:{url.port or 80}" in settings.OUTSIDE_TRUSTED
        if not url.host or (url.scheme != "https" and not (url.scheme == "http" and trusted)):
            raise forms.ValidationError(
                _("The address must begin with https://: keys travel by it.")
            )
        return given if given.endswith("/") else f"{given}/"


class ConnectionForm(FieldsForm):
    """A new connection, or the settings of one; secrets only at the beginning."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        help_text=gettext_lazy(
            "As you will recognise it, for instance “Card payments of the site”."
        ),
    )
    test_mode = forms.BooleanField(
        label=gettext_lazy("Test mode"),
        required=False,
        help_text=gettext_lazy("Events are shown here and never touch the books."),
    )


def form_of(kind: Kind, *args: Any, new: bool, **kwargs: Any) -> ConnectionForm:
    """The form of a new connection (with its secrets), or of the settings of one."""
    asked = tuple(field for field in kind.fields if new or not field.secret)
    return ConnectionForm(kind, asked, *args, **kwargs)


def keys_form(kind: Kind, *args: Any, **kwargs: Any) -> FieldsForm:
    """New keys: an empty one stays as it is."""
    form = FieldsForm(kind, kind.secrets, *args, **kwargs)
    for field in form.fields.values():
        field.required = False
    return form
