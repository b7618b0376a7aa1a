"""Which events a partner is shown of what happened to him, and in which words.

The table is a list of what may be told: an event that is not here is not shown to partners.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zabota.domain.clients.models import ClientStatus
from zabota.domain.leads.models import Answer, LeadStatus
from zabota.domain.partners.models import PartnerStatus
from zabota.web.cabinet.words.telling import (
    Teller,
    tell_attributed,
    tell_badge,
    tell_carrying,
    tell_changed,
    tell_claim,
    tell_corrected,
    tell_decided,
    tell_details,
    tell_form,
    tell_handed,
    tell_lead,
    tell_level,
    tell_of_client,
    tell_parting,
    tell_servicing,
)

US, CLIENTS, MONEY, PAYOUTS, PROGRAMME, PAPERS = (
    "us", "clients", "money", "payouts", "programme", "papers",
)  # fmt: skip


class Told(NamedTuple):
    """How an event is told: its kind, sign and tone, what it is called, the sentence, and why.

    `why` names the field of the event that holds a reason the partner may read.
    """

    kind: str
    icon: str
    tone: str
    called: str | Promise
    tell: Teller | None = None
    why: str = ""


def kinds() -> list[tuple[str, str]]:
    """The filter's words."""
    return [
        (MONEY, _("rewards and what was taken back")),
        (PAYOUTS, _("payouts")),
        (CLIENTS, _("clients, claims, invoices, leads")),
        (PROGRAMME, _("terms, campaigns, levels")),
        (PAPERS, _("papers and receipts")),
        (US, _("you: standing, codes, details")),
    ]


