"""What the proof of the books found, as sentences."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

CHECKED = {
    "every balance equals its transfers": gettext_lazy("A balance differs from its transfers"),
    "all accounts of a currency come to zero": gettext_lazy(
        "The accounts of a currency do not come to zero together"
    ),
    "every transfer names two accounts of its currency": gettext_lazy(
        "A transfer names an account of another currency"
    ),
    "every reward has exactly its transfer": gettext_lazy("A reward has no transfer of its amount"),
    "every reward transfer has its reward": gettext_lazy("A reward's transfer has no reward"),
    "every reversal has exactly its transfer": gettext_lazy(
        "A reversal has no transfer of its amount"
    ),
    "reversals never exceed their reward": gettext_lazy("More was taken back than was earned"),
    "a payment refunded in full leaves no live reward": gettext_lazy(
        "A payment was refunded in full, but its reward still counts"
    ),
    "a cancelled reward is reversed in full or borne by the vendor": gettext_lazy(
        "A cancelled reward was not taken back in full"
    ),
    "every reward's payment, partner and client exist and agree": gettext_lazy(
        "A reward does not agree with its payment, partner or client"
    ),
    "every payment's client and invoice exist": gettext_lazy(
        "A payment points to a client or an invoice that does not exist"
    ),
    "every payout equals its rewards": gettext_lazy("A payout differs from its rewards"),
    "every item of a payout is its reward or reversal, whole": gettext_lazy(
        "A line of a payout differs from its reward"
    ),
    "every move of a balance has exactly its transfer": gettext_lazy(
        "A move of a gateway's balance has no transfer of its amount"
    ),
    "every advance has exactly its transfer": gettext_lazy(
        "An advance has no transfer of its amount"
    ),
    "the items of a live payout are live, of others not": gettext_lazy(
        "A reward is tied to a payout that no longer counts"
    ),
    "every settled payout has its proof": gettext_lazy(
        "A paid payout has no line of the bank behind it"
    ),
    "what partners are owed is what they earned and were not paid": gettext_lazy(
        "What a partner is owed is not what he earned and was not paid"
    ),
    "every paper of a month says what was earned and taken back in it": gettext_lazy(
        "A paper does not say what was earned and taken back in its month"
    ),
    "every paper adds up, line by line": gettext_lazy("The lines of a paper do not add up"),
    "every notice of a payout says what was paid": gettext_lazy(
        "A notice of a payout names another amount"
    ),
    "no number of a paper is missing": gettext_lazy("A number of a paper is missing"),
    "no client is two partners' at once": gettext_lazy("A client belongs to two partners at once"),
    "every deadline is what the terms promised": gettext_lazy(
        "A deadline is not what the terms promised"
    ),
}
_FAULT = re.compile(r"FAULT\s+(?P<name>.+): (?P<found>\d+), for instance (?P<examples>.*)")


def book_fault_sentence(fault: str) -> str:
    """A fault of the books with how often it was found and where; an unknown one as it is."""
    found = _FAULT.fullmatch(fault)
    if not found or found["name"] not in CHECKED:
        return fault
    count = int(found["found"])
    times = ngettext("%(n)d case", "%(n)d cases", count) % {"n": count}
    return _("%(what)s: %(times)s, for instance %(examples)s") % {
        "what": CHECKED[found["name"]],
        "times": times,
        "examples": found["examples"],
    }
