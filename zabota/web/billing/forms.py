"""An invoice as a person writes it: the day to pay by, lines with products and prices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zabota.domain.invoices.models import Product
from zabota.domain.invoices.rules.lines import MOST_LINES, MOST_QUANTITY, Line, read_quantity
from zabota.kit.money import Money

CURRENCIES = {"RUB": "₽", "EUR": "€"}
PIECE = {"RUB": "шт.", "EUR": "pcs"}
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SumField(forms.CharField):
    """A sum as people type it, "4 990,50"; gives minor units."""

    default_error_messages = {"sum": _("A sum like 4990.50, not below zero.")}

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=20, widget=widget, **more)

    def clean(self, value: Any) -> int | None:
        """Minor units; both currencies we bill in have two digits."""
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = Money.parse(text)
        except ValueError:
            raise ValidationError(self.error_messages["sum"], code="sum") from None
        if amount.minor < 0 or amount.minor >= 10**12:
            raise ValidationError(self.error_messages["sum"], code="sum")
        return amount.minor


class QuantityField(forms.CharField):
    """How much of it, "2" or "1,5"; gives a whole number, or thousandths as an exact decimal."""

    default_error_messages = {"quantity": _("A number like 2 or 1.5, above zero.")}

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=20, widget=widget, **more)

    def clean(self, value: Any) -> Decimal | int:
        """Above zero, with three digits after the point at most."""
        text = super().clean(value)
        try:
            quantity = read_quantity(text)
        except ValueError:
            raise ValidationError(self.error_messages["quantity"], code="quantity") from None
        if not 0 < quantity <= MOST_QUANTITY:
            raise ValidationError(self.error_messages["quantity"], code="quantity")
        return quantity


class InvoiceForm(forms.Form):
    """To be paid by when, in which currency, and where the letter goes."""

    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=[("RUB", _("roubles")), ("EUR", _("euros, paper in English"))],
        initial="RUB",
        required=False,
    )
    due_on = forms.DateField(label=_("To be paid by"), required=False, widget=_DAY)
    email = forms.EmailField(label=_("E-mail of the client"), required=False)
    basis = forms.CharField(label=_("Basis"), max_length=200, required=False)

    def clean_currency(self) -> str:
        """Roubles unless another was chosen."""
        return self.cleaned_data["currency"] or "RUB"


class LineForm(forms.Form):
    """One line: a price is for one unit, VAT inside."""

    product = forms.ModelChoiceField(
        label=_("Product"),
        queryset=Product.objects.none(),
        required=False,
        empty_label=_("in your own words"),
    )
    filled = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    title = forms.CharField(label=_("What is sold"), max_length=120)
    period = forms.CharField(label=_("Period"), max_length=60, required=False)
    quantity = QuantityField(label=_("Quantity"), initial="1")
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    price = SumField(label=_("Price"))

    def __init__(self, *args: Any, products: list[Product], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["product"]
        field.queryset = Product.objects.filter(pk__in=[one.pk for one in products])
        field.choices = [("", field.empty_label), *((one.pk, one.name) for one in products)]
        for name in ("quantity", "price"):
            self.fields[name].widget.attrs["class"] = "num-input"

    def line(self, currency: str) -> Line:
        """The line as the domain knows it."""
        said = self.cleaned_data
        product = said["product"]
        return Line(
            title=said["title"],
            period=said["period"],
            quantity=said["quantity"],
            unit=said["unit"] or PIECE[currency],
            price_minor=said["price"],
            product=(product.code or product.name)[:60] if product else "",
        )


LineForms = forms.formset_factory(LineForm, extra=0, max_num=MOST_LINES, validate_max=True)


def price_text(minor: int) -> str:
    """A price as it is typed: 4990.50, and 4990 without kopecks."""
    text = f"{Decimal(minor) / 100:f}"
    return text if "." not in text else f"{Decimal(minor) / 100:.2f}"


class SendForm(forms.Form):
    """Where the invoice goes."""

    email = forms.EmailField(label=_("E-mail of the client"))


class RepeatForm(forms.Form):
    """On which day of every month, and until when."""

    day = forms.IntegerField(label=_("Day of the month"), min_value=1, max_value=31)
    until = forms.DateField(label=_("The last day"), required=False, widget=_DAY)
