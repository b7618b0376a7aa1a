"""What is wrong with a requisite, as a sentence that says what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

FAULTS = {
    "empty": _("Fill this in."),
    "digits": _("Only digits, please."),
    "length": _("The number of digits is not right."),
    "prefix": _("Such a number cannot begin like this."),
    "check_digit": _("There is a slip in the number: its check digit does not agree."),
    "currency": _("This is not an account in roubles."),
    "bic_mismatch": _("The correspondent account belongs to another bank than the BIC."),
    "account_for_form": _("Your legal form cannot have such an account. Check its first digits."),
    "inn_for_form": _("Your legal form has an INN of another length."),
    "swift": _("A bank's BIC has eight or eleven signs, as DEUTDEFF."),
    "kpp_only_company": _("Only companies have a KPP."),
}


def fault(reason: str) -> str:
    """What is wrong with a requisite."""
    return str(FAULTS.get(reason, FAULTS["check_digit"]))
