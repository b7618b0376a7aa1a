"""Moments of a partner's history as rows to read: what, about whom, how much, who and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from zabota.domain.partners.models import Partner
from zabota.domain.payouts.models import Payout
from zabota.domain.people.queries import list_staff
from zabota.domain.rewards.models import Reversal, Reward
from zabota.kit.clock import local_date
from zabota.kit.events.models import Event
from zabota.kit.money import Money
from zabota.ui.amounts import money_text
from zabota.web.cabinet.words.happened import EVENTS, ROWS
from zabota.web.cabinet.words.rewards import taken_for
from zabota.web.cabinet.words.telling import Seen

Trace = tuple[datetime, str, int]


class Happening(NamedTuple):
    """When, what, who and why ("" where there is none), the client, the sum, where to look.

    `changes` says that the sum is added to what we owe, or taken from it.
    """

    at: datetime
    what: str
    icon: str
    tone: str
    client: str = ""
    amount: Money | None = None
    changes: bool = False
    who: str = ""
    why: str = ""
    url: str = ""


class Day(NamedTuple):
    """A day and what happened on it, newest first."""

    day: date
    happenings: list[Happening]


def days_of(happenings: Iterable[Happening]) -> list[Day]:
    """Happenings by days, in the order they come."""
    return [
        Day(day, list(those)) for day, those in groupby(happenings, lambda one: local_date(one.at))
    ]


def happenings_of(partner: Partner, traces: Sequence[Trace]) -> list[Happening]:
    """Traces in words; the number of statements does not grow with them."""
    events = Event.objects.in_bulk(_keys(traces, "event"))
    seen = Seen(partner, list(events.values()))
    known = _known(partner)
    rewards = Reward.objects.select_related("payment__client").in_bulk(_keys(traces, "earned"))
    taken = Reversal.objects.select_related(
        "reward__payment__client", "refund", "correction"
    ).in_bulk(_keys(traces, "taken"))
    payouts = Payout.objects.select_related("batch").in_bulk(
        _keys(traces, "formed", "settled", "failed", "cancelled")
    )
    told = []
    for at, of, key in traces:
        if of == "event":
            told.append(_event(events[key], seen, known))
        elif of == "earned":
            told.append(_earned(at, rewards[key]))
        elif of == "taken":
            told.append(_taken(at, taken[key]))
        else:
            told.append(_payout(at, of, payouts[key]))
    return told


def _keys(traces: Sequence[Trace], *tables: str) -> set[int]:
    return {key for _at, of, key in traces if of in tables}


def _known(partner: Partner) -> set[str]:
    """Names a partner may read: his people's and our staff's, never an address or a key."""
    own = {str(member.person) for member in partner.members.select_related("person")}
    return {partner.name, *own, *(one.name for one in list_staff() if one.name)}


def _event(event: Event, seen: Seen, known: set[str]) -> Happening:
    told = EVENTS[event.name]
    subject = _subject(event, seen)
    return Happening(
        event.at,
        told.tell(event, seen) if told.tell else str(told.called),
        told.icon,
        told.tone,
        client=subject,
        who=event.by if event.by in known else "",
        why=str(event.payload.get(told.why) or "") if told.why else "",
        url=_where(event),
    )


def _subject(event: Event, seen: Seen) -> str:
    return seen.client(event) if event.payload.get("client_id") else ""


PAGES = {
    "partner": "home", "offer": "offer", "bank_details": "bank_details", "promo_code": "links",
    "profile": "profile", "course": "courses", "claim": "claims", "company": "reservations",
    "reservation": "reservations", "lead": "leads", "campaign": "terms", "special_terms": "terms",
    "level": "rating", "badge": "rating", "papers": "papers", "signature": "papers",
    "paper": "papers", "scan": "papers", "receipts": "payouts", "receipt": "payouts",
    "legal_form": "bank_details", "partner_vat": "bank_details", "invoices": "invoices", "story": "stories",
}  # fmt: skip


def _where(event: Event) -> str:
    """The page where the thing stands; "" when there is none."""
    given = event.payload
    for key, name in (("invoice_id", "invoice"), ("reward_id", "reward"), ("claim_id", "claim")):
        if given.get(key):
            return reverse(f"cabinet:{name}", args=[given[key]])
    if given.get("client_id") and not event.name.startswith("lead"):
        return reverse("cabinet:client", args=[given["client_id"]])
    page = PAGES.get(event.name.partition(".")[0])
    return reverse(f"cabinet:{page}") if page else ""


def _earned(at: datetime, reward: Reward) -> Happening:
    client = str(reward.payment.client or "—")
    paid = money_text(Money(reward.payment.amount_minor, reward.currency))
    words = _("%(client)s paid %(paid)s: your reward") % {"client": client, "paid": paid}
    url = reverse("cabinet:reward", args=[reward.pk])
    amount = Money(reward.amount_minor, reward.currency)
    return Happening(at, words, "reward", "good", client, amount, True, url=url)


def _taken(at: datetime, reversal: Reversal) -> Happening:
    what, why, tone = taken_for(reversal)
    client = str(reversal.reward.payment.client or "—")
    words = _("%(client)s: %(what)s") % {"client": client, "what": what}
    url = reverse("cabinet:reward", args=[reversal.reward_id])
    amount = Money(-reversal.amount_minor, reversal.currency)
    return Happening(at, words, "undo", tone, client, amount, True, why=why, url=url)


def _payout(at: datetime, of: str, payout: Payout) -> Happening:
    icon, tone = {
        "formed": ("payout", "quiet"),
        "settled": ("check", "good"),
        "failed": ("warning", "late"),
        "cancelled": ("undo", "quiet"),
    }[of]
    words = _("%(what)s, payment order No. %(number)s") % {
        "what": ROWS[of][1],
        "number": payout.order_number,
    }
    return Happening(
        at,
        words,
        icon,
        tone,
        amount=Money(payout.amount_minor, payout.currency),
        why=payout.failure if of == "failed" else "",
        url=reverse("cabinet:payout", args=[payout.pk]),
    )
