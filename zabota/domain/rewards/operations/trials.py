"""Terms tried on history: past payments priced again by the live code, nothing posted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from zabota.domain.attribution.queries.segments import list_segment
from zabota.domain.partners.models import Partner
from zabota.domain.programme.models import SpecialTerms, TermsVersion
from zabota.domain.programme.queries import (
    list_entitled,
    list_published,
    read_special,
    read_version,
)
from zabota.domain.programme.rules import Priceable, Tally, Timetable
from zabota.domain.programme.rules.pricing import Period
from zabota.domain.rewards.models import Trial, TrialLine, TrialStatus
from zabota.domain.rewards.rules import left_after_refunds
from zabota.kit.errors import Refusal
from zabota.kit.queue import defer
from zabota.kit.sql import fetch

A_PART = 20_000  # payments between two looks at the clock of progress

_COUNT = """
SELECT count(*) FROM payments_payment
WHERE paid_at >= %s::timestamptz AND paid_at < %s::timestamptz AND client_id IS NOT NULL
    AND currency = 'RUB'
"""

# Payments in the order they were made, each with whose it was, what it earned and what was
# refunded in time; a part begins after the last payment of the part before.
_HISTORY = """
SELECT p.id, p.amount_minor, p.fee_minor, p.vat_minor, p.paid_at, p.product, a.servicing,
    p.client_id, a.partner_id, c.first_paid_at, w.partner_id,
    coalesce(w.amount_minor, 0)
        - CASE WHEN r.payment_id IS NULL OR w.id IS NULL THEN 0 ELSE coalesce((
            SELECT sum(v.amount_minor) FROM rewards_reversal AS v
            WHERE v.reward_id = w.id), 0) END::bigint,
    coalesce(r.minor, 0)::bigint
FROM (
    SELECT * FROM payments_payment
    WHERE (paid_at, id) > (%s::timestamptz, %s::bigint) AND paid_at < %s::timestamptz
        AND client_id IS NOT NULL AND currency = 'RUB'
    ORDER BY paid_at, id LIMIT %s::int
) AS p
JOIN clients_client AS c ON c.id = p.client_id
LEFT JOIN attribution_attribution AS a
    ON a.client_id = p.client_id AND a.withdrawn_at IS NULL AND a.during @> p.paid_at
