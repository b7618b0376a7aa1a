"""Sentences of the public site: refusals, faults of promo codes, the terms in plain words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zabota.domain.programme.models import Clause, ClauseBase, ClauseKind, Servicing
from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.ui.templatetags.ui import money_words, rate

CODE_FAULTS = {
    "empty": gettext_lazy("Think of a word: your clients will name it."),
    "too_long": gettext_lazy("Eight letters and digits at most."),
    "letters_and_digits_only": gettext_lazy("Only letters and digits, without other signs."),
    "digits_only": gettext_lazy("Add at least one letter: digits alone are easy to mistake."),
    "reserved": gettext_lazy("This word is ours. Please take another one."),
    "taken": gettext_lazy("This code, or one that looks the same, is taken. Try another one."),
}
SHARES = {
    "": gettext_lazy("%(share)s from every payment of your clients"),
    Servicing.FULL: gettext_lazy("%(share)s from every payment of clients you look after in full"),
    Servicing.BROUGHT: gettext_lazy("%(share)s from every payment of clients you only brought"),
}
BASES = {
    ClauseBase.NET_OF_VAT: gettext_lazy("VAT is not counted"),
    ClauseBase.NET_OF_FEE: gettext_lazy("less the fee of the payment system"),
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


def clause_words(clauses: Iterable[Clause]) -> list[str]:
    """Each clause as a sentence that a partner understands without a lawyer."""
    return [_clause(clause) for clause in clauses]


def _clause(clause: Clause) -> str:
    share = (
        money_words(Money(clause.fixed_minor or 0))
        if clause.kind == ClauseKind.FIXED
        else rate(clause.rate_bp)
    )
    parts = [str(SHARES[clause.servicing]) % {"share": share}]
    if clause.product:
        parts.append(_("for %(product)s") % {"product": clause.product})
    if clause.base in BASES:
        parts.append(str(BASES[ClauseBase(clause.base)]))
    return ", ".join(parts)
