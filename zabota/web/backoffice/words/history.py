"""What happened, as lines of a timeline: events in sentences with the names in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property
from itertools import groupby, islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zabota.domain.attribution.models import ClaimStatus, PromoCodeStatus, Source
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner, PartnerStatus
from zabota.domain.programme.models import Servicing
from zabota.domain.scrutiny.models import RuleName
from zabota.kit.events.models import Event
from zabota.ui.parts import Entry
from zabota.ui.templatetags.ui import moment_words
from zabota.web.backoffice.words.events import TITLES
from zabota.web.backoffice.words.returned import Returned
from zabota.web.backoffice.words.slips import asked_told, settled_told
from zabota.web.wording.statuses import Working

MOST = 60  # of one timeline; older ones are in the journal of the database


class Names:
    """Names of the clients and partners that some events speak of; a statement for each."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._clients = Client.objects.in_bulk(_ids(events, "client_id"))
        self.returned = Returned(events)
        self._partners = Partner.objects.in_bulk(_ids(events, "partner_id", "from_partner_id"))

    @cached_property
    def working(self) -> Working:
        """Working statuses, asked for by the first event that speaks of one."""
        return Working()

    def client(self, event: Event) -> str:
        """The client's name."""
        return str(self._clients.get(event.payload.get("client_id") or 0) or "—")

    def partner(self, event: Event, key: str = "partner_id") -> str:
        """The partner's name; "nobody" where there is none."""
        return str(self._partners.get(event.payload.get(key) or 0) or _("nobody"))


def _ids(events: Sequence[Event], *keys: str) -> set[int]:
    return {event.payload[key] for event in events for key in keys if event.payload.get(key)}


def story_of(*subjects: str) -> list[Entry]:
    """What happened lately to the subjects ("partner:17"), newest first; three statements."""
    return told_of(list(events_of(*subjects)[:MOST]))


def events_of(*subjects: str) -> QuerySet[Event]:
    """Everything that happened to the subjects, newest first."""
    return Event.objects.filter(about__overlap=list(subjects)).order_by("-at", "-pk")


def told_of(events: Sequence[Event]) -> list[Entry]:
    """Events in words, with the names in them."""
    names = Names(events)
    return [_entry(event, names) for event in events]


def folded(entries: Iterable[Entry], most: int) -> list[Entry]:
    """The first lines; what was told the same way several times in a row is one with how often."""
    alike = groupby(entries, key=lambda one: (one.title, one.body, one.icon, one.tone))
    runs = (list(run) for _told, run in alike)
    return [
        run[0]._replace(title=f"{run[0].title} ×{len(run)}") if len(run) > 1 else run[0]
        for run in islice(runs, most)
    ]


def _entry(event: Event, names: Names) -> Entry:
    icon, tone, tell = _TOLD.get(event.name, ("dot", "quiet", _plainly))
    why = str(
        event.payload.get("reason") or event.payload.get("words") or ""
    ) or names.returned.why(event)
    body = " · ".join(part for part in (event.by, why) if part)
    return Entry(event.at, tell(event, names), body, icon, tone)


def _plainly(event: Event, names: Names) -> str:
    return str(TITLES.get(event.name, event.name))


def _word(choices: Any, value: str) -> str:
    return str(dict(choices.choices).get(value, value))


def _corrected(event: Event, names: Names) -> str:
    return _("%(client)s was moved: %(before)s → %(after)s") % {
        "client": names.client(event),
        "before": names.partner(event, "from_partner_id"),
        "after": names.partner(event),
    }


def _decided(event: Event, names: Names) -> str:
    status = event.payload["status"]
    return {
        PromoCodeStatus.APPROVED: _("Promo code %(code)s was approved"),
        PromoCodeStatus.REJECTED: _("Promo code %(code)s was rejected"),
        PromoCodeStatus.RETIRED: _("Promo code %(code)s was retired"),
        PromoCodeStatus.PENDING: _("Promo code %(code)s waits for approval again"),
    }[status] % {"code": event.payload["code"]}


def _claim(event: Event, names: Names) -> str:
    return {
        ClaimStatus.APPROVED: _("%(partner)s got %(client)s as claimed"),
        ClaimStatus.DECLINED: _("The claim of %(partner)s for %(client)s was declined"),
        ClaimStatus.WITHDRAWN: _("%(partner)s no longer claims %(client)s"),
    }[event.payload["status"]] % _both(event, names)


def _both(event: Event, names: Names) -> dict[str, str]:
    return {"partner": names.partner(event), "client": names.client(event)}


def _attributed(event: Event, names: Names) -> str:
    return _("%(client)s became a client of %(partner)s: %(source)s") % {
        **_both(event, names),
        "source": _word(Source, event.payload["source"]),
    }


def _standing(event: Event, names: Names) -> str:
    return _("Standing: %(before)s → %(after)s") % {
        key: _word(PartnerStatus, event.payload[key]) for key in ("before", "after")
    }


def _working(event: Event, names: Names) -> str:
    working = names.working
    return _("Working status: %(before)s → %(after)s") % {
        key: working.label(event.payload[key]) for key in ("before", "after")
    }


def _tagged(event: Event, names: Names) -> str:
    added, taken = event.payload["added"], event.payload["taken_off"]
    return _("Tags: %(changes)s") % {
        "changes": ", ".join([*(f"+ {tag}" for tag in added), *(f"− {tag}" for tag in taken)])
    }


def _assigned(event: Event, names: Names) -> str:
    who = event.payload["name"]
    return _("Looked after by %(person)s") % {"person": who} if who else _("Looked after by nobody")


