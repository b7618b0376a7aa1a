"""Terms tried on history give what the live road gives, and touch nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.examples import rolled_back
from tests.make.money import LONG_AGO, NOON, client_of, partner, payment, refund, terms
from tests.world import World, assert_books_balance, owed, world
from zabota.domain.ledger.queries import get_account_balance
from zabota.domain.programme.models import Audience, Clause, Servicing
from zabota.domain.programme.operations import draft_special, draft_terms
from zabota.domain.rewards.models import Reward, Trial, TrialStatus
from zabota.domain.rewards.operations import cancel_trial, run_trial, start_trial
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.kit.errors import Refusal

__all__ = ["world"]

WEEK = {"since": NOON - timedelta(days=3), "until": NOON + timedelta(days=4)}


def tried(*clauses: Clause, **fields: object) -> Trial:
    """A draft of these clauses, tried on the week of the story."""
    version = draft_terms(title="Черновик", effective_from=NOON, clauses=clauses, **fields)
    return run_trial(start_trial(version=version, at=NOON, by="Viktor", **WEEK).pk, at=NOON)


def lines(trial: Trial) -> dict[tuple[str, str], tuple[int, int, int]]:
    """(partner, client) → payments, before, after."""
    rows = trial.lines.select_related("partner", "client")
    return {
        (row.partner.name, row.client.name): (row.payments, row.before_minor, row.after_minor)
        for row in rows
    }


def test_the_second_version_would_have_hurt(world: World) -> None:
    brought = client_of(world.rita, "Вега", servicing=Servicing.BROUGHT)
    payments_received([payment(world.acme), payment(world.acme), payment(brought)], at=NOON)
    trial = tried(
        Clause(rate_bp=4000, servicing=Servicing.FULL),
        Clause(rate_bp=2000, servicing=Servicing.BROUGHT),
    )
    assert trial.status == TrialStatus.DONE
    assert (trial.payments, trial.counted) == (3, 3)
    assert lines(trial) == {
        ("Иван и Ко", "Акме"): (2, 80_000, 80_000),
        ("Рита Софт", "Вега"): (1, 40_000, 20_000),
    }
    assert (trial.before_minor, trial.after_minor) == (120_000, 100_000)
    assert Reward.objects.count() == 3
    assert_books_balance()


def test_the_terms_in_force_change_nothing_refunds_included(world: World) -> None:
    first, second = payment(world.acme, 99_999), payment(world.acme, 12_345)
    payments_received([first, second], at=NOON)
    payments_refunded([refund(first, 33_333), refund(first, 11_111)], at=NOON)
    trial = tried(Clause(rate_bp=4000))
    assert trial.before_minor == trial.after_minor == owed(world.ivan)


def test_a_floor_of_a_draft_spares_the_partner_late_refunds(world: World) -> None:
    paid = payment(world.acme, at=NOON - timedelta(days=2))
    payments_received([paid], at=NOON)
    payments_refunded([refund(paid, 50_000, days=1), refund(paid, 50_000, days=5)], at=NOON)
    trial = tried(Clause(rate_bp=4000), refund_floor_days=3)
    assert (trial.before_minor, trial.after_minor) == (0, 20_000)


def test_special_terms_are_tried_beside_the_terms_of_then(world: World) -> None:
    hers = client_of(world.rita, "Вега")
    payments_received([payment(world.acme), payment(hers)], at=NOON)
    special = draft_special(
        name="Рите",
        starts_at=NOON + timedelta(days=30),
        audience=Audience.PARTNER,
        partner=world.rita,
        clauses=[Clause(rate_bp=5000)],
    )
    trial = run_trial(start_trial(special=special, at=NOON, by="Viktor", **WEEK).pk, at=NOON)
    assert lines(trial) == {
        ("Иван и Ко", "Акме"): (1, 40_000, 40_000),
        ("Рита Софт", "Вега"): (1, 40_000, 50_000),
    }


def test_a_trial_may_be_cancelled_and_is_never_counted_twice(world: World) -> None:
    payments_received([payment(world.acme)], at=NOON)
    version = draft_terms(title="Черновик", effective_from=NOON, clauses=[Clause(rate_bp=1)])
    trial = start_trial(version=version, at=NOON, by="Viktor", **WEEK)
    cancel_trial(trial, at=NOON)
    assert run_trial(trial.pk, at=NOON).status == TrialStatus.CANCELLED
    assert not trial.lines.exists()
    with pytest.raises(Refusal):
        cancel_trial(trial, at=NOON)
    done = run_trial(start_trial(version=version, at=NOON, by="Viktor", **WEEK).pk, at=NOON)
    assert run_trial(done.pk, at=NOON).after_minor == done.after_minor
    assert done.lines.count() == 1


def test_without_payments_or_clauses_there_is_nothing_to_try(world: World) -> None:
    version = draft_terms(title="Черновик", effective_from=NOON, clauses=[Clause(rate_bp=1)])
    with pytest.raises(Refusal):
        start_trial(version=version, at=NOON, by="Viktor", **WEEK)
    payments_received([payment(world.acme)], at=NOON)
    empty = draft_terms(title="Пусто", effective_from=NOON, clauses=[])
    with pytest.raises(Refusal):
        start_trial(version=empty, at=NOON, by="Viktor", **WEEK)


CLAUSES = st.lists(
    st.builds(
        dict,
        rate_bp=st.integers(0, 10_000),
        servicing=st.sampled_from(["", "full", "brought"]),
        to_month=st.sampled_from([None, 1, 2]),
        most_minor=st.none() | st.integers(1, 100_000),
        first_payments=st.none() | st.integers(1, 3),
    ),
    min_size=1,
    max_size=3,
)


@example(
    clauses=[{"rate_bp": 209, "first_payments": 1}], cap=None, amounts=[(0, 1)] * 5 + [(0, 24)]
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    clauses=CLAUSES,
    cap=st.none()
    | st.tuples(st.integers(1, 300_000), st.sampled_from(["client", "partner_month"])),
    amounts=st.lists(
        st.tuples(st.integers(0, 2), st.integers(1, 500_000)), min_size=1, max_size=12
    ),
)
def test_a_trial_says_what_the_live_road_does(
    db: None,
    clauses: list[dict[str, object]],
    cap: tuple[int, str] | None,
    amounts: list[tuple[int, int]],
) -> None:
    """Whatever the clauses: tried on the payments they priced, the same terms change nothing."""
    with rolled_back():
        _compare(clauses, cap, amounts)


def _compare(
    clauses: list[dict[str, object]], cap: tuple[int, str] | None, amounts: list[tuple[int, int]]
) -> None:
    made = [Clause(**fields) for fields in clauses]
    if cap:
        made[0].cap_minor, made[0].cap_per = cap
    version = terms(since=LONG_AGO, clauses=made)
    one, two = partner("А", "АА1"), partner("Б", "ББ2")
    clients = [
        client_of(one, "1"),
        client_of(one, "2", servicing=Servicing.BROUGHT),
        client_of(two, "3"),
    ]
    facts = [
        payment(clients[who], minor, at=NOON - timedelta(hours=len(amounts) - n))
        for n, (who, minor) in enumerate(amounts)
    ]
    payments_received(facts[:5], at=NOON)
    payments_received(facts[5:], at=NOON)
    trial = run_trial(start_trial(version=version, at=NOON, by="V", **WEEK).pk, at=NOON)
    for line in trial.lines.all():
        assert line.before_minor == line.after_minor
    assert trial.after_minor == -sum(
        get_account_balance(f"partner:{one_.pk}:owed") for one_ in (one, two)
    )
    assert_books_balance()
