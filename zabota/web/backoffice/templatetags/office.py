"""Rows as the components of the looks want them: `{% load office %}`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zabota.connectors.bank.models import Statement
from zabota.connectors.inbox.models import InboundEvent
from zabota.connectors.registers.models import Register
from zabota.domain.attribution.models import Claim, ClaimStatus, PromoCode
from zabota.domain.invoices.models import Invoice
from zabota.domain.news.models import Bulletin
from zabota.domain.papers.models import Errand, Paper, PaperStatus
from zabota.domain.papers.rules.kinds import SIGNED_KINDS
from zabota.domain.partners.models import Partner, PartnerVat
from zabota.domain.payments.models import Payment
from zabota.domain.payouts.models import Batch, Payout, PayoutAttempt, Receipt
from zabota.domain.payouts.rules.npd import receipt_due_on
from zabota.domain.programme.models import SpecialTerms, TermsVersion
from zabota.domain.rewards.models import Trial
from zabota.domain.stories.models import Story
from zabota.kit.clock import local_date
from zabota.ui.amounts import MINUS, THIN, point
from zabota.ui.templatetags.lists import take_in
from zabota.ui.templatetags.ui import badge
from zabota.web.backoffice.words.books import book_fault_sentence
from zabota.web.backoffice.words.claims import STATES
from zabota.web.backoffice.words.payments import state_of
from zabota.web.backoffice.words.reasons import doubt_sentence, left_out_sentence, way_out
from zabota.web.backoffice.words.reconciliation import totals_said, unread_said
from zabota.web.backoffice.words.sources import source_word
from zabota.web.backoffice.words.statements import error_reason, error_sentence

register = template.Library()
take_in(register)

Tone = tuple[str, str]
Tone3 = tuple[str, str, str]
_STEPS: dict[str, Tone] = {
    "formed": ("wait", ""),
    "approved": ("wait", "arrow"),
    "sent": ("info", ""),
    "unknown": ("wait", "half"),
    "settled": ("good", ""),
    "failed": ("late", ""),
    "cancelled": ("quiet", "cross"),
}
TONES: dict[type[Model], dict[str, Tone]] = {
    Story: {
        "draft": ("quiet", "ring"),
        "proposed": ("wait", ""),
        "returned": ("info", "arrow"),
        "published": ("good", ""),
        "declined": ("late", "cross"),
    },
    Statement: {"imported": ("good", ""), "refused": ("late", "")},
    InboundEvent: {
        "new": ("info", ""),
        "handled": ("good", ""),
        "failed": ("late", ""),
        "ignored": ("quiet", "dash"),
    },
    Bulletin: {
        "draft": ("quiet", "ring"),
        "going": ("info", "arrow"),
        "sent": ("good", ""),
        "stopped": ("wait", "pause"),
    },
    PromoCode: {
        "pending": ("wait", ""),
        "approved": ("good", ""),
        "rejected": ("late", "cross"),
        "retired": ("quiet", "dash"),
    },
    Claim: {
        "waiting": ("wait", ""),
        "approved": ("good", ""),
        "declined": ("late", "cross"),
        "withdrawn": ("quiet", "dash"),
    },
    Partner: {"active": ("good", ""), "paused": ("wait", "pause"), "left": ("quiet", "dash")},
    Paper: {
        "made": ("wait", ""),
        "sent": ("info", "arrow"),
        "signed": ("good", ""),
        "replaced": ("quiet", "cross"),
    },
    PartnerVat: {
        "proposed": ("wait", ""),
        "in_force": ("good", ""),
        "declined": ("late", "cross"),
        "replaced": ("quiet", "dash"),
    },
    Receipt: {
        "entered": ("info", "ring"),
        "accepted": ("good", ""),
        "returned": ("late", "cross"),
    },
    Errand: {
        "waiting": ("info", "ring"),
        "running": ("info", "half"),
        "done": ("good", ""),
        "failed": ("late", ""),
    },
    Batch: _STEPS,
    PayoutAttempt: {
        "prepared": ("quiet", "ring"),
        "sent": ("info", "arrow"),
        "unknown": ("wait", ""),
        "settled": ("good", ""),
        "failed": ("late", ""),
        "refused": ("late", "cross"),
        "given_up": ("wait", "cross"),
    },
    Payout: _STEPS,
    Invoice: {"paid": ("good", ""), "part_paid": ("info", ""), "cancelled": ("quiet", "cross")},
    TermsVersion: {"published": ("good", "")},
    SpecialTerms: {"published": ("good", "")},
    Trial: {
        "waiting": ("info", ""),
        "running": ("info", ""),
        "done": ("good", ""),
        "cancelled": ("quiet", "cross"),
        "failed": ("late", ""),
    },
}


@register.simple_tag
def status(row: Model) -> SafeString:
    """The status of a row as a word and a shape."""
    value = row.status  # type: ignore[attr-defined]
    tone, shape = TONES.get(type(row), {}).get(value, ("quiet", ""))
    if isinstance(row, Paper) and row.kind not in SIGNED_KINDS and value == PaperStatus.MADE:
        tone, shape = "quiet", ""  # nobody waits for a notice that nobody signs
    if isinstance(row, Claim):
        return badge(str(STATES[ClaimStatus(row.status)]), tone, shape)
    return badge(str(row.get_status_display()), tone, shape)  # type: ignore[attr-defined]


@register.simple_tag
def standing(told: Tone3) -> SafeString:
    """A word with its tone and shape, as the modules of words tell it."""
    return badge(*told)


@register.simple_tag
def payment_state(payment: Payment) -> SafeString:
    """Where a payment stands."""
    return badge(*state_of(payment))


@register.filter
def left_out(reason: str) -> str:
    """Why a partner cannot be paid, as a sentence."""
    return left_out_sentence(reason)


@register.filter
def totals(told: Register) -> list[str]:
    """Totals of a processor's register that its rows do not come to."""
    return totals_said(told)


