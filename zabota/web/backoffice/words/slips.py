"""Till slips after the first, in words: what each is for, where it stands, what to do next."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zabota.connectors.connections.models import LaterSlip, SlipKind, SlipStatus
from zabota.connectors.connections.operations.later_slips import left_on_the_way
from zabota.domain.payments.models import Payment
from zabota.kit.events.models import Event
from zabota.kit.money import Money
from zabota.ui.amounts import money_text


def slip_state(slip: LaterSlip) -> tuple[str, str, str]:
    """Where it stands: word, tone, shape."""
    if slip.status == SlipStatus.DONE and slip.refusal:
        return _("returned without a slip"), "late", ""
    return {
        SlipStatus.ASKED: (_("asked for"), "wait", ""),
        SlipStatus.OPEN: (_("on its way"), "wait", ""),
        SlipStatus.DONE: (_("done"), "good", "check"),
        SlipStatus.REFUSED: (_("refused"), "late", ""),
        SlipStatus.UNKNOWN: (_("nobody knows the outcome"), "late", ""),
    }[SlipStatus(slip.status)]


def slip_states() -> list[tuple[str, str]]:
    """The filter of the list."""
    return [
        ("trouble", _("needs somebody")),
        ("under_way", _("on its way")),
        ("done", _("done")),
        (SlipKind.PAYMENT, _("payment")),
        (SlipKind.REFUND, _("money back")),
        (SlipKind.CLOSING, _("advance closed")),
    ]


def next_step(slip: LaterSlip) -> str:
    """What a person does now; empty where nothing is to be done."""
    if slip.status == SlipStatus.UNKNOWN:
        return _("Look for it in the processor's cabinet and say here what you found.")
    if slip.status == SlipStatus.REFUSED and slip.kind == SlipKind.CLOSING:
        return _("The advance is open again: mend what is wrong and close it once more.")
    if slip.status == SlipStatus.REFUSED and slip.kind == SlipKind.PAYMENT:
        return _(
            "The client has paid and has no slip: print it with your own till, or ask the processor."
        )
    if slip.status == SlipStatus.REFUSED:
        return _("No money went back. Mend what is wrong and return it once more.")
    return ""


def asked_sentence(slip: LaterSlip) -> str:
    """What was just asked for."""
    words = {"sum": money_text(slip.amount)}
    if slip.kind == SlipKind.CLOSING:
        return _("The slip that closes the advance of %(sum)s is sent.") % words
    if slip.status == SlipStatus.DONE:
        return _("%(sum)s go back to the client.") % words
    return _("The return of %(sum)s is asked for. What became of it appears here.") % words


def settled_sentence(slip: LaterSlip, *, taken: bool) -> str:
    """What was noted, and what is left to do."""
    if not taken:
        return _("Noted: it was not taken.")
    if slip.kind == SlipKind.REFUND:
        return _(
            "Noted: it was taken. If the refund does not appear with the payment within an hour, record it there."
        )
    return _("Noted: it was taken.")


def on_the_way_sentence(payment: Payment) -> str:
    """What of the payment is asked back and not booked yet."""
    going = left_on_the_way(payment)
    return _("%(sum)s are on their way back.") % {"sum": money_text(going)} if going.minor else ""


def asked_told(event: Event) -> str:
    """In a history: what was asked of the processor."""
    said = event.payload
    words = {"sum": money_text(Money(said["amount_minor"], said["currency"]))}
    if said["what"] == SlipKind.CLOSING:
        return _("The second slip of the advance was asked for, %(sum)s") % words
    return _("The return of %(sum)s was asked of the processor") % words


def settled_told(event: Event) -> str:
    """In a history: what somebody found in the processor's cabinet."""
    if event.payload["taken"]:
        return _("Looked up in the processor's cabinet: it was taken")
    return _("Looked up in the processor's cabinet: it was not taken")
