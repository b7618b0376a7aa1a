"""A clause of the terms as one plain sentence, and what its terms are called."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zabota.domain.programme.models import CapPer, Clause, ClauseBase, ClauseKind, Servicing
from zabota.domain.rewards.models import Bound
from zabota.kit.money import Money
from zabota.ui.amounts import money_text
from zabota.ui.templatetags.tongues import twin
from zabota.ui.templatetags.ui import rate

_BASES = {
    ClauseBase.NET_OF_VAT: gettext_lazy("VAT is not counted"),
    ClauseBase.NET_OF_FEE: gettext_lazy("less the processor's fee"),
}
_SERVICING = {
    Servicing.FULL: gettext_lazy("if the partner looks after the client in full"),
    Servicing.BROUGHT: gettext_lazy("if the partner only brought the client"),
}
_CAPS = {
    CapPer.CLIENT: gettext_lazy("together at most %(sum)s per client"),
    CapPer.CLIENT_YEAR: gettext_lazy("together at most %(sum)s per client and year"),
    CapPer.CLIENT_MONTH: gettext_lazy("together at most %(sum)s per client and month"),
    CapPer.PARTNER_MONTH: gettext_lazy("together at most %(sum)s per partner and month"),
}
_BOUND = {
    Bound.LEAST: gettext_lazy("raised to the least of the terms"),
    Bound.MOST: gettext_lazy("lowered to the most of the terms"),
    Bound.CAP: gettext_lazy("as much as is left of the cap"),
}


def clause_sentence(clause: Clause) -> str:
    """How much, of what, for which payments: everything the clause says."""
    return ", ".join([_share(clause), *_conditions(clause), *_bounds(clause)])


def _share(clause: Clause) -> str:
    if clause.kind == ClauseKind.FIXED:
        sum_ = money_text(Money(clause.fixed_minor or 0))
        return _("%(sum)s for each payment") % {"sum": sum_}
    return _("%(rate)s of each payment") % {"rate": rate(clause.rate_bp)}


def _conditions(clause: Clause) -> Iterator[str]:
    if clause.kind == ClauseKind.PERCENT and clause.base != ClauseBase.GROSS:
        yield str(_BASES[ClauseBase(clause.base)])
    if clause.product:
        yield _("for “%(product)s” only") % {"product": clause.product}
    if clause.servicing:
        yield str(_SERVICING[Servicing(clause.servicing)])
    if clause.from_month or clause.to_month:
        yield _months(clause.from_month or 1, clause.to_month)
    if clause.first_payments == 1:
        yield _("only for the very first payment of a client")
    elif clause.first_payments:
        yield ngettext(
            "only for the first payment of a client",
            "only for the first %(n)s payments of a client",
            clause.first_payments,
        ) % {"n": clause.first_payments}


def _months(first: int, last: int | None) -> str:
    if last is None:
        return _("from month %(first)s after the first payment on") % {"first": first}
    if (first, last) == (1, 1):
        return _("in the very first month after the first payment")
    if first == 1:
        return ngettext(
            "in the first month after the first payment",
            "in the first %(n)s months after the first payment",
            last,
        ) % {"n": last}
    return _("from month %(first)s to month %(last)s after the first payment") % {
        "first": first,
        "last": last,
    }


def _bounds(clause: Clause) -> Iterator[str]:
    if clause.least_minor is not None:
        yield _("at least %(sum)s for a payment") % {"sum": money_text(Money(clause.least_minor))}
    if clause.most_minor is not None:
        yield _("at most %(sum)s for a payment") % {"sum": money_text(Money(clause.most_minor))}
    if clause.cap_minor is not None:
        sum_ = money_text(Money(clause.cap_minor))
        yield str(_CAPS[CapPer(clause.cap_per)]) % {"sum": sum_}


def terms_called(clause: Clause) -> str:
    """The version or the special terms that the clause belongs to; needs them at hand."""
    if clause.version is not None:
        return _("Terms v%(number)s") % {"number": clause.version.number}
    special = clause.special
    if special is None:
        return ""
    name = twin(special)
    if special.is_campaign:
        return _("Campaign “%(name)s”") % {"name": name}
    return _("Special terms “%(name)s”") % {"name": name}


def bound_words(bound_by: str) -> str:
    """What changed the plain amount of a reward, "" when nothing did."""
    return str(_BOUND[Bound(bound_by)]) if bound_by else ""


def chosen_because(clause: Clause) -> str:
    """Why special terms counted and not those in force, "" for the terms in force; needs them at hand."""
    if clause.special is None:
        return ""
    if clause.special.exclusive:
        return _("exclusive: while they give anything, nothing else is looked at")
    return _("of all that fit this payment they give the most")
