"""What each kind of notices is called on the page of choices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

GROUPS = {
    "money": _("Money"),
    "security": _("Security"),
    "clients": _("Work with clients"),
    "papers": _("Papers and terms"),
    "community": _("Community"),
    "news": _("News"),
}

KINDS = {
    "reward_earned": _("A client has paid, and you have earned"),
    "payout_made": _("A payout has left for your account"),
    "payout_returned": _("The bank returned a payout"),
    "reward_held": _("A reward waits for a check"),
    "whose_client": _("A client became yours, or turned out to be another's"),
    "receipts": _("Receipts of the self-employed, and the limit of the year"),
    "bank_details": _("Bank details were changed"),
    "people": _("Somebody was let into the cabinet, or his role changed"),
    "standing": _("Your standing in the programme changed"),
    "lead": _("A client looks for an integrator, and you fit"),
    "invoice_paid": _("A client paid your invoice in full"),
    "claim": _("We decided about a forgotten code"),
    "servicing": _("The servicing level of a client changed"),
    "reservation": _("A company named beforehand is soon free again"),
    "code": _("We decided about your promo code"),
    "papers": _("Reports and acts: sent, waiting for a signature, returned"),
    "offer": _("A new offer, and the day to accept it by"),
    "terms": _("New terms, special terms and campaigns"),
    "mention": _("Somebody mentioned you in the chat"),
    "unread": _("Messages wait in the chat for half a day"),
    "admitted": _("The partners' chat opened to you"),
    "rating": _("The rating of the month is out"),
    "level": _("Your level rose"),
    "story": _("Stories for the site: proposed, edited, published"),
    "news": _("News and offers from us"),
    "alarm": _("The books do not agree, a deadline is near or missed"),
    "proposed": _("What to approve and pay today"),
    "npd_partner": _("A self-employed partner nears the limit of the year"),
    "stuck": _("Something from outside was not understood"),
    "signed": _("A partner signed a paper"),
    "nobody": _("A lead found nobody"),
}

WAYS = {
    "now": _("E-mail at once"),
    "digest": _("Once a day"),
    "here": _("Only here"),
    "off": _("Do not tell me"),
}

ICONS = {
    "reward_earned": "reward",
    "payout_made": "payout",
    "payout_returned": "warning",
    "reward_held": "lock",
    "whose_client": "client",
    "receipts": "file",
    "bank_details": "lock",
    "people": "person",
    "standing": "partner",
    "lead": "inbox",
    "invoice_paid": "check",
    "claim": "question",
    "servicing": "client",
    "reservation": "calendar",
    "code": "tag",
    "papers": "file",
    "offer": "file",
    "terms": "star",
    "mention": "chat",
    "admitted": "chat",
    "rating": "cup",
    "level": "cup",
    "story": "pencil",
    "news": "bell",
    "alarm": "warning",
    "proposed": "payout",
    "npd_partner": "partner",
    "stuck": "inbox",
    "signed": "check",
    "nobody": "inbox",
}
