"""What a correction would do or did, partner by partner, with the names for a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum

from zabota.domain.attribution.models import Correction
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.domain.rewards.models import Reversal, Reward
from zabota.flows.correction_tried import Effect, correction_tried, servicing_tried
from zabota.kit.money import Money
from zabota.web.backoffice.words.clients import changes_of


@dataclass(frozen=True, slots=True)
class Row:
    """One payment whose reward changes hands."""

    payment_id: int
    paid_at: datetime
    amount: Money
    loser: Partner | None
    lost: Money | None
    winner: Partner | None
    won: Money | None
    was_paid: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The effect of a correction, ready for a page."""

    rows: list[Row]
    changes: list[str]
    paid: Money


def effect_of(
    client: Client, *, to: Partner | None, since: datetime, servicing: str, at: datetime
) -> Shown:
    """The effect with the names; refused where the correction would be."""
    return _shown(correction_tried(client, to=to, since=since, servicing=servicing, at=at))


def servicing_effect_of(client: Client, *, servicing: str, since: datetime, at: datetime) -> Shown:
    """The effect of another servicing level; refused where the change would be."""
    return _shown(servicing_tried(client, servicing=servicing, since=since, at=at))


def _shown(effect: Effect) -> Shown:
    names = Partner.objects.in_bulk({pk for pk, _ in effect.by_partner})
    return Shown(
        rows=_rows(effect, names),
        changes=changes_of(effect.by_partner, names),
        paid=Money(effect.paid_minor),
    )


def _rows(effect: Effect, names: dict[int, Partner]) -> list[Row]:
    return [
        Row(
            payment_id=one.payment.id,
            paid_at=one.payment.paid_at,
            amount=Money(one.payment.amount_minor, one.payment.currency),
            loser=names.get(one.before.partner_id) if one.before else None,
            lost=Money(one.before.left_minor, one.before.currency) if one.before else None,
            winner=names.get(one.after.partner_id) if one.after else None,
            won=Money(one.after.left_minor, one.after.currency) if one.after else None,
            was_paid=one.was_paid,
        )
        for one in sorted(effect.moved, key=lambda one: (one.payment.paid_at, one.payment.id))
    ]


@dataclass(frozen=True, slots=True)
class Done:
    """A correction with what it did; `undoable` while nobody has undone it and it undoes none."""

    correction: Correction
    payments: int
    changes: list[str]
    back: list[str]
    borne: Money
    undoable: bool


def corrections_of(client: Client) -> list[Done]:
    """The corrections of a client, the latest first; a constant number of statements."""
    rows = list(
        client.corrections.select_related("to_partner", "undoes", "undone_by").order_by(
            "-at", "-pk"
        )
    )
    sums, payments = _sums_of(rows)
    borne = dict(
        Reward.objects.filter(cancelled_by__in=rows, borne_by_vendor=True)
        .values_list("cancelled_by")
        .annotate(sum=Sum("amount_minor"))
    )
    names = Partner.objects.in_bulk({pk for one in sums.values() for pk, _ in one})
    return [
        Done(
            correction=row,
            payments=payments[row.pk],
            changes=changes_of(sums[row.pk], names),
            back=changes_of({key: -minor for key, minor in sums[row.pk].items()}, names),
            borne=Money(borne.get(row.pk, 0)),
            undoable=not row.undoes_id and not hasattr(row, "undone_by"),
        )
        for row in rows
    ]


def _sums_of(
    rows: Sequence[Correction],
) -> tuple[dict[int, Counter[tuple[int, str]]], Counter[int]]:
    """Per correction: minor units by partner (taken below zero), and how many payments changed."""
    ids = [row.pk for row in rows]
    sums: dict[int, Counter[tuple[int, str]]] = {pk: Counter() for pk in ids}
    taken = Reversal.objects.filter(correction__in=ids).order_by()
    given = Reward.objects.filter(origin__in=[f"correction:{pk}" for pk in ids])
    payments: Counter[int] = Counter()
    for pk, partner, currency, minor, count in taken.values_list(
        "correction", "reward__partner", "currency"
    ).annotate(sum=Sum("amount_minor"), n=Count("reward", distinct=True)):
        sums[pk][partner, currency] -= minor
        payments[pk] = max(payments[pk], count)
    for origin, partner, currency, minor, count in given.values_list(
        "origin", "partner", "currency"
    ).annotate(sum=Sum("amount_minor"), n=Count("pk")):
        pk = int(origin.split(":")[1])
        sums[pk][partner, currency] += minor
        payments[pk] = max(payments[pk], count)
    return sums, payments
