"""What each right of the staff means, in plain words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from zabota.domain.people.rules import Right

RIGHT_WORDS = (
    (Right.READ, gettext_lazy("Look at everything: partners, clients, money, the journal")),
    (
        Right.PARTNERS,
        gettext_lazy(
            "Partners: codes, standing, tags, bulletins, chat, academy, stories; see as they see"
        ),
    ),
    (Right.CLIENTS, gettext_lazy("Clients: working status, notes; hand out and close leads")),
    (Right.ATTRIBUTION, gettext_lazy("Decide whose client it is: claims, corrections, servicing")),
    (Right.INVOICES, gettext_lazy("Issue invoices to clients, send, cancel and repeat them")),
    (
        Right.STATEMENTS,
        gettext_lazy("Load bank statements and registers of processors, explain their lines"),
    ),
    (Right.PAYMENTS, gettext_lazy("Payments: match, set aside, refund")),
    (
        Right.PAYOUTS,
        gettext_lazy(
            "Payouts: hold, form, approve, pay; papers, receipts, legal form and VAT of partners"
        ),
    ),
    (Right.INBOX, gettext_lazy("Try again what came from outside and was not understood")),
    (Right.CONNECTIONS, gettext_lazy("Connect banks, processors, Telegram")),
    (Right.TERMS, gettext_lazy("Terms, offers, campaigns; the rules of the rating and of leads")),
    (Right.KEYS, gettext_lazy("Keys of the API")),
    (
        Right.SETTINGS,
        gettext_lazy("Settings, letterhead, products and VAT of invoices; the overview"),
    ),
    (Right.STAFF, gettext_lazy("Invite staff, give and take roles")),
)
