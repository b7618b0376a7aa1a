"""Payments in words: what suggests a client, where the money came from, tabs."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from zabota.domain.payments.models import Payment
from zabota.domain.payments.queries.waiting import Sign
from zabota.ui.parts import Tab


def sign_sentence(sign: Sign) -> str:
    """Why a client may be the one who paid."""
    if sign.kind == "payer" and not sign.words:
        return _("pays for this client as you said before")
    return {
        "inn": _("the payer's INN is the client's own"),
        "payer": _("“%(name)s” pays for this client as you said before"),
        "number": _("the purpose names invoice %(name)s"),
        "name": _("the name is alike"),
        "amount": _("the sum is that of open invoice %(name)s"),
    }[sign.kind] % {"name": sign.words}


def state_of(payment: Payment) -> tuple[str, str, str]:
    """Where a payment stands: word, tone, shape."""
    if payment.client_id:
        return _("has its client"), "good", ""
    if payment.set_aside_at:
        return _("set aside"), "quiet", "dash"
    return _("waits for a client"), "wait", ""


def states() -> list[tuple[str, str]]:
    """The filter of the list."""
    return [
        ("tied", _("has its client")),
        ("waiting", _("waits for a client")),
        ("aside", _("set aside")),
        ("unrewarded", _("client, but no reward")),
        ("held", _("reward is held")),
        ("refunded", _("refunded")),
    ]


def payment_tabs(active: str, *, waiting: int, aside: int, trouble: int) -> list[Tab]:
    """All payments, the queue, what was set aside, slips that need somebody."""
    tabs = (
        ("payments", "office:payments", _("All payments"), None),
        ("waiting", "office:waiting", _("Without a client"), waiting),
        ("aside", "office:aside", _("Money set aside"), aside),
        ("slips", "office:slips", _("Till slips"), trouble or None),
    )
    return [Tab(reverse(name), label, key == active, n) for key, name, label, n in tabs]
