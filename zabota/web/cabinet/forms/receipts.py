"""Receipts that are owed, a field for each payout."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zabota.domain.payouts.queries.receipts import Awaited
from zabota.kit.money import Money
from zabota.ui.amounts import money_text
from zabota.ui.templatetags.ui import moment_words

PLACE = {"autocomplete": "off", "placeholder": "https://lknpd.nalog.ru/api/v1/receipt/…"}


class ReceiptsForm(forms.Form):
    """The links or numbers of receipts; empty fields wait for another time."""

    def __init__(self, *args: Any, awaited: Sequence[Awaited], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in awaited:
            self.fields[field_of(one.payout.pk)] = forms.CharField(
                label=_label(one),
                required=False,
                max_length=300,
                widget=forms.TextInput(attrs=PLACE),
                help_text=_due(one, today),
            )

    def typed(self) -> dict[int, str]:
        """What was typed, by payout."""
        given = {int(name.removeprefix(_PREFIX)): text for name, text in self.cleaned_data.items()}
        return {pk: text.replace("\x00", "").strip() for pk, text in given.items() if text.strip()}


_PREFIX = "receipt-"


def field_of(payout_id: int) -> str:
    """The name of a payout's field."""
    return f"{_PREFIX}{payout_id}"


def _label(one: Awaited) -> str:
    payout = one.payout
    return _("%(sum)s, order No. %(number)s, paid %(day)s") % {
        "sum": money_text(Money(payout.amount_minor, payout.currency)),
        "number": payout.order_number,
        "day": moment_words(payout.settled_at),
    }


def _due(one: Awaited, today: date) -> str:
    words = {"day": date_format(one.due_on, "j E")}
    if one.due_on < today:
        return _("Overdue: it was due by %(day)s") % words
    return _("Due by %(day)s") % words
