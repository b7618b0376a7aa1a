"""Whatever is earned, refunded and paid in whatever order: nobody is paid more than he has earned."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.make.money import NOON, client_of, partner, payment, refund
from tests.world import World, assert_books_balance, owed
from zabota.domain.payments.facts import PaymentFact
from zabota.domain.payments.operations import TooMuchRefunded
from zabota.domain.payouts.models import Payout, PayoutStatus
from zabota.domain.payouts.operations import NothingDue, Settlement
from zabota.domain.payouts.queries import get_partner_balance
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_cancelled, batch_sent
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.flows.payouts_settled import payout_failed, payouts_settled

pytestmark = pytest.mark.django_db
RATE = 40
_numbers = count(1)
AFTER = NOON + timedelta(days=9)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("pays"), st.integers(1, 300_000)),
        st.tuples(st.just("refund"), st.integers(1, 300_000)),
        st.tuples(st.just("batch"), st.sampled_from(["settled", "failed", "cancelled", "sent"])),
    ),
    min_size=2,
    max_size=9,
)


class Story:
    """A new partner and his client, told step by step beside a ledger on a napkin."""

    def __init__(self) -> None:
        code = f"N{next(_numbers)}X"
        self.partner = partner(f"Неттинг {code}", code)
        self.client = client_of(self.partner, f"Клиент {code}")
        self.paid: list[PaymentFact] = []
        self.back: dict[str, int] = defaultdict(int)

    @property
    def earned(self) -> int:
        """40 % of what every client's payment has left, by the rule of proportion, rounded half up."""
        return sum(
            (one.amount_minor * RATE + 50) // 100
            - ((one.amount_minor * RATE + 50) // 100 * self.back[one.external_id] * 2
               + one.amount_minor) // (2 * one.amount_minor)
            for one in self.paid
        )  # fmt: skip

    def tell(self, what: str, how: int | str) -> None:
        """One step."""
        if what == "pays":
            self.paid.append(payment(self.client, int(how)))
            payments_received(self.paid[-1:], at=NOON)
        elif what == "refund" and self.paid:
            self._refund(int(how))
        elif what == "batch":
            self._batch(str(how))

    def _refund(self, minor: int) -> None:
        of = self.paid[minor % len(self.paid)]
        try:
            payments_refunded([refund(of, minor)], at=NOON)
        except TooMuchRefunded:
            return
        self.back[of.external_id] += minor

    def _batch(self, end: str) -> None:
        before = self.earned - self.taken()
        try:
            batch = batch_formed(before=AFTER, at=NOON, by="Ольга").batch
            payout = batch.payouts.filter(partner=self.partner).first()
        except NothingDue:
            payout = None
        if payout is None:
            assert before <= 0, "whoever has money coming is paid"
            return
        assert payout.amount_minor == before, "everything, less what was taken back"
        if end == "cancelled":
            batch_cancelled(batch, at=NOON, by="Ольга")
            return
        batch_approved(batch, at=NOON, by="Ольга")
        batch_sent(batch, at=NOON, by="Ольга")
        if end == "settled":
            line = Settlement(
                payout.order_number, payout.amount_minor, payout.account, NOON, f"l:{payout.pk}"
            )
            payouts_settled([line], at=NOON)
        elif end == "failed":
            payout.refresh_from_db()
            payout_failed(payout, reason="счёт закрыт", at=NOON)

    def taken(self) -> int:
        """What stands in payouts that are alive."""
        mine = Payout.objects.filter(partner=self.partner)
        alive = mine.exclude(status__in=[PayoutStatus.CANCELLED, PayoutStatus.FAILED])
        return sum(alive.values_list("amount_minor", flat=True))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_what_is_taken_back_is_netted_from_what_comes(world: World, steps: list[tuple]) -> None:  # type: ignore[type-arg]
    story = Story()
    for what, how in steps:
        story.tell(what, how)
        assert owed(story.partner) == story.earned - story.taken()
    balance = get_partner_balance(story.partner.pk, before=AFTER)
    assert balance.pending + balance.due == story.earned - story.taken()
    assert balance.on_the_way + balance.paid == story.taken()
    assert all(minor > 0 for minor in Payout.objects.values_list("amount_minor", flat=True))
    assert_books_balance()
