"""Errands and registers in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zabota.domain.papers.models import Errand, ErrandKind, ErrandStatus


def errand_sentence(errand: Errand) -> str:
    """What an errand has come to, in one sentence."""
    n = errand.made
    if errand.status != ErrandStatus.DONE:
        return ""
    if errand.kind in (ErrandKind.MAKE, ErrandKind.NOTIFY):
        if not n:
            return _("Nothing new: everything that could be made is there.")
        return ngettext("%(n)d paper was made.", "%(n)d papers were made.", n) % {"n": n}
    if errand.kind == ErrandKind.SEND:
        if not n:
            return _("Nothing was sent: these papers had been sent before.")
        return ngettext("%(n)d paper was sent.", "%(n)d papers were sent.", n) % {"n": n}
    if errand.kind == ErrandKind.REMIND:
        if not n:
            return _("Nobody was reminded: nothing waits for a signature.")
        return ngettext(
            "Partners are reminded of %(n)d paper.", "Partners are reminded of %(n)d papers.", n
        ) % {"n": n}
    return _("The archive is ready.")


def faults_of(errand: Errand) -> list[tuple[int, str, str]]:
    """Whose papers could not be made: partner's id, name, and what to do."""
    words = {
        "no_offer": _("has not accepted the offer; ask him to do so in his cabinet"),
        "broken": _("could not be written by our fault; the log of the worker says why"),
        "other_form": _(
            "has papers of these days by another legal form; make one of them anew on its page"
        ),
        "vat_gone": _(
            "has a VAT rate that is no more; set how he pays now, on his page under Taxes"
        ),
        "no_inn": _(
            "has no INN; that of a former legal form is entered on the partner's page, under “Taxes”"
        ),
    }
    return [
        (fault["partner"], fault["name"], words.get(fault["why"], fault["why"]))
        for fault in errand.faults
    ]


def register_words(name: str) -> tuple[str, str]:
    """A register's name, and what its rows are."""
    # fmt: off
    return {
        "papers": (_("Papers"), _("reports, acts and notices dated in these days")),
        "postings": (_("Postings"), _("every transfer of the books with both accounts")),
        "payouts": (_("Payouts"), _("money that left the bank in these days")),
        "payments": (_("Payments"), _("payments of clients made in these days")),
        "rewards": (_("Rewards"), _("what was earned and what was taken back")),
        "refunds": (_("Refunds"), _("money returned to clients in these days")),
        "invoices": (_("Invoices"), _("invoices issued in these days, and what came for them")),
        "receipts": (_("Receipts"), _("payouts to the self-employed with their receipts; an empty number is missing")),
        "acceptances": (_("Acceptances of the offer"), _("who had accepted which offer by the last of these days")),
    }[name]
    # fmt: on
