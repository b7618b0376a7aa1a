"""What does not agree, in sentences with a next step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zabota.connectors.bank.operations.days import DayDiffers, MissingDays
from zabota.connectors.registers.facts import Difference
from zabota.connectors.registers.models import Register
from zabota.domain.payouts.models import BalanceWord, Rail
from zabota.kit.clock import local_date
from zabota.kit.money import Money
from zabota.ui.amounts import money_text
from zabota.web.backoffice.words.sources import PROCESSORS

KINDS = (
    ("days_missing", gettext_lazy("No statement")),
    ("day_differs", gettext_lazy("The day's sum differs")),
    ("payment_missing", gettext_lazy("Payment missing")),
    ("payment_differs", gettext_lazy("Payment differs")),
    ("payment_unlisted", gettext_lazy("Not in the register")),
    ("refund_missing", gettext_lazy("Refund missing")),
    ("refund_differs", gettext_lazy("Refund differs")),
    ("return_missing", gettext_lazy("Refund came back")),
    ("not_arrived", gettext_lazy("Money not arrived")),
    ("balance_differs", gettext_lazy("Balance of payouts differs")),
    ("unexplained", gettext_lazy("Settlement unexplained")),
)
_LABELS = dict(KINDS)
_TONES = {"payment_unlisted": "quiet", "unexplained": "quiet", "payment_differs": "late",
          "refund_differs": "late", "day_differs": "late", "balance_differs": "late"}  # fmt: skip
_REASONS = {
    "empty": gettext_lazy("The file is empty."),
    "old_excel": gettext_lazy("This is an old Excel file: save it as .xlsx or CSV."),
    "broken_excel": gettext_lazy("The Excel file is damaged: download it anew."),
    "not_text": gettext_lazy("This is neither CSV nor Excel."),
    "too_long": gettext_lazy("The file has too many rows: take a shorter period."),
    "archive": gettext_lazy("This is an archive with no register inside that could be taken out."),
    "columns": gettext_lazy(
        "No header with a payment's number, its date and its amount was found in the file."
    ),
    "processor": gettext_lazy(
        "The file does not say whose register it is: choose the processor and upload it once more."
    ),
    "taken_out": gettext_lazy("This register was taken out by hand."),
    "nothing": gettext_lazy("There is not a single row that could be read."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that does not agree: what it is, both figures, what to do."""

    code: str
    on: date
    till: date | None = None
    where: str
    number: str = ""
    ours: Money | None = None
    theirs: Money | None = None
    step: str
    url: str = ""
    row_id: int | None = None

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(_LABELS[self.code])

    @property
    def tone(self) -> str:
        """How urgent it is."""
        return _TONES.get(self.code, "wait")


def reason_said(error: str) -> str:
    """Why a register could not be read; unknown errors as they are."""
    code, _colon, rest = error.partition(":")
    return str(_REASONS.get(rest, error)) if code == "not_a_register" else error


def totals_said(register: Register) -> list[str]:
    """Totals that a register states and its rows do not come to."""
    return [
        _("Line %(line)s: the register says %(stated)s, its rows come to %(counted)s.")
        % {
            "line": line,
            "stated": money_text(Money(stated, currency)),
            "counted": money_text(Money(counted, currency)),
        }
        for line, stated, counted, currency in register.totals
    ]


_UNREAD = {
    "amount": gettext_lazy("the amount “%(text)s” is not clear"),
    "refund_amount": gettext_lazy("the amount “%(text)s” is not clear"),
    "fee": gettext_lazy("the fee “%(text)s” is not clear"),
    "net": gettext_lazy("the amount to be credited “%(text)s” is not clear"),
    "currency": gettext_lazy("the currency “%(text)s” is not known"),
    "date": gettext_lazy("the date “%(text)s” is not clear"),
    "twice": gettext_lazy("the number %(text)s stands there twice with different amounts"),
}
SHOWN_UNREAD = 20


def unread_said(register: Register) -> list[str]:
    """Rows of a register that were not read, each with its reason; the first of very many."""
    told = []
    for line, why in register.unreadable[:SHOWN_UNREAD]:
        field, _colon, text = str(why).partition(": ")
        reason = str(_UNREAD[field]) % {"text": text} if field in _UNREAD else str(why)
        told.append(_("Line %(line)s: %(reason)s.") % {"line": line, "reason": reason})
    return told


def finding_of(found: Difference) -> Finding:
    """A difference with a processor."""
    return Finding(
        code=found.code,
        on=found.on,
        where=str(PROCESSORS.get(found.source, found.source)) or _("A processor"),
        number=found.external_id,
        ours=_money(found.ours, found.currency),
        theirs=_money(found.theirs, found.currency),
        step=_step(found),
        url=_url(found),
        row_id=found.row_id if found.code in ("payment_missing", "refund_missing") else None,
    )


def finding_of_missing(missing: MissingDays) -> Finding:
    """Days without a statement."""
    return Finding(
        code="days_missing",
        on=missing.first,
        till=missing.last if missing.last != missing.first else None,
        where=missing.account,
        step=_("Download the statement of these days from the bank and upload it."),
        url=reverse("office:statements"),
    )


def finding_of_day(differs: DayDiffers) -> Finding:
    """Days whose sum is not what the bank says."""
    return Finding(
        code="day_differs",
        on=differs.first,
        till=differs.last if differs.last != differs.first else None,
        where=differs.account,
        number=_("received") if differs.direction == "in" else _("spent"),
        ours=Money(differs.held, differs.currency),
        theirs=Money(differs.stated, differs.currency),
        step=_("A line of the statement was not read: upload these days in another format.")
        if differs.unread
        else _("Upload the statement of these days anew: the bank may have taken a movement back."),
        url=reverse("office:statement", args=[differs.event_id]),
    )


def finding_of_balance(word: BalanceWord) -> Finding:
    """A gateway's balance that the books cannot explain."""
    return Finding(
        code="balance_differs",
        on=local_date(word.at),
        where=str(Rail(word.rail).label),
        ours=Money(word.books_minor, word.currency),
        theirs=Money(word.said_minor, word.currency),
        step=_("Book the top-up, the fee or what was taken back."),
        url=reverse("office:balance"),
    )


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


def _step(found: Difference) -> str:
    steps = {
        "payment_missing": _(
            "The notice of it was lost. Record it: it finds its client as always."
        ),
        "payment_differs": _("Compare both; what is recorded is never edited. Refund the rest."),
        "refund_missing": _("Record it: the reward is taken back in proportion."),
        "refund_differs": _("Compare both and ask the processor which sum was returned."),
        "return_missing": _(
            "A refund failed or a dispute was won there. Put it back on the page of the payment."
        ),
        "payment_unlisted": _("The register may be of other hours. Look again in the next one."),
        "unexplained": _("Upload the register of the days before this transfer."),
    }
    if found.code == "not_arrived":
        return _("Ask the processor where the money is, or upload the bank's statement.")
    return steps[found.code]


def _url(found: Difference) -> str:
    if found.payment_id is not None:
        return reverse("office:payment", args=[found.payment_id])
    if found.event_id is not None:
        return reverse("office:statement", args=[found.event_id])
    return ""
