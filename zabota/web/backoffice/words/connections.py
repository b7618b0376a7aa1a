"""Connections in words: how one stands, what became of a notice, why a call was turned away."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zabota.connectors.connections.models import Connection, Fate, Notice

TONES = {
    Fate.WAITING: ("info", ""),
    Fate.RECORDED: ("good", ""),
    Fate.REFUNDED: ("good", "arrow"),
    Fate.NOTED: ("quiet", "dash"),
    Fate.PARKED: ("wait", "pause"),
    Fate.TEST: ("quiet", "dash"),
    Fate.UNKNOWN: ("wait", ""),
    Fate.CONTRADICTING: ("late", ""),
    Fate.DENIED: ("late", "cross"),
}


def connection_state(connection: Connection) -> tuple[str, str, str]:
    """A word, a tone and a shape."""
    if not connection.enabled:
        return _("switched off"), "quiet", "pause"
    if connection.trouble:
        return _("does not answer"), "late", ""
    if connection.test_mode:
        return _("test mode"), "wait", ""
    if connection.last_event_at is None:
        return _("waits for its first event"), "info", ""
    return _("works"), "good", ""


def fate_of(notice: Notice) -> tuple[str, str, str]:
    """What became of a notice, as a badge."""
    return (str(notice.get_fate_display()), *TONES[Fate(notice.fate)])


def refused_sentence(reason: str) -> str:
    """Why calls were turned away, and what to do."""
    return {
        "signature": _(
            "The signature is wrong: the key here is not the key there, or it is a stranger."
        ),
        "address": _("Called from an address that is not theirs."),
        "stale": _("Signed too long ago: somebody repeats an old call, or a clock is wrong."),
        "unreadable": _("Not in their format."),
        "foreign": _("Of another shop or terminal: two addresses may be mixed up."),
        "too_large": _("Too large to be theirs."),
        "method": _("Opened in a browser, or called in a way they never use."),
        "bare": _(
            "Signed by them, but the address pasted there lacks ?kind=…: copy each address from here."
        ),
        "disabled": _("The connection was switched off; they were asked to come later."),
    }.get(reason, reason)
