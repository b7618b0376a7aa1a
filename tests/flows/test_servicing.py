"""Full servicing or only brought: a change in the past counts the payments anew, and back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.flows.test_corrections import pay_everything
from tests.make.money import LONG_AGO, NOON, payment, terms
from tests.world import World, assert_books_balance, owed
from zabota.domain.attribution.models import Attribution, Bearer
from zabota.domain.programme.models import Clause, Servicing
from zabota.domain.rewards.models import Reward
from zabota.flows.client_placed import attribution_corrected, correction_undone
from zabota.flows.correction_tried import servicing_tried
from zabota.flows.payments_received import payments_received
from zabota.flows.servicing_changed import servicing_changed
from zabota.kit.errors import Refusal
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=10)


@pytest.fixture
def two_rates(world: World) -> World:
    """30 % for full servicing, 15 % for bringing."""
    terms(
        5,
        since=LONG_AGO + timedelta(days=1),
        clauses=[
            Clause(rate_bp=3000, servicing=Servicing.FULL),
            Clause(rate_bp=1500, servicing=Servicing.BROUGHT, position=2),
        ],
    )
    return world


def only_brought(world: World, since=NOON):  # type: ignore[no-untyped-def]
    """Marina finds that Ivan no longer looks after Acme."""
    return servicing_changed(
        world.acme,
        servicing=Servicing.BROUGHT,
        since=since,
        reason="не обслуживает",
        at=LATER,
        by="Марина",
    )


def test_a_change_in_the_past_counts_only_later_payments_anew(two_rates: World) -> None:
    early, late = payment(two_rates.acme, at=NOON - timedelta(days=1)), payment(two_rates.acme)
    payments_received([early, late], at=NOON)
    tried = servicing_tried(two_rates.acme, servicing=Servicing.BROUGHT, since=NOON, at=LATER)
    assert owed(two_rates.ivan) == 60_000
    only_brought(two_rates)

    assert tried.by_partner == {(two_rates.ivan.pk, "RUB"): -15_000}
    assert owed(two_rates.ivan) == 45_000
    levels = Attribution.objects.filter(client=two_rates.acme, withdrawn_at=None).order_by("during")
    assert [row.servicing for row in levels] == ["full", "brought"]
    assert Event.objects.filter(name="servicing.changed").count() == 1
    assert_books_balance()


def test_undone_it_stands_as_before_to_the_kopeck(two_rates: World) -> None:
    payments_received([payment(two_rates.acme)], at=NOON)
    correction = only_brought(two_rates)
    correction_undone(correction, reason="ошиблись", at=LATER, by="Марина")

    assert owed(two_rates.ivan) == 30_000
    assert Reward.objects.get(cancelled_at=None).servicing == Servicing.FULL
    with pytest.raises(Refusal):
        correction_undone(correction, reason="ещё раз", at=LATER, by="Марина")
    assert_books_balance()


def test_what_was_paid_more_than_due_is_netted_and_never_paid_twice(two_rates: World) -> None:
    payments_received([payment(two_rates.acme)], at=NOON)
    pay_everything()
    only_brought(two_rates)

    assert owed(two_rates.ivan) == 15_000 - 30_000
    assert_books_balance()


def test_the_vendor_bears_nothing_for_the_same_partner(two_rates: World) -> None:
    """A correction to another level of the same partner may not leave him both rewards."""
    payments_received([payment(two_rates.acme)], at=NOON)
    pay_everything()
    attribution_corrected(
        two_rates.acme,
        to=two_rates.ivan,
        since=LONG_AGO,
        servicing=Servicing.BROUGHT,
        bearer=Bearer.VENDOR,
        reason="уровень",
        at=LATER,
        by="Марина",
    )

    assert owed(two_rates.ivan) == 15_000 - 30_000
    assert_books_balance()


def test_the_next_payment_is_priced_by_the_level_of_its_moment(two_rates: World) -> None:
    only_brought(two_rates)
    payments_received([payment(two_rates.acme, at=NOON + timedelta(hours=1))], at=LATER)

    assert owed(two_rates.ivan) == 15_000
    assert_books_balance()


def test_the_same_level_and_nobodys_client_are_refused(two_rates: World) -> None:
    only_brought(two_rates)
    with pytest.raises(Refusal, match="already"):
        only_brought(two_rates)
    with pytest.raises(Refusal, match="nobody"):
        servicing_changed(
            two_rates.zero, servicing="brought", since=NOON, reason="", at=LATER, by="Марина"
        )