Teller = Callable[[Event, Names], str]

_TOLD: dict[str, tuple[str, str, Teller]] = {
    "partner.joined": ("partner", "good", lambda e, n: _("Joined the programme")),
    "offer.accepted": (
        "file", "good",
        lambda e, n: _("Accepted offer No. %(number)s") % {"number": e.payload["offer"]},
    ),
    "bank_details.changed": (
        "bank", "wait",
        lambda e, n: _("Bank details changed: account …%(end)s")
        % {"end": e.payload["account_end"]},
    ),
    "partner.tagged": ("tag", "quiet", _tagged),
    "curator.assigned": ("person", "quiet", _assigned),
    "partner_standing.changed": ("person", "wait", _standing),
    "farewell.said": (
        "person", "late",
        lambda e, n: _("Said goodbye as of %(day)s")
        % {"day": moment_words(date.fromisoformat(e.payload["on"]))},
    ),
    "farewell.withdrawn": ("undo", "good", lambda e, n: _("The farewell was taken back")),
    "client_handed.over": (
        "retry", "wait",
        lambda e, n: _("%(client)s went on: %(before)s → %(after)s") % {
            "client": n.client(e),
            "before": n.partner(e, "from_partner_id"),
            "after": n.partner(e) if e.payload["partner_id"] else _("us"),
        },
    ),
    "promo_code.chosen": (
        "tag", "quiet",
        lambda e, n: _("Chose promo code %(code)s") % {"code": e.payload["code"]},
    ),
    "promo_code.decided": ("tag", "quiet", _decided),
    "client.registered": ("client", "good", lambda e, n: _("Became known to us")),
    "client_status.changed": ("client", "quiet", _working),
    "step.planned": (
        "calendar", "quiet",
        lambda e, n: _("%(partner)s plans for %(client)s: %(step)s, by %(day)s") % {
            **_both(e, n),
            "step": e.payload["step"],
            "day": moment_words(date.fromisoformat(e.payload["on"])),
        },
    ),
    "step.done": (
        "check", "quiet",
        lambda e, n: _("%(partner)s has done for %(client)s: %(step)s")
        % {**_both(e, n), "step": e.payload["step"]},
    ),
    "card.filed": (
        "clip", "quiet",
        lambda e, n: _("%(partner)s put %(name)s to the card of %(client)s")
        % {**_both(e, n), "name": e.payload["name"]},
    ),
    "client.attributed": ("link", "good", _attributed),
    "attribution.corrected": ("retry", "wait", _corrected),
    "servicing.changed": (
        "pencil", "wait",
        lambda e, n: _("%(client)s: %(level)s")
        % {"client": n.client(e), "level": _word(Servicing, e.payload["servicing"])},
    ),
    "company.reserved": (
        "client", "quiet",
        lambda e, n: _("%(partner)s named %(company)s beforehand")
        % {"partner": n.partner(e), "company": e.payload["company"]},
    ),
    "reservation.ending": (
        "clock", "wait",
        lambda e, n: _("%(company)s is kept for a week more") % {"company": e.payload["company"]},
    ),
    "client.claimed": (
        "question", "wait",
        lambda e, n: _("%(partner)s says that %(client)s is his") % _both(e, n),
    ),
    "claim.decided": ("check", "quiet", _claim),
    "invoice.issued": (
        "file", "quiet",
        lambda e, n: _("An invoice was issued to %(client)s") % {"client": n.client(e)},
    ),
    "finding.made": (
        "warning", "wait",
        lambda e, n: _("A check found: %(rule)s") % {"rule": _word(RuleName, e.payload["rule"])},
    ),
    "finding.cleared": (
        "check", "good",
        lambda e, n: _("A check was cleared: %(rule)s")
        % {"rule": _word(RuleName, e.payload["rule"])},
    ),
    "reward.held": ("lock", "wait", lambda e, n: _("A reward was held")),
    "reward.released": ("check", "good", lambda e, n: _("A held reward was released")),
    "payout.failed": ("warning", "late", lambda e, n: _("The bank returned a payout")),
    "payout_paid_after.all": ("check", "wait", lambda e, n: _("Given up, and paid after all")),
    "batch.formed": ("payout", "quiet", lambda e, n: _("Taken into a batch")),
    "batch.approved": ("check", "quiet", lambda e, n: _("The batch was approved")),
    "batch.sent": ("bank", "quiet", lambda e, n: _("The payment orders were downloaded")),
    "batch.cancelled": ("undo", "wait", lambda e, n: _("The batch was cancelled")),
    "payout_taken.out": ("undo", "wait", lambda e, n: _("Taken out of the batch")),
    "payouts.settled": ("check", "good", lambda e, n: _("The bank has paid")),
    "rewards_paid.elsewhere": ("check", "quiet", lambda e, n: _("Paid before moving in")),
    "payment.matched": (
        "link", "good",
        lambda e, n: _("The payment was tied to %(client)s") % {"client": n.client(e)},
    ),
    "payments.refunded": ("undo", "wait", lambda e, n: n.returned.told(e)),
    "slip.asked": ("undo", "wait", lambda e, n: asked_told(e)),
    "slip.settled": ("search", "quiet", lambda e, n: settled_told(e)),
    "refund.undone": (
        "check", "good",
        lambda e, n: _("The money is ours again: what was taken is put back"),
    ),
    "payment_set.aside": (
        "inbox", "quiet", lambda e, n: _("Set aside: no client's payment"),
    ),
    "payment_taken.back": ("undo", "wait", lambda e, n: _("It was put back into the queue")),
}  # fmt: skip