@register.filter
def unread_rows(told: Register) -> list[str]:
    """Rows of a processor's register that were not read, with their reasons."""
    return unread_said(told)


@register.filter(name="way_out")
def way_out_of(reason: str) -> str:
    """What helps against an obstacle to a payout."""
    return way_out(reason)


@register.filter
def percent(value: float) -> str:
    """A change in per cent with its sign: −25,0 %."""
    text = f"{value:+.1f}".replace("-", MINUS).replace(".", point())
    return f"{text}{THIN}%"


@register.filter
def doubt(reason: str) -> str:
    """Why money was left to a person, as a sentence."""
    return doubt_sentence(reason)


@register.filter
def error_words(error: str) -> str:
    """Why an outside event was not understood, as a sentence."""
    return error_sentence(error)


@register.filter
def error_why(error: str) -> str:
    """The same without what to do about it, for a list."""
    return error_reason(error)


@register.filter
def book_fault(fault: str) -> str:
    """A fault of the books as a sentence."""
    return book_fault_sentence(fault)


@register.simple_tag
def href(name: str, *numbers: int) -> SafeString:
    """`href="…"` of a page of ours, or nothing where that page is not built yet."""
    try:
        return format_html('href="{}"', reverse(f"office:{name}", args=numbers))
    except NoReverseMatch:
        return SafeString("")


@register.simple_tag(takes_context=True)
def kept(context: Context, name: str) -> SafeString:
    """A value of the address that the filter bar carries along unseen."""
    value = context["request"].GET.get(name, "")
    hidden = '<input type="hidden" name="{}" value="{}">'
    return format_html(hidden, name, value) if value else SafeString("")


register.filter("source_word", source_word)


@register.simple_tag
def receipt_state(payout: Any, now: datetime) -> SafeString:
    """How a paid payout stands with its receipt: the receipt's state, or the day it is owed by."""
    last = payout.came[0] if payout.came else None
    if last is not None and last.status != "returned":
        return status(last)
    if last is not None and last.annulled:
        return badge(_("annulled: a new one is owed"), "late")
    due_on = receipt_due_on(local_date(payout.settled_at))
    late = due_on < local_date(now)
    words = {"day": date_format(due_on, "j E")}
    label = _("overdue since %(day)s") if late else _("owed by %(day)s")
    return badge(label % words, "late" if late else "wait")
