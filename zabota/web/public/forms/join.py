"""Joining in one form: no questionnaire, no test."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from zabota.domain.attribution.queries import is_code_taken
from zabota.domain.attribution.rules import clean_code, fault_in_code
from zabota.domain.partners.models import LegalForm
from zabota.domain.payouts.facts import PAY_INDIVIDUALS
from zabota.domain.people.models import StaffRole
from zabota.domain.programme.models import Offer
from zabota.domain.settings.queries import get_setting
from zabota.kit.clock import now
from zabota.web.public.words import already_joined, code_fault

FORMS = (LegalForm.OOO, LegalForm.IP, LegalForm.NPD, LegalForm.FOREIGN)


def find_code_fault(typed: str) -> str:
    """What is wrong with a wished code, in words; "" when it is free."""
    reason = fault_in_code(typed) or ("taken" if is_code_taken(typed) else "")
    return code_fault(reason) if reason else ""


class JoinForm(forms.Form):
    """What we need to begin: who, how to reach, and the code."""

    name = forms.CharField(
        label=_("Your name or company"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("The sign-in code comes here; there are no passwords."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    legal_form = forms.ChoiceField(
        label=_("You work as"),
        choices=[(form.value, form.label) for form in FORMS],
        initial=LegalForm.IP,
        error_messages={
            "invalid_choice": _(
                "We cannot pay this legal form. To become self-employed takes minutes in “My tax”."
            )
        },
    )
    code = forms.CharField(
        label=_("Promo code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "hx-get": reverse_lazy("public:code_check"),
                "hx-trigger": "input changed delay:300ms",
                "hx-target": "#code-check",
                "hx-sync": "this:replace",
            }
        ),
    )
    accepted = forms.BooleanField(
        label=_("Offer"),
        error_messages={"required": _("Without the offer we may not pay you. Please accept it.")},
    )
    offer_number = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        if get_setting(PAY_INDIVIDUALS, at=now()):
            whom = self.fields["legal_form"]
            whom.choices = [*whom.choices, (LegalForm.PERSON.value, LegalForm.PERSON.label)]  # type: ignore[attr-defined]
            whom.help_text = _("From the rewards of an individual 13 % of income tax are withheld.")

    def clean_email(self) -> str:
        """The vendor's staff do not join: their e-mail opens the back office."""
        email: str = self.cleaned_data["email"].lower()
        if StaffRole.objects.filter(person__email=email).exists():
            raise forms.ValidationError(already_joined())
        return email

    def clean_code(self) -> str:
        """The code as we keep it, free at this moment."""
        typed: str = self.cleaned_data["code"]
        if fault := find_code_fault(typed):
            raise forms.ValidationError(fault)
        return clean_code(typed)

    def clean(self) -> dict[str, Any]:
        """One accepts the offer one has seen, not one published meanwhile."""
        wished: dict[str, Any] = super().clean() or {}
        if wished.get("accepted") and wished.get("offer_number") != self.offer.number:
            self.add_error(
                "accepted", _("The offer has changed meanwhile. Please read the new one.")
            )
        return wished
