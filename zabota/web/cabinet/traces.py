"""What happened to a partner, his clients, rewards and payouts: moments of many tables as one list.

Only what he may know: the events of `SEEN`, and his own rows. Notes, moods, checks and visits of
staff are none of it; what another partner said or got is not, either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from zabota.domain.attribution.models import Attribution
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.domain.payouts.models import Payout, PayoutStatus
from zabota.domain.rewards.models import Reversal, Reward
from zabota.kit.clock import end_of_day, start_of_day
from zabota.kit.events.models import Event
from zabota.web.cabinet.words.happened import EVENTS, SAYS_WHY, called, kind_of

EVENT, EARNED, TAKEN, FORMED, SETTLED, FAILED, CANCELLED = (
    "event", "earned", "taken", "formed", "settled", "failed", "cancelled",
)  # fmt: skip
PAYOUTS = {
    FORMED: "formed_at",
    SETTLED: "settled_at",
    FAILED: "failed_at",
    CANCELLED: "batch__cancelled_at",
}
OF_A_CLIENT = "client_status.changed"  # told to whoever's client it was at that moment
SEARCHED = ("code", "company", "number", "said")  # of what an event carries


@dataclass(frozen=True, slots=True)
class Wish:
    """What the partner looks for; empty fields ask for everything."""

    kind: str = ""
    client_id: int | None = None
    words: str = ""
    first: date | None = None
    last: date | None = None


def clients_of(partner: Partner) -> QuerySet[Client]:
    """Everybody who is or was his client, by name."""
    ids = Attribution.objects.filter(partner=partner).values("client")
    return Client.objects.filter(pk__in=ids).order_by("name", "pk")


def list_traces(partner: Partner, wish: Wish) -> QuerySet[Any]:
    """(moment, of which table, key), newest first: one statement, however many tables."""
    parts = [
        _named(rows, field, of)
        for of, rows, field in _sources(partner, wish)
        if kind_of(of) in (wish.kind, None) or not wish.kind
    ]
    return parts[0].union(*parts[1:], all=True).order_by("-moment", "-of", "-key")


def _named(rows: QuerySet[Any], field: str, of: str) -> QuerySet[Any]:
    """Rows as moments of one shape."""
    rows = rows.order_by().annotate(moment=F(field), of=Value(of), key=F("pk"))
    return rows.values_list("moment", "of", "key")


def _sources(partner: Partner, wish: Wish) -> list[tuple[str, QuerySet[Any], str]]:
    rewards = Reward.objects.filter(partner=partner)
    reversals = Reversal.objects.filter(reward__partner=partner)
    payouts = Payout.objects.filter(partner=partner)
    if wish.client_id is not None:
        rewards = rewards.filter(payment__client=wish.client_id)
        reversals = reversals.filter(reward__payment__client=wish.client_id)
        payouts = payouts.filter(Exists(_with_client(wish.client_id)))
    sources = [
        (EVENT, _events(partner, wish), "at"),
        (EARNED, _about(rewards, EARNED, wish, "payment__client"), "earned_at"),
        (TAKEN, _about(reversals, TAKEN, wish, "reward__payment__client"), "at"),
        *((of, _paid(payouts, of, wish), field) for of, field in PAYOUTS.items()),
    ]
    return [(of, _between(rows, field, wish), field) for of, rows, field in sources]


def _with_client(client_id: int) -> QuerySet[Payout]:
    his = Q(items__reward__payment__client=client_id)
    return Payout.objects.filter(his, pk=OuterRef("pk"))


def _between(rows: QuerySet[Any], field: str, wish: Wish) -> QuerySet[Any]:
    if wish.first:
        rows = rows.filter(**{f"{field}__gte": start_of_day(wish.first)})
    if wish.last:
        rows = rows.filter(**{f"{field}__lt": end_of_day(wish.last)})
    return rows


def _about(rows: QuerySet[Any], of: str, wish: Wish, client: str) -> QuerySet[Any]:
    if not wish.words or wish.words.casefold() in called(of):
        return rows
    named = {f"{client}__name__icontains": wish.words}, {f"{client}__inn": wish.words}
    return rows.filter(reduce(or_, (Q(**one) for one in named)))


def _paid(payouts: QuerySet[Payout], of: str, wish: Wish) -> QuerySet[Payout]:
    rows = payouts.filter(**{f"{PAYOUTS[of]}__isnull": False})
    if of == CANCELLED:
        rows = rows.filter(status=PayoutStatus.CANCELLED)
    if not wish.words or wish.words.casefold() in called(of):
        return rows
    number = wish.words.lstrip("№# ")
    known = number.isascii() and number.isdigit() and len(number) < 9
    return rows.filter(order_number=int(number)) if known else rows.none()


def _events(partner: Partner, wish: Wish) -> QuerySet[Event]:
    his = Q(about__overlap=[f"partner:{partner.pk}", f"from_partner:{partner.pk}"])
    names = [name for name in EVENTS if kind_of(name) == wish.kind or not wish.kind]
    rows = Event.objects.filter(
        Q(his, name__in=[name for name in names if name != OF_A_CLIENT])
        | (_of_his_clients(partner) if OF_A_CLIENT in names else Q(pk__in=[]))
    )
    if wish.client_id is not None:
        rows = rows.filter(about__contains=[f"client:{wish.client_id}"])
    return rows.filter(_said(partner, wish.words)) if wish.words else rows


def _of_his_clients(partner: Partner) -> Q:
    """Events of clients while they were his."""
    subjects = [f"client:{pk}" for pk in clients_of(partner).values_list("pk", flat=True)]
    his = Attribution.objects.filter(
        partner=partner,
        withdrawn_at=None,
        client_id=Cast(OuterRef("payload__client_id"), BigIntegerField()),
        during__contains=OuterRef("at"),
    )
    return Q(Exists(his), name=OF_A_CLIENT, about__overlap=subjects or [""])


def _said(partner: Partner, words: str) -> Q:
    """Events with the words in what he is shown of them."""
    named = clients_of(partner).filter(Q(name__icontains=words) | Q(inn=words))
    subjects = [f"client:{pk}" for pk in named.values_list("pk", flat=True)]
    titled = [name for name in EVENTS if words.casefold() in called(name)]
    found = Q(name__in=titled) | Q(about__overlap=subjects or [""])
    for key in SEARCHED:
        found |= Q(**{f"payload__{key}__icontains": words})
    for key in ("reason", "words", "why"):
        names = [name for name, said in SAYS_WHY.items() if said == key]
        found |= Q(name__in=names, **{f"payload__{key}__icontains": words})
    return found
