"""What is wrong with a requisite or a code, as a sentence that says what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

CODE_FAULTS = {
    "empty": _("Think of a word: your clients will name it."),
    "too_long": _("Eight letters and digits at most."),
    "letters_and_digits_only": _("Only letters and digits, without other signs."),
    "digits_only": _("Add at least one letter: digits alone are easy to mistake."),
    "reserved": _("This word is ours. Please take another one."),
    "taken": _("This code, or one that looks the same, is taken. Try another one."),
}
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
    "kpp_only_company": _("Only companies have a KPP."),
}


def code_fault(reason: str) -> str:
    """What is wrong with a wished promo code."""
    return str(CODE_FAULTS.get(reason, CODE_FAULTS["taken"]))


def fault(reason: str) -> str:
    """What is wrong with a requisite."""
    return str(FAULTS.get(reason, FAULTS["check_digit"]))