LEFT JOIN rewards_reward AS w ON w.payment_id = p.id AND w.cancelled_at IS NULL
LEFT JOIN LATERAL (
    SELECT f.payment_id, sum(f.amount_minor) FILTER (
        WHERE f.refunded_at <= coalesce(p.paid_at + make_interval(days => %s::int), 'infinity')
    ) AS minor FROM payments_refund AS f WHERE f.payment_id = p.id AND f.undone_at IS NULL GROUP BY f.payment_id
) AS r ON true
ORDER BY p.paid_at, p.id
"""


@dataclass(slots=True)
class Found:
    """Sums of one client of one partner so far, minor units."""

    payments: int = 0
    before: int = 0
    after: int = 0


@transaction.atomic
def start_trial(
    *,
    version: TermsVersion | None = None,
    special: SpecialTerms | None = None,
    since: datetime,
    until: datetime,
    at: datetime,
    by: str,
    levels: Mapping[int, str] | None = None,
) -> Trial:
    """Put a trial in the queue; refused without clauses or when no payment lies in the period.

    `levels` (partner id → name) comes from above; special terms for a level are tried by it.
    """
    terms = version or special
    if terms is None or not terms.clauses.exists():
        raise Refusal("There is nothing to try yet. Add a clause.", code="nothing_to_try")
    payments = fetch(_COUNT, [since, until])[0][0]
    if not payments:
        raise Refusal("No client paid in this period. Choose another one.", code="no_payments")
    trial = Trial.objects.create(
        version=version,
        special=special,
        since=since,
        until=until,
        payments=payments,
        levels={str(pk): name for pk, name in (levels or {}).items()},
        made_at=at,
        made_by=by,
    )
    defer("rewards.try_terms", trial_id=trial.pk)
    return trial


def cancel_trial(trial: Trial, *, at: datetime) -> None:
    """Stop counting after the part that is under way; refused when it is over."""
    going = Trial.objects.filter(pk=trial.pk, status__in=[TrialStatus.WAITING, TrialStatus.RUNNING])
    if not going.update(status=TrialStatus.CANCELLED, finished_at=at):
        raise Refusal("This trial is over already.", code="over")


def fail_trial(trial_id: int, *, error: str, at: datetime) -> None:
    """Note why a trial could not be counted."""
    Trial.objects.filter(pk=trial_id, status=TrialStatus.RUNNING).update(
        status=TrialStatus.FAILED, error=error[:300], finished_at=at
    )


def run_trial(trial_id: int, *, at: datetime) -> Trial:
    """Count a trial from its beginning; a cancelled or finished one stays as it is."""
    trial = Trial.objects.select_related("version", "special").get(pk=trial_id)
    going = Trial.objects.filter(pk=trial_id, status__in=[TrialStatus.WAITING, TrialStatus.RUNNING])
    if not going.update(status=TrialStatus.RUNNING, counted=0):
        return trial
    timetable, floor = _timetable(trial, at=at)
    found: dict[tuple[int, int], Found] = {}
    for counted in _replay(trial, timetable, floor, found):
        if not going.update(counted=counted):
            return trial
    with transaction.atomic():
        _write(trial, found)
        going.update(
            status=TrialStatus.DONE,
            finished_at=at,
            before_minor=sum(one.before for one in found.values()),
            after_minor=sum(one.after for one in found.values()),
        )
    trial.refresh_from_db()
    return trial


def _timetable(trial: Trial, *, at: datetime) -> tuple[Timetable, int | None]:
    """The terms as they would have been, and the floor of refunds of a tried version."""
    versions, specials = list_published()
    partner_ids = list(Partner.objects.order_by("pk").values_list("pk", flat=True))
    entitled = list_entitled(partner_ids)
    if trial.version is not None:
        tried = replace(read_version(trial.version), effective_from=trial.since)
        return Timetable([tried], specials, entitled), tried.refund_floor_days
    assert trial.special is not None
    always = replace(read_special(trial.special), starts_at=trial.since, ends_at=trial.until)
    period: list[Period] = [(trial.since, trial.until)]
    levels = {int(pk): name for pk, name in trial.levels.items()}
    belong = list_segment(trial.special, at=at, levels=levels)
    chosen = {(always.id, pk): period for pk in belong}
    kept = [special for special in specials if special.id != always.id]
    return Timetable(versions, [*kept, always], {**entitled, **chosen}), None


def _replay(
    trial: Trial, timetable: Timetable, floor: int | None, found: dict[tuple[int, int], Found]
) -> Iterator[int]:
    """Price part after part into `found`; gives how many payments are behind after each."""
    tally, counted = Tally(), 0
    last_at, last_id = trial.since - timedelta(microseconds=1), 2**62
    while part := fetch(_HISTORY, [last_at, last_id, trial.until, A_PART, floor]):
        for row in part:
            _count(row, timetable, tally, found)
        last_id, last_at = part[-1][0], part[-1][4]
        counted += len(part)
        yield counted


def _count(
    row: tuple[Any, ...], timetable: Timetable, tally: Tally, found: dict[tuple[int, int], Found]
) -> None:
    *priceable, rewarded, before, refunded = row[1:]
    amount, client, partner = row[1], row[7], row[8]
    if partner is not None:
        priced = timetable.price(Priceable(*priceable), tally)
        line = found.setdefault((partner, client), Found())
        line.payments += 1
        if priced is not None:
            after = priced.amount_minor
            line.after += (
                left_after_refunds(reward=after, paid=amount, refunded=refunded)
                if refunded
                else after
            )
    if rewarded is not None:
        found.setdefault((rewarded, client), Found()).before += before


def _write(trial: Trial, found: dict[tuple[int, int], Found]) -> None:
    trial.lines.all().delete()
    TrialLine.objects.bulk_create(
        [
            TrialLine(
                trial=trial,
                partner_id=partner_id,
                client_id=client_id,
                payments=one.payments,
                before_minor=one.before,
                after_minor=one.after,
            )
            for (partner_id, client_id), one in sorted(found.items())
        ],
        batch_size=5_000,
    )
