"""How the events of a partner's history are told: sentences with names, for his eyes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zabota.domain.attribution.models import Claim, ClaimStatus, PromoCodeStatus, Source
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import LegalForm, Partner
from zabota.domain.programme.models import Servicing
from zabota.domain.ratings.models import BadgeKind
from zabota.kit.events.models import Event
from zabota.ui.templatetags.ui import moment_words


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


def word_of(choices: Any, value: str) -> str:
    return str(dict(choices.choices).get(value, value))


def tell_corrected(event: Event, seen: Seen) -> str:
    words = {"client": seen.client(event)}
    if seen.came(event):
        return _("%(client)s is yours: the attribution was corrected") % words
    if event.payload["partner_id"]:
        return _("%(client)s turned out to be another partner's client") % words
    return _("%(client)s is nobody's client any more") % words


def tell_handed(event: Event, seen: Seen) -> str:
    words = {"client": seen.client(event)}
    if seen.came(event):
        return _("%(client)s was handed over to you: his partner has left") % words
    return _("%(client)s was handed over: you have left") % words


def tell_decided(event: Event, seen: Seen) -> str:
    return {
        PromoCodeStatus.APPROVED: _("Promo code %(code)s is approved"),
        PromoCodeStatus.REJECTED: _("Promo code %(code)s is rejected"),
        PromoCodeStatus.RETIRED: _("Promo code %(code)s is retired"),
        PromoCodeStatus.PENDING: _("Promo code %(code)s waits for approval"),
    }[event.payload["status"]] % {"code": event.payload["code"]}


def tell_claim(event: Event, seen: Seen) -> str:
    return {
        ClaimStatus.APPROVED: _("Your claim is granted: %(client)s"),
        ClaimStatus.DECLINED: _("Your claim is declined: %(client)s"),
        ClaimStatus.WITHDRAWN: _("You took your claim back: %(client)s"),
    }[event.payload["status"]] % {"client": seen.client(event)}


def tell_attributed(event: Event, seen: Seen) -> str:
    source = word_of(Source, event.payload["source"])
    return _("%(client)s is your client: %(source)s") % {
        "client": seen.client(event),
        "source": source,
    }


def tell_changed(words: Any) -> Teller:
    def tell(event: Event, seen: Seen) -> str:
        before, after = (word_of(words, event.payload[key]) for key in ("before", "after"))
        return _("%(name)s: %(before)s → %(after)s") % {
            "name": seen.client(event) if "client_id" in event.payload else _("Your standing"),
            "before": before,
            "after": after,
        }

    return tell


def tell_level(event: Event, seen: Seen) -> str:
    level = event.payload["after"]
    if event.payload["rose"]:
        return _("A new level: %(level)s") % {"level": level}
    return _("Your level is now %(level)s") % {"level": level or _("none")}


def tell_details(event: Event, seen: Seen) -> str:
    words = {"end": event.payload["account_end"]}
    if event.payload.get("first"):
        return _("Bank details were entered: account …%(end)s") % words
    return _("Bank details were changed: account …%(end)s") % words


def tell_of_client(words: str | Promise) -> Teller:
    return lambda event, seen: str(words) % {"client": seen.client(event)}


def tell_carrying(words: str | Promise) -> Teller:
    return lambda event, seen: str(words) % event.payload


def tell_lead(choices: Any, key: str) -> Teller:
    return lambda event, seen: (
        _("A lead: %(state)s") % {"state": word_of(choices, event.payload[key])}
    )


def tell_parting(event: Event, seen: Seen) -> str:
    return _("We part on %(day)s") % {"day": moment_words(date.fromisoformat(event.payload["on"]))}


def tell_servicing(event: Event, seen: Seen) -> str:
    level = word_of(Servicing, event.payload["servicing"])
    return _("%(client)s: %(level)s") % {"client": seen.client(event), "level": level}


def tell_badge(event: Event, seen: Seen) -> str:
    return _("A badge: %(badge)s") % {"badge": word_of(BadgeKind, event.payload["kind"])}


def tell_form(event: Event, seen: Seen) -> str:
    return _("Your legal form is now: %(form)s") % {
        "form": word_of(LegalForm, event.payload["after"])
    }
