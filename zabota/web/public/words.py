"""Sentences of the public site: refusals, faults of promo codes, the terms in plain words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zabota.domain.programme.models import Clause, ClauseKind
from zabota.kit.errors import Refusal
from zabota.ui.templatetags.ui import rate
from zabota.web.wording.clauses import clause_sentence

CODE_FAULTS = {
    "empty": gettext_lazy("Think of a word: your clients will name it."),
    "too_long": gettext_lazy("Eight letters and digits at most."),
    "letters_and_digits_only": gettext_lazy("Only letters and digits, without other signs."),
    "digits_only": gettext_lazy("Add at least one letter: digits alone are easy to mistake."),
    "reserved": gettext_lazy("This word is ours. Please take another one."),
    "taken": gettext_lazy("This code, or one that looks the same, is taken. Try another one."),
}


def sentence(refusal: Refusal) -> str:
    """The refusal in the reader's language, with its figures."""
    return _(refusal.message) % refusal.params


def already_joined() -> str:
    """Somebody with this e-mail works with us already."""
    return _("You have joined already: sign in with this e-mail.")


def code_fault(reason: str) -> str:
    """What is wrong with a wished promo code."""
    return str(CODE_FAULTS[reason])


def promise(clauses: Iterable[Clause]) -> str:
    """What the terms give, in one line for the top of the page."""
    rows = list(clauses)
    shares = [one.rate_bp for one in rows if one.kind == ClauseKind.PERCENT and one.rate_bp]
    if not shares:
        return _("Bring clients, earn from every payment of theirs")
    said = {"share": rate(max(shares))}
    if len(rows) > 1:
        return _("Up to %(share)s of every payment of your client") % said
    return _("%(share)s of every payment of your client") % said


def paid_within(days: int | None) -> str:
    """When the reward comes, by the terms; without terms only that it comes."""
    if days is None:
        return _("To your account, whatever the amount.")
    return ngettext(
        "Within %(days)s day, to your account, whatever the amount.",
        "Within %(days)s days, to your account, whatever the amount.",
        days,
    ) % {"days": days}


def clause_words(clauses: Iterable[Clause]) -> list[str]:
    """Each clause as a sentence that a partner understands without a lawyer."""
    return [clause_sentence(clause) for clause in clauses]
