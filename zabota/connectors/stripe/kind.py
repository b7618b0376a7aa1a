"""What Stripe needs from staff, and how it speaks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zabota.connectors.connections.models import SlipKind
from zabota.connectors.connections.operations.kinds import SAME_KEY, Field, Kind
from zabota.connectors.stripe.operations import check_keys, checkout, look, receive, sample

STRIPE = Kind(
    code="stripe",
    title="Stripe",
    about=_("Cards abroad. Paid invoices, single payments, refunds and disputes come by themselves."),
    fields=(
        Field(name="signing_secret", label=_("Signing secret"), secret=True,
              help=_("In Stripe under Developers, Webhooks, your endpoint; begins with whsec_. "
                     "While it is being rolled, both with a space between them.")),
        Field(name="api_key", label=_("Restricted API key"), secret=True, required=False,
              help=_("Reads Invoices, Events, Checkout Sessions and Balance: tells payments with an "
                     "invoice from those without, and finds events that were lost. Without it we "
                     "wait for Stripe to tell.")),
        Field(name="checkout", label=_("Pay invoices in euros by card"), default="off",
              choices=(("off", _("not through Stripe")), ("on", _("on the page of the invoice"))),
              help=_("The client pays on Stripe's page. The key must be allowed to write Checkout "
                     "Sessions, and Refunds if money is to be returned from here.")),
        Field(name="api_url", label=_("Address of the API"), default="https://api.stripe.com/",
              aside=True),
    ),
    receive=receive,
    job="stripe.read",
    guide=(
        _("In Stripe open Developers, Webhooks, and add an endpoint with this address."),
        _("Choose invoice.paid, invoice_payment.paid, charge.refunded, refund.created, "
          "refund.updated, refund.failed and all of charge.dispute."),
        _("For payments without an invoice choose payment_intent.succeeded, charge.succeeded, "
          "checkout.session.completed and checkout.session.async_payment_succeeded too."),
        _("Where invoices are paid by card, choose checkout.session.expired and "
          "checkout.session.async_payment_failed as well."),
        _("A payment without an invoice finds its client by “client” in its metadata or the "
          "session's, by client_reference_id, else by the customer's id."),
        _("An invoice finds its client by “client” or “invoice” in its metadata, "
          "else by the customer's id."),
    ),
    headers=("stripe-signature", "content-type"),
    sample=sample,
    check_keys=check_keys,
    look=look,
    begin=checkout.begin,
    currencies=frozenset({"EUR"}),
    may_begin=checkout.may_begin,
    ask=checkout.ask_about,
    give_back=checkout.give_back,
    ask_slip=checkout.ask_slip,
    knows_again={SlipKind.REFUND: SAME_KEY},
)  # fmt: skip
