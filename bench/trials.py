"""How long terms are tried on history, beside the live road of the very same payments."""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from time import perf_counter

import django

django.setup()

from django.db import connection  # noqa: E402

from bench.roads import NOW  # noqa: E402
from bench.world import client_ids  # noqa: E402
from zabota.domain.payments.facts import PaymentFact  # noqa: E402
from zabota.domain.programme.models import CapPer, Clause, TermsVersion  # noqa: E402
from zabota.domain.programme.operations import draft_terms  # noqa: E402
from zabota.domain.rewards.models import TrialStatus  # noqa: E402
from zabota.domain.rewards.operations import run_trial, start_trial  # noqa: E402
from zabota.flows.payments_received import payments_received  # noqa: E402

YEAR = timedelta(days=365)
OF_DEMO = 7_000  # payments of a year of the demo, of its 350 partners
PARTNERS_OF_DEMO = 350
MANY = 200_000
GOAL_OF_A_YEAR = 3.0  # seconds
GOAL_OF_MANY = 2.0  # times the live road


def report_trials() -> None:
    """A year like the demo's in seconds, then many payments beside the road they came by."""
    ids = client_ids(hot=False)
    draft = _terms_to_try()
    _receive(_year(ids[:PARTNERS_OF_DEMO], OF_DEMO, until=NOW - YEAR))
    passed = _try(draft, since=NOW - 2 * YEAR, until=NOW - YEAR, expected=OF_DEMO)
    verdict = "reached" if passed <= GOAL_OF_A_YEAR else "MISSED"
    what = f"a year of {OF_DEMO} payments tried"
    print(f"{what:46} {passed:10.2f} s  goal {GOAL_OF_A_YEAR:.0f} s: {verdict}")

    live = _receive(_year(ids, MANY, until=NOW))
    passed = _try(draft, since=NOW - YEAR, until=NOW, expected=MANY)
    ratio = passed / live
    verdict = "reached" if ratio <= GOAL_OF_MANY else "MISSED"
    what = f"a year of {MANY} payments tried"
    print(
        f"{what:46} {MANY / passed:10.0f} payments/s  {passed:.1f} s, {ratio:.2f} x the live road "
        f"({live:.1f} s)  goal {GOAL_OF_MANY:.0f}: {verdict}"
    )


def _terms_to_try() -> TermsVersion:
    """Terms that ask more than those in force: months, a cap that remembers, a floor of refunds."""
    clauses = [
        Clause(rate_bp=5000, to_month=12),
        Clause(rate_bp=3000, from_month=13, most_minor=200_000),
        Clause(rate_bp=4500, cap_minor=2_000_000, cap_per=CapPer.PARTNER_MONTH),
    ]
    return draft_terms(title="bench", effective_from=NOW, clauses=clauses, refund_floor_days=180)


def _year(ids: Sequence[int], size: int, *, until: datetime) -> list[PaymentFact]:
    """Payments of random clients, spread evenly over the year before, in the order of days."""
    return [
        PaymentFact(
            source="bench",
            external_id=uuid.uuid4().hex,
            amount_minor=random.randint(10_000, 900_000),
            paid_at=until - YEAR + YEAR * n / size,
            client_id=random.choice(ids),
        )
        for n in range(size)
    ]


def _receive(facts: list[PaymentFact]) -> float:
    """Seconds the live road takes, a thousand payments at a time; statistics are fresh afterwards."""
    started = perf_counter()
    for first in range(0, len(facts), 1_000):
        part = facts[first : first + 1_000]
        payments_received(part, at=part[-1].paid_at)
    passed = perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return passed


def _try(draft: TermsVersion, *, since: datetime, until: datetime, expected: int) -> float:
    """Seconds from the button to the lines of the trial."""
    started = perf_counter()
    trial = start_trial(version=draft, since=since, until=until, at=NOW, by="bench")
    trial = run_trial(trial.pk, at=NOW)
    passed = perf_counter() - started
    if trial.status != TrialStatus.DONE or trial.counted != expected or not trial.after_minor:
        raise RuntimeError(f"The trial went wrong: {trial.status}, {trial.counted} payments.")
    return passed
