"""Where something came from, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PROCESSORS = {
    "yookassa": gettext_lazy("YooKassa"),
    "tbank": gettext_lazy("T-Bank"),
    "cloudpayments": "CloudPayments",
    "robokassa": gettext_lazy("Robokassa"),
    "stripe": "Stripe",
}


def source_word(source: str) -> str:
    """A source of payments or of events, as people call it."""
    others = {
        "bank": _("bank statement"),
        "import": _("moved in"),
        "cards": _("payment by card"),
        "hand": _("recorded by hand"),
        "registers": _("processor's register"),
        "tochka": _("Tochka bank"),
        "mail": _("mail server"),
        "tbank_feed": _("T-Bank, account operations"),
    }
    return others.get(source) or str(PROCESSORS.get(source, source))
