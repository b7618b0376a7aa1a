"""An invoice paid by card at Stripe: a Checkout session is opened, asked about, and refunded."""

from __future__ import annotations

import json
from urllib.parse import urlsplit, urlunsplit

from zabota.connectors.connections.client import Json, there
from zabota.connectors.connections.facts import Found, ProcessorRefused, SlipWord, Started
from zabota.connectors.connections.models import Checkout, Connection, LaterSlip
from zabota.connectors.connections.operations.keeping import keys_of
from zabota.connectors.stripe.client import Stripe
from zabota.connectors.stripe.translate import accepted_of, stripe_amount
from zabota.domain.invoices.rules.lines import latin
from zabota.kit.clock import now

ON = "on"
_ENDS = {"succeeded": "done", "failed": "refused", "canceled": "refused"}


def may_begin(connection: Connection) -> bool:
    """Whether the owner lets invoices be paid here: a key that only reads would be refused."""
    return connection.settings.get("checkout") == ON and bool(keys_of(connection)["api_key"])


def begin(connection: Connection, checkout: Checkout) -> Started:
    """Open a session for what is left of the invoice; our key is theirs for idempotence.

    Our checkout stands in the metadata of the session and of its payment: either of them, whichever is
    told first, finds the invoice.
    """
    invoice, currency = checkout.invoice, checkout.currency.lower()
    number = latin(invoice.number)
    line = "line_items[0][price_data]"
    ours = {"checkout": checkout.key, "invoice": invoice.number}
    said = {
        "mode": "payment",
        "success_url": checkout.return_url,
        "cancel_url": _without_query(checkout.return_url),
        "line_items[0][quantity]": "1",
        f"{line}[currency]": currency,
        f"{line}[unit_amount]": str(stripe_amount(checkout.amount_minor, checkout.currency)),
        f"{line}[product_data][name]": f"Invoice {number}",
        "payment_intent_data[description]": invoice.purpose[:500],
        **{f"metadata[{name}]": value for name, value in ours.items()},
        **{f"payment_intent_data[metadata][{name}]": value for name, value in ours.items()},
    }
    if email := invoice.email or invoice.client.email:
        said["customer_email"] = email
    with Stripe(keys_of(connection)) as account:
        session = account.create_session(said, key=checkout.key)
    if not session.get("url"):
        status = str(session.get("status") or "")
        raise ProcessorRefused("The processor refused: %(said)s", said=status)
    return Started(str(session["id"]), str(session["url"]))


def _without_query(address: str) -> str:
    """Where one comes who has changed his mind: the page without the word that he is back from paying."""
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))


def ask_about(connection: Connection, checkout: Checkout) -> Found | None:
    """The session as an event, once it is paid or will not be."""
    with Stripe(keys_of(connection)) as account:
        session = account.session(checkout.external_id)
    if session is None:
        return None
    if session.get("payment_status") == "paid":
        word = "checkout.session.completed"
    elif session.get("status") == "expired":
        word = "checkout.session.expired"
    else:
        return None
    event = {
        "id": f"asked:{session['id']}:{word}",
        "type": word,
        "created": int(now().timestamp()),
        "livemode": session.get("livemode", False),
        "data": {"object": session},
    }
    return Found(accepted_of(event), json.dumps(event, ensure_ascii=False).encode())


def give_back(connection: Connection, slip: LaterSlip) -> SlipWord:
    """Return money of the payment; the refund itself is told by the event of its charge."""
    payment = slip.checkout.payment
    if payment is None or not payment.external_id.startswith("pi_"):
        raise ProcessorRefused(
            "The processor does not name this operation: return it in its cabinet."
        )
    said = {
        "payment_intent": payment.external_id,
        "amount": str(stripe_amount(slip.amount_minor, slip.checkout.currency)),
        "metadata[reason]": slip.reason[:500],
    }
    with Stripe(keys_of(connection)) as account:
        return _word_of(account.create_refund(said, key=slip.key))


def ask_slip(connection: Connection, slip: LaterSlip) -> SlipWord:
    """What became of a refund that was not finished at once."""
    with Stripe(keys_of(connection)) as account:
        return _word_of(there(account.refund(slip.external_id)))


def _word_of(refund: Json) -> SlipWord:
    end = _ENDS.get(str(refund.get("status")), "open")
    number, reason = str(refund["id"]), str(refund.get("failure_reason") or "")
    if end == "refused":
        return SlipWord(end="refused", external_id=number, reason=reason or str(refund["status"]))
    return SlipWord(end="done" if end == "done" else "open", external_id=number)
