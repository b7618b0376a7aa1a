"""Which events a partner is shown of what happened to him, and in which words.

The table is a list of what may be told: an event that is not here is not shown to partners.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zabota.domain.attribution.models import Claim, ClaimStatus, PromoCodeStatus, Source
from zabota.domain.clients.models import Client, ClientStatus
from zabota.domain.leads.models import Answer, LeadStatus
from zabota.domain.partners.models import Partner, PartnerStatus
from zabota.domain.programme.models import Servicing
from zabota.domain.ratings.models import BadgeKind
from zabota.kit.events.models import Event
from zabota.ui.templatetags.ui import moment_words

US, CLIENTS, MONEY, PAYOUTS, PROGRAMME, PAPERS = (
    "us", "clients", "money", "payouts", "programme", "papers",
)  # fmt: skip


class Seen:
    """Who looks, and the names that some events speak of; two statements for a page."""

    def __init__(self, partner: Partner, events: Sequence[Event]) -> None:
        self.partner = partner
        self._clients = Client.objects.in_bulk(_ids(events, "client_id"))
        self._claims = Claim.objects.filter(partner=partner).in_bulk(_ids(events, "claim_id"))

    def client(self, event: Event) -> str:
        """The client's name; of a claim only what the partner himself knows him by."""
        if "claim_id" in event.payload:
            return self._claims[event.payload["claim_id"]].said
        return str(self._clients.get(event.payload.get("client_id") or 0) or "—")

    def came(self, event: Event) -> bool:
        """Whether the client came to the one who looks, or went from him."""
        return bool(event.payload["partner_id"] == self.partner.pk)


def _ids(events: Sequence[Event], key: str) -> set[int]:
    return {event.payload[key] for event in events if event.payload.get(key)}


Teller = Callable[[Event, Seen], str]


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


def _word(choices: Any, value: str) -> str:
    return str(dict(choices.choices).get(value, value))


def _corrected(event: Event, seen: Seen) -> str:
    words = {"client": seen.client(event)}
    if seen.came(event):
        return _("%(client)s is yours: the attribution was corrected") % words
    if event.payload["partner_id"]:
        return _("%(client)s turned out to be another partner's client") % words
    return _("%(client)s is nobody's client any more") % words


def _handed(event: Event, seen: Seen) -> str:
    words = {"client": seen.client(event)}
    if seen.came(event):
        return _("%(client)s was handed over to you: his partner has left") % words
    return _("%(client)s was handed over: you have left") % words


def _decided(event: Event, seen: Seen) -> str:
    return {
        PromoCodeStatus.APPROVED: _("Promo code %(code)s is approved"),
        PromoCodeStatus.REJECTED: _("Promo code %(code)s is rejected"),
        PromoCodeStatus.RETIRED: _("Promo code %(code)s is retired"),
        PromoCodeStatus.PENDING: _("Promo code %(code)s waits for approval"),
    }[event.payload["status"]] % {"code": event.payload["code"]}


def _claim(event: Event, seen: Seen) -> str:
    return {
        ClaimStatus.APPROVED: _("Your claim is granted: %(client)s"),
        ClaimStatus.DECLINED: _("Your claim is declined: %(client)s"),
        ClaimStatus.WITHDRAWN: _("You took your claim back: %(client)s"),
    }[event.payload["status"]] % {"client": seen.client(event)}


def _attributed(event: Event, seen: Seen) -> str:
    source = _word(Source, event.payload["source"])
    return _("%(client)s is your client: %(source)s") % {
        "client": seen.client(event),
        "source": source,
    }


def _changed(words: Any) -> Teller:
    def tell(event: Event, seen: Seen) -> str:
        before, after = (_word(words, event.payload[key]) for key in ("before", "after"))
        return _("%(name)s: %(before)s → %(after)s") % {
            "name": seen.client(event) if "client_id" in event.payload else _("Your standing"),
            "before": before,
            "after": after,
        }

    return tell


def _level(event: Event, seen: Seen) -> str:
    level = event.payload["after"]
    if event.payload["rose"]:
        return _("A new level: %(level)s") % {"level": level}
    return _("Your level is now %(level)s") % {"level": level or _("none")}


def _details(event: Event, seen: Seen) -> str:
    words = {"end": event.payload["account_end"]}
    if event.payload.get("first"):
        return _("Bank details were entered: account …%(end)s") % words
    return _("Bank details were changed: account …%(end)s") % words


def _of_client(words: str | Promise) -> Teller:
    return lambda event, seen: str(words) % {"client": seen.client(event)}


def _carrying(words: str | Promise) -> Teller:
    return lambda event, seen: str(words) % event.payload


def _lead(choices: Any, key: str) -> Teller:
    return lambda event, seen: (
        _("A lead: %(state)s") % {"state": _word(choices, event.payload[key])}
    )


def _parting(event: Event, seen: Seen) -> str:
    return _("We part on %(day)s") % {"day": moment_words(date.fromisoformat(event.payload["on"]))}


def _servicing(event: Event, seen: Seen) -> str:
    level = _word(Servicing, event.payload["servicing"])
    return _("%(client)s: %(level)s") % {"client": seen.client(event), "level": level}


def _badge(event: Event, seen: Seen) -> str:
    return _("A badge: %(badge)s") % {"badge": _word(BadgeKind, event.payload["kind"])}


