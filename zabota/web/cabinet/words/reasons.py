"""What is wrong with a promo code, as a sentence that says what to do."""

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


def code_fault(reason: str) -> str:
    """What is wrong with a wished promo code."""
    return str(CODE_FAULTS.get(reason, CODE_FAULTS["taken"]))
