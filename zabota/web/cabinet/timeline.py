"""What happened with a client, as his partner may see it: his own days, his own card, his own money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from zabota.domain.attribution.models import Attribution
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.kit.events.models import Event
from zabota.kit.money import Money
from zabota.ui.amounts import money_text
from zabota.ui.parts import Entry
from zabota.ui.templatetags.ui import moment_words
from zabota.web.cabinet.rows import RewardRow
from zabota.web.wording.statuses import Working

MOST = 60
OPEN = ("client.registered", "client_status.changed")
OWN = ("step.planned", "step.done", "card.noted", "card.filed", "card.cleared")


def timeline_of(
    client: Client,
    *,
    partner: Partner,
    periods: Sequence[Attribution],
    rewards: Iterable[RewardRow],
    working: Working,
) -> list[Entry]:
    """Newest first. What happened outside the partner's days is another partner's business."""
    events = Event.objects.filter(about__contains=[f"client:{client.pk}"], name__in=OPEN + OWN)
    told = [
        _entry(event, working)
        for event in events.order_by("-at", "-pk")[: 2 * MOST]
        if _may_see(event, partner=partner, periods=periods)
    ]
    told += [_yours(row) for row in periods if row.withdrawn_at is None]
    told += [_money(row) for row in rewards]
    return sorted(told, key=_when, reverse=True)[:MOST]


def _when(entry: Entry) -> datetime:
    assert isinstance(entry.when, datetime)
    return entry.when


def _may_see(event: Event, *, partner: Partner, periods: Sequence[Attribution]) -> bool:
    if event.name in OWN:
        return bool(event.payload["partner_id"] == partner.pk)
    return any(_known_as_his(row, event.at) for row in periods)


def _known_as_his(row: Attribution, moment: datetime) -> bool:
    """Whether at the moment we held the client for his: a correction gives no look into the past."""
    since = max(row.during.lower, row.recorded_at)
    ends = [end for end in (row.during.upper, row.withdrawn_at) if end is not None]
    return bool(since <= moment and all(moment < end for end in ends))


def _entry(event: Event, working: Working) -> Entry:
    told = event.payload
    icon, tone, title, more = {
        "client.registered": lambda: ("client", "good", _("Registered"), ""),
        "client_status.changed": lambda: (
            "retry",
            working.get(told["after"])[1].replace("info", "quiet"),
            f"{working.label(told['before'])} → {working.label(told['after'])}",
            told.get("reason", "") if event.by else _("the first payment"),
        ),
        "step.planned": lambda: (
            "calendar", "quiet", _("Next step: %(step)s") % {"step": told["step"]},
            _("by %(day)s") % {"day": moment_words(date.fromisoformat(told["on"]))},
        ),
        "step.done": lambda: ("check", "good", _("Done: %(step)s") % {"step": told["step"]}, ""),
        "card.noted": lambda: ("pencil", "quiet", _("A note was written"), ""),
        "card.filed": lambda: ("clip", "quiet", told["name"], ""),
        "card.cleared": lambda: (
            "close", "quiet", _("Taken off the card"), told["name"] or _("a note"),
        ),
    }[event.name]()  # fmt: skip
    return Entry(event.at, title, " · ".join(filter(None, (event.by, more))), icon, tone)


def _yours(row: Attribution) -> Entry:
    return Entry(
        row.during.lower, _("Became your client"), str(row.get_source_display()), "link", "good"
    )


def _money(row: RewardRow) -> Entry:
    payment = row.reward.payment
    paid = money_text(Money(payment.amount_minor, payment.currency))
    earned = money_text(Money(row.left_minor, row.reward.currency))
    return Entry(
        payment.paid_at,
        _("Paid %(sum)s") % {"sum": paid},
        _("Your reward: %(sum)s") % {"sum": earned},
        "wallet",
        "good" if row.left_minor else "quiet",
    )