EVENTS: dict[str, Told] = {
    "partner.joined": Told(US, "partner", "good", gettext_lazy("You joined the programme")),
    "offer.accepted": Told(US, "file", "good", gettext_lazy("You accepted the offer")),
    "bank_details.changed": Told(US, "bank", "wait", gettext_lazy("Bank details"), tell_details),
    "partner_standing.changed": Told(
        US, "person", "wait", gettext_lazy("Your standing"), tell_changed(PartnerStatus), "reason"
    ),
    "farewell.said": Told(US, "person", "wait", gettext_lazy("Farewell"), tell_parting, "reason"),
    "farewell.withdrawn": Told(US, "undo", "good", gettext_lazy("The farewell was taken back")),
    "promo_code.chosen": Told(
        US, "tag", "quiet", gettext_lazy("Promo code"), tell_carrying(gettext_lazy("You chose promo code %(code)s"))
    ),
    "promo_code.decided": Told(US, "tag", "quiet", gettext_lazy("Promo code"), tell_decided, "reason"),
    "payout_taken.out": Told(
        PAYOUTS, "undo", "wait", gettext_lazy("A payout was put off, its rewards are due again"), None, "reason"
    ),
    "legal_form.changed": Told(
        US, "person", "wait", gettext_lazy("Legal form"), tell_form, "reason"
    ),
    "partner_vat.proposed": Told(US, "file", "quiet", gettext_lazy("You told us how you pay VAT")),
    "partner_vat.set": Told(US, "check", "good", gettext_lazy("How you pay VAT is set")),
    "partner_vat.declined": Told(
        US, "undo", "wait", gettext_lazy("What you said of VAT was declined"), None, "reason"
    ),
    "profile.changed": Told(US, "pencil", "quiet", gettext_lazy("Your page in the directory has changed")),
    "partner.admitted": Told(US, "chat", "good", gettext_lazy("The partners' chat has opened to you")),
    "course.passed": Told(US, "cap", "good", gettext_lazy("A course is passed, there is a certificate")),
    "certificate.withdrawn": Told(US, "cap", "wait", gettext_lazy("A certificate is no longer valid")),
    "client.attributed": Told(CLIENTS, "link", "good", gettext_lazy("A new client"), tell_attributed),
    "client_status.changed": Told(
        CLIENTS, "client", "quiet", gettext_lazy("Working status"), tell_changed(ClientStatus)
    ),
    "attribution.corrected": Told(
        CLIENTS, "retry", "wait", gettext_lazy("The attribution was corrected"), tell_corrected
    ),
    "client_handed.over": Told(CLIENTS, "retry", "wait", gettext_lazy("Handed over"), tell_handed),
    "servicing.changed": Told(
        CLIENTS, "pencil", "wait", gettext_lazy("Servicing level"), tell_servicing, "reason"
    ),
    "client.claimed": Told(
        CLIENTS, "question", "quiet", gettext_lazy("Claim"),
        tell_of_client(gettext_lazy("You said that this client is yours: %(client)s")), "words",
    ),
    "claim.decided": Told(CLIENTS, "check", "quiet", gettext_lazy("Claim"), tell_claim, "reason"),
    "company.reserved": Told(
        CLIENTS, "calendar", "quiet", gettext_lazy("Named beforehand"),
        tell_carrying(gettext_lazy("%(company)s is kept for you")), "words",
    ),
    "reservation.ending": Told(
        CLIENTS, "clock", "wait", gettext_lazy("Named beforehand"),
        tell_carrying(gettext_lazy("%(company)s is kept for you for a week more")),
    ),
    "invoice.issued": Told(
        CLIENTS, "file", "quiet", gettext_lazy("Invoice"),
        tell_of_client(gettext_lazy("An invoice was issued to %(client)s")),
    ),
    "invoice.sent": Told(
        CLIENTS, "file", "quiet", gettext_lazy("Invoice"),
        tell_of_client(gettext_lazy("An invoice went to %(client)s by e-mail")),
    ),
    "invoice.viewed": Told(
        CLIENTS, "file", "quiet", gettext_lazy("Invoice"),
        tell_of_client(gettext_lazy("%(client)s opened an invoice")),
    ),
    "invoice.reminded": Told(
        CLIENTS, "clock", "quiet", gettext_lazy("Invoice"),
        tell_of_client(gettext_lazy("%(client)s was reminded of an invoice")),
    ),
    "invoice_not.repeated": Told(
        CLIENTS, "warning", "late", gettext_lazy("Invoice"),
        tell_of_client(gettext_lazy("The monthly invoice to %(client)s could not be issued")),
    ),
    "invoice.cancelled": Told(
        CLIENTS, "undo", "quiet", gettext_lazy("Invoice"),
        tell_of_client(gettext_lazy("An invoice to %(client)s was cancelled")),
    ),
    "invoices.paid": Told(
        CLIENTS, "check", "good", gettext_lazy("Invoices you issued are paid in full")
    ),
    "lead.proposed": Told(CLIENTS, "inbox", "wait", gettext_lazy("A lead was proposed to you")),
    "lead.answered": Told(CLIENTS, "inbox", "quiet", gettext_lazy("Lead"), tell_lead(Answer, "answer"), "why"),
    "lead.closed": Told(CLIENTS, "inbox", "quiet", gettext_lazy("Lead"), tell_lead(LeadStatus, "status")),
    "reward.held": Told(MONEY, "lock", "wait", gettext_lazy("A reward waits for a look"), None, "reason"),
    "reward.released": Told(MONEY, "check", "good", gettext_lazy("A reward may be paid again")),
    "campaign.joined": Told(PROGRAMME, "star", "good", gettext_lazy("You take part in a campaign")),
    "special_terms.published": Told(PROGRAMME, "star", "good", gettext_lazy("You have special terms")),
    "special_terms.ended": Told(PROGRAMME, "star", "quiet", gettext_lazy("Special terms have ended")),
    "level.changed": Told(PROGRAMME, "cup", "good", gettext_lazy("Level"), tell_level),
    "badge.given": Told(PROGRAMME, "cup", "good", gettext_lazy("Badge"), tell_badge),
    "story.proposed": Told(PROGRAMME, "pencil", "quiet", gettext_lazy("You proposed a story")),
    "story.returned": Told(
        PROGRAMME, "pencil", "wait", gettext_lazy("A story waits for your approval"), None, "note"
    ),
    "story.declined": Told(
        PROGRAMME, "pencil", "late", gettext_lazy("The editors did not take a story"), None, "reason"
    ),
    "story.published": Told(PROGRAMME, "pencil", "good", gettext_lazy("Your story is on the site")),
    "story.withdrawn": Told(
        PROGRAMME, "pencil", "quiet", gettext_lazy("A story was taken from the site"), None, "reason"
    ),
    "papers.sent": Told(PAPERS, "file", "quiet", gettext_lazy("Papers were sent to you")),
    "signature.awaited": Told(PAPERS, "clock", "wait", gettext_lazy("Papers wait for your signature")),
    "paper.signed": Told(
        PAPERS, "check", "good", gettext_lazy("Paper"), tell_carrying(gettext_lazy("Paper No. %(number)s is signed"))
    ),
    "signature.withdrawn": Told(
        PAPERS, "undo", "wait", gettext_lazy("Paper"),
        tell_carrying(gettext_lazy("Paper No. %(number)s waits for your signature again")), "reason",
    ),
    "scan.returned": Told(
        PAPERS, "undo", "wait", gettext_lazy("Paper"),
        tell_carrying(gettext_lazy("The scan of paper No. %(number)s was returned")), "reason",
    ),
    "paper.replaced": Told(
        PAPERS, "retry", "quiet", gettext_lazy("Paper"),
        tell_carrying(gettext_lazy("Paper No. %(former)s was replaced by No. %(number)s")), "reason",
    ),
    "receipts.awaited": Told(PAPERS, "clock", "wait", gettext_lazy("We wait for a receipt")),
    "receipt.entered": Told(
        PAPERS, "check", "good", gettext_lazy("Receipt"), tell_carrying(gettext_lazy("Receipt %(number)s is entered"))
    ),
    "receipt.accepted": Told(PAPERS, "check", "good", gettext_lazy("Your receipt is accepted")),
    "receipt.returned": Told(
        PAPERS, "undo", "wait", gettext_lazy("Your receipt was returned"), None, "reason"
    ),
    "npd_income.nears": Told(
        PAPERS, "warning", "wait", gettext_lazy("Your income of the year nears the limit")
    ),
}  # fmt: skip

# The rows of tables that are moments of the history beside the events: kind and what it is called.
ROWS: dict[str, tuple[str, str | Promise]] = {
    "earned": (MONEY, gettext_lazy("Reward")),
    "taken": (MONEY, gettext_lazy("Refunds and corrections")),
    "formed": (PAYOUTS, gettext_lazy("Taken into a payout")),
    "settled": (PAYOUTS, gettext_lazy("Paid")),
    "failed": (PAYOUTS, gettext_lazy("The bank returned a payout")),
    "cancelled": (PAYOUTS, gettext_lazy("A payout was called off")),
}

SAYS_WHY = {name: told.why for name, told in EVENTS.items() if told.why}


def kind_of(name: str) -> str | None:
    """The kind of an event or of a row; None for all events together."""
    if name in EVENTS:
        return EVENTS[name].kind
    return ROWS[name][0] if name in ROWS else None


def called(name: str) -> str:
    """What an event or a row is called, for a search: small letters."""
    words = EVENTS[name].called if name in EVENTS else ROWS[name][1]
    return str(words).casefold()