EVENTS: dict[str, Told] = {
    "partner.joined": Told(US, "partner", "good", gettext_lazy("You joined the programme")),
    "offer.accepted": Told(US, "file", "good", gettext_lazy("You accepted the offer")),
    "bank_details.changed": Told(US, "bank", "wait", gettext_lazy("Bank details"), _details),
    "partner_standing.changed": Told(
        US, "person", "wait", gettext_lazy("Your standing"), _changed(PartnerStatus), "reason"
    ),
    "farewell.said": Told(US, "person", "wait", gettext_lazy("Farewell"), _parting, "reason"),
    "farewell.withdrawn": Told(US, "undo", "good", gettext_lazy("The farewell was taken back")),
    "promo_code.chosen": Told(
        US, "tag", "quiet", gettext_lazy("Promo code"), _carrying(gettext_lazy("You chose promo code %(code)s"))
    ),
    "promo_code.decided": Told(US, "tag", "quiet", gettext_lazy("Promo code"), _decided, "reason"),
    "profile.changed": Told(US, "pencil", "quiet", gettext_lazy("Your page in the directory has changed")),
    "partner.admitted": Told(US, "chat", "good", gettext_lazy("The partners' chat has opened to you")),
    "course.passed": Told(US, "cap", "good", gettext_lazy("A course is passed, there is a certificate")),
    "certificate.withdrawn": Told(US, "cap", "wait", gettext_lazy("A certificate is no longer valid")),
    "client.attributed": Told(CLIENTS, "link", "good", gettext_lazy("A new client"), _attributed),
    "client_status.changed": Told(
        CLIENTS, "client", "quiet", gettext_lazy("Working status"), _changed(ClientStatus)
    ),
    "attribution.corrected": Told(
        CLIENTS, "retry", "wait", gettext_lazy("The attribution was corrected"), _corrected
    ),
    "client_handed.over": Told(CLIENTS, "retry", "wait", gettext_lazy("Handed over"), _handed),
    "servicing.changed": Told(
        CLIENTS, "pencil", "wait", gettext_lazy("Servicing level"), _servicing, "reason"
    ),
    "client.claimed": Told(
        CLIENTS, "question", "quiet", gettext_lazy("Claim"),
        _of_client(gettext_lazy("You said that this client is yours: %(client)s")), "words",
    ),
    "claim.decided": Told(CLIENTS, "check", "quiet", gettext_lazy("Claim"), _claim, "reason"),
    "company.reserved": Told(
        CLIENTS, "calendar", "quiet", gettext_lazy("Named beforehand"),
        _carrying(gettext_lazy("%(company)s is kept for you")), "words",
    ),
    "reservation.ending": Told(
        CLIENTS, "clock", "wait", gettext_lazy("Named beforehand"),
        _carrying(gettext_lazy("%(company)s is kept for you for a week more")),
    ),
    "invoice.issued": Told(
        CLIENTS, "file", "quiet", gettext_lazy("Invoice"),
        _of_client(gettext_lazy("An invoice was issued to %(client)s")),
    ),
    "invoice.sent": Told(
        CLIENTS, "file", "quiet", gettext_lazy("Invoice"),
        _of_client(gettext_lazy("An invoice went to %(client)s by e-mail")),
    ),
    "invoice.viewed": Told(
        CLIENTS, "file", "quiet", gettext_lazy("Invoice"),
        _of_client(gettext_lazy("%(client)s opened an invoice")),
    ),
    "invoice.reminded": Told(
        CLIENTS, "clock", "quiet", gettext_lazy("Invoice"),
        _of_client(gettext_lazy("%(client)s was reminded of an invoice")),
    ),
    "invoice.cancelled": Told(
        CLIENTS, "undo", "quiet", gettext_lazy("Invoice"),
        _of_client(gettext_lazy("An invoice to %(client)s was cancelled")),
    ),
    "lead.proposed": Told(CLIENTS, "inbox", "wait", gettext_lazy("A lead was proposed to you")),
    "lead.answered": Told(CLIENTS, "inbox", "quiet", gettext_lazy("Lead"), _lead(Answer, "answer"), "why"),
    "lead.closed": Told(CLIENTS, "inbox", "quiet", gettext_lazy("Lead"), _lead(LeadStatus, "status")),
    "reward.held": Told(MONEY, "lock", "wait", gettext_lazy("A reward waits for a look"), None, "reason"),
    "reward.released": Told(MONEY, "check", "good", gettext_lazy("A reward may be paid again")),
    "campaign.joined": Told(PROGRAMME, "star", "good", gettext_lazy("You take part in a campaign")),
    "special_terms.published": Told(PROGRAMME, "star", "good", gettext_lazy("You have special terms")),
    "special_terms.ended": Told(PROGRAMME, "star", "quiet", gettext_lazy("Special terms have ended")),
    "level.changed": Told(PROGRAMME, "cup", "good", gettext_lazy("Level"), _level),
    "badge.given": Told(PROGRAMME, "cup", "good", gettext_lazy("Badge"), _badge),
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
        PAPERS, "check", "good", gettext_lazy("Paper"), _carrying(gettext_lazy("Paper No. %(number)s is signed"))
    ),
    "scan.returned": Told(
        PAPERS, "undo", "wait", gettext_lazy("Paper"),
        _carrying(gettext_lazy("The scan of paper No. %(number)s was returned")), "reason",
    ),
    "paper.replaced": Told(
        PAPERS, "retry", "quiet", gettext_lazy("Paper"),
        _carrying(gettext_lazy("Paper No. %(former)s was replaced by No. %(number)s")), "reason",
    ),
    "receipts.awaited": Told(PAPERS, "clock", "wait", gettext_lazy("We wait for a receipt")),
    "receipt.entered": Told(
        PAPERS, "check", "good", gettext_lazy("Receipt"), _carrying(gettext_lazy("Receipt %(number)s is entered"))
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
