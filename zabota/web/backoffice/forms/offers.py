"""A draft of the offer as a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zabota.domain.programme.models import Offer
from zabota.kit.clock import local_date, start_of_day
from zabota.ui.meanwhile import MeanwhileForm
from zabota.web.backoffice.forms.terms import Day

LONGEST = 200_000


class OfferForm(MeanwhileForm):
    """Title, text in Markdown, what changes, and from when payouts need its acceptance."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST, strip=False,
        widget=forms.Textarea(attrs={"rows": 26, "spellcheck": "true"}),
        help_text=gettext_lazy(
            "Markdown: ## heading, **bold**, - list, 1. numbered list, [words](address)."
        ),
    )  # fmt: skip
    changes = forms.CharField(
        label=gettext_lazy("To partners: what changes and why"),
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    needed = forms.BooleanField(
        label=gettext_lazy("Partners have to accept it anew"),
        required=False,
        help_text=gettext_lazy("Who has not will go on earning, but will not be paid."),
    )
    needed_on = Day(
        label=gettext_lazy("Payouts need it from"),
        required=False,
        help_text=gettext_lazy("Give partners a few days to read it. Empty: at once."),
    )

    def clean_text(self) -> str:
        """One kind of line ends, so that the checksum is of what one reads; never only spaces."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n").strip("\n")
        if not text.strip():
            raise forms.ValidationError(_("An offer needs a text."))
        return text + "\n"

    def fields_of_offer(self, today: Any) -> dict[str, Any]:
        """As the operations name them."""
        given = dict(self.cleaned_data)
        needed, day = given.pop("needed"), given.pop("needed_on")
        return given | {"needed_from": start_of_day(day or today) if needed else None}


def offer_as_typed(offer: Offer) -> dict[str, object]:
    """A version as the form shows it."""
    return {
        "title": offer.title,
        "text": offer.text,
        "changes": offer.changes if offer.is_draft else "",
        "needed": offer.is_draft and offer.needed_from is not None,
        "needed_on": local_date(offer.needed_from)
        if offer.is_draft and offer.needed_from
        else None,
    }
