"""What the owner sets for invoices: the letterhead with its pictures, products with their prices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import bic, iban

from zabota.domain.invoices.models import Letterhead
from zabota.ui.meanwhile import Meanwhile, MeanwhileForm
from zabota.web.billing.forms import SumField

PICTURES = ("stamp", "signature")
MOST_DAYS = 60


class DaysField(forms.CharField):
    """Numbers of days in a row: "1, 7"."""

    default_error_messages = {
        "days": _("Numbers of days from 0 to 60, with commas between them."),
    }

    def prepare_value(self, value: Any) -> Any:
        """A list as a person writes it."""
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[int]:
        """Sorted, each once."""
        parts = [part.strip() for part in super().clean(value).replace(";", ",").split(",")]
        parts = [part for part in parts if part]
        if any(not (part.isdecimal() and int(part[:4]) <= MOST_DAYS) for part in parts):
            raise ValidationError(self.error_messages["days"], code="days")
        return sorted({int(part) for part in parts})


def _iban(value: str) -> None:
    if not iban.is_valid(value):
        raise ValidationError(_("This is no IBAN: a digit is wrong or missing."))


def _swift(value: str) -> None:
    if not bic.is_valid(value):
        raise ValidationError(_("A BIC has 8 or 11 letters and digits."))


class LetterheadForm(Meanwhile, forms.ModelForm):
    """Signers, pictures, days, and the English side for euros."""

    remind_before = DaysField(label=_("Days before the day to pay by"), required=False)
    remind_after = DaysField(label=_("Days after it"), required=False)
    iban = forms.CharField(label="IBAN", max_length=42, required=False)
    swift = forms.CharField(label="BIC (SWIFT)", max_length=11, required=False)
    stamp = forms.FileField(label=_("Picture of the stamp"), required=False)
    signature = forms.FileField(label=_("Picture of the signature"), required=False)
    no_stamp = forms.BooleanField(label=_("Take the stamp away"), required=False)
    no_signature = forms.BooleanField(label=_("Take the signature away"), required=False)

    class Meta:
        model = Letterhead
        fields = ("address", "basis", "signer", "signer_title", "accountant", "english_name",
                  "english_address", "valid_days", "remind_before", "remind_after")  # fmt: skip

    field_order = ("address", "signer", "signer_title", "accountant", "stamp", "signature")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in PICTURES:
            self.fields[name].widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg"})
        for name in ("iban", "swift"):
            self.initial.setdefault(name, getattr(self.instance, name))

    def clean_valid_days(self) -> int:
        """At least a day, at most a year."""
        days: int = self.cleaned_data["valid_days"]
        if not 1 <= days <= 366:
            raise ValidationError(_("From 1 to 366 days."))
        return days

    def clean_iban(self) -> str:
        """Without spaces; its check digits hold."""
        value = "".join(self.cleaned_data["iban"].split()).upper()
        if value:
            _iban(value)
        return value

    def clean_swift(self) -> str:
        """As SWIFT writes it."""
        value: str = self.cleaned_data["swift"].strip().upper()
        if value:
            _swift(value)
        return value

    def written(self) -> dict[str, Any]:
        """The fields that are text and numbers."""
        left_out = {*PICTURES, *(f"no_{name}" for name in PICTURES)}
        return {name: told for name, told in self.cleaned_data.items() if name not in left_out}

    def pictures(self) -> dict[str, tuple[str, bytes]]:
        """New pictures by name; empty bytes take one away."""
        found: dict[str, tuple[str, bytes]] = {}
        for name in PICTURES:
            if file := self.cleaned_data.get(name):
                found[name] = (file.name, file.read())
            elif self.cleaned_data.get(f"no_{name}"):
                found[name] = ("", b"")
        return found


class ProductForm(MeanwhileForm):
    """What can be chosen in a line; the price can still be changed there."""

    name = forms.CharField(label=_("Name"), max_length=120)
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[("RUB", _("roubles")), ("EUR", _("euros"))]
    )
    price = SumField(label=_("Price"))
    unit = forms.CharField(label=_("Unit"), max_length=20)
    code = forms.CharField(label=_("Code of the product"), max_length=60, required=False)
