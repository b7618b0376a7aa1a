"""An invoice as a partner writes it: the client, the day to pay by, lines with their prices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zabota.domain.clients.models import Client
from zabota.domain.invoices.rules.lines import MOST_LINES, MOST_QUANTITY, Line


class InvoiceForm(forms.Form):
    """Whom the invoice is for; only the partner's own clients are offered."""

    client = forms.ModelChoiceField(label=_("Client"), queryset=Client.objects.none())
    due_on = forms.DateField(
        label=_("To be paid by"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, *args: Any, clients: QuerySet[Client], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["client"].queryset = clients  # type: ignore[attr-defined]


class LineForm(forms.Form):
    """One line: a price is for one unit, VAT inside."""

    title = forms.CharField(label=_("What is sold"), max_length=120)
    period = forms.CharField(label=_("Period"), max_length=60, required=False)
    quantity = forms.IntegerField(
        label=_("Quantity"), min_value=1, max_value=MOST_QUANTITY, initial=1
    )
    price = forms.DecimalField(
        label=_("Price"), min_value=0, max_digits=12, decimal_places=2, localize=True
    )

    def line(self) -> Line:
        """The line as the domain knows it."""
        said = self.cleaned_data
        return Line(
            title=said["title"],
            period=said["period"],
            quantity=said["quantity"],
            price_minor=int(said["price"] * 100),
        )


LineForms = forms.formset_factory(LineForm, extra=1, max_num=MOST_LINES, validate_max=True)
