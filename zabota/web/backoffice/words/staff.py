"""What each right of the staff means, in plain words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from zabota.domain.people.rules import Right

RIGHT_WORDS = (
    (Right.READ, gettext_lazy("Look at everything: partners, clients, money, the journal")),
    (Right.PARTNERS, gettext_lazy("Partners: codes, standing, tags, leads, chat, academy, rating")),
    (Right.CLIENTS, gettext_lazy("Clients: working status and servicing")),
    (Right.ATTRIBUTION, gettext_lazy("Decide whose client it is: claims and corrections")),
    (Right.INVOICES, gettext_lazy("Issue invoices to clients, send, cancel and repeat them")),
    (Right.STATEMENTS, gettext_lazy("Load bank statements and registers of processors")),
    (Right.PAYMENTS, gettext_lazy("Payments: match, set aside, refund")),
    (Right.PAYOUTS, gettext_lazy("Payouts: hold, form, approve, pay, print papers")),
    (Right.INBOX, gettext_lazy("Try again what came from outside and was not understood")),
    (Right.CONNECTIONS, gettext_lazy("Connect banks and processors")),
    (Right.TERMS, gettext_lazy("Terms, special terms, campaigns")),
    (Right.KEYS, gettext_lazy("Keys of the API")),
    (Right.SETTINGS, gettext_lazy("Settings of the installation")),
    (Right.STAFF, gettext_lazy("Invite staff, give and take roles")),
)
