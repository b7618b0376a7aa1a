"""Whatever happens, in any order and twice, the books balance and nobody is paid twice."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import Count, Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.make.money import LONG_AGO, NOON, client, client_of, partner, payment, refund, terms
from tests.world import assert_books_balance
from zabota.domain.attribution.models import Attribution, Bearer, Correction
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.domain.payments.facts import PaymentFact, RefundFact
from zabota.domain.payouts.models import Batch, Payout, PayoutItem
from zabota.domain.payouts.operations import Settlement
from zabota.domain.rewards.models import Reward
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_cancelled, batch_sent
from zabota.flows.client_placed import attribution_corrected, correction_undone
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.flows.payouts_settled import payout_failed, payouts_settled
from zabota.kit.errors import Refusal
from zabota.kit.money import divide_half_up

PEOPLE = st.integers(0, 2)
NTH = st.integers(0, 20)


class Life(RuleBasedStateMachine):
    """Payments, refunds, corrections and payouts, each at any moment and again."""

    def __init__(self) -> None:
        super().__init__()
        # A transaction of the example's own, marked as a test's, so that flows may be outermost.
        self.example = transaction.atomic()
        self.example._from_testcase = True  # type: ignore[attr-defined]
        self.example.__enter__()
        self.at: datetime = NOON
        self.facts: list[PaymentFact] = []
        self.refunds: list[RefundFact] = []
        self.partners: list[Partner] = []
        self.clients: list[Client] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        terms()
        self.partners = [partner(name, code) for name, code in (("А", "АА1"), ("Б", "ББ2"))]
        self.clients = [client_of(p, f"Клиент {p.pk}") for p in self.partners] + [client("Ничей")]

    def tick(self) -> datetime:
        self.at += timedelta(hours=1)
        return self.at

    @rule(who=PEOPLE, minor=st.integers(1, 10_000_000))
    def a_client_pays(self, who: int, minor: int) -> None:
        self.facts.append(payment(self.clients[who], minor, at=self.tick()))
        payments_received([self.facts[-1]], at=self.at)

    @rule(nth=NTH)
    def payments_come_again(self, nth: int) -> None:
        payments_received(self.facts[nth:] + self.facts[:nth], at=self.tick())

    @rule(nth=NTH, share=st.integers(1, 100))
    def a_payment_is_refunded(self, nth: int, share: int) -> None:
        if self.facts:
            fact = self.facts[nth % len(self.facts)]
            minor = max(fact.amount_minor * share // 100, 1)
            self.refunds.append(refund(fact, minor))
            with suppress(Refusal):
                payments_refunded([self.refunds[-1]], at=self.tick())

    @rule(nth=NTH)
    def a_refund_comes_again(self, nth: int) -> None:
        if self.refunds:
            with suppress(Refusal):
                payments_refunded([self.refunds[nth % len(self.refunds)]], at=self.tick())

    @rule(who=PEOPLE, to=PEOPLE, hours=st.integers(0, 40), bearer=st.sampled_from(Bearer.values))
    def a_client_is_corrected(self, who: int, to: int, hours: int, bearer: str) -> None:
        with suppress(Refusal):
            attribution_corrected(
                self.clients[who],
                to=self.partners[to] if to < len(self.partners) else None,
                since=NOON + timedelta(hours=hours) if hours else LONG_AGO,
                bearer=bearer,
                reason="так вернее",
                at=self.tick(),
                by="Марина",
            )

    @rule(nth=NTH)
    def a_correction_is_undone(self, nth: int) -> None:
        corrections = list(Correction.objects.order_by("pk"))
        if corrections:
            with suppress(Refusal):
                correction_undone(
                    corrections[nth % len(corrections)], reason="нет", at=self.tick(), by="Марина"
                )

    @rule()
    def finance_forms_and_approves(self) -> None:
        with suppress(Refusal):
            batch = batch_formed(
                before=self.at + timedelta(days=9), at=self.tick(), by="Ольга"
            ).batch
            batch_approved(batch, at=self.at, by="Ольга")

    @rule(nth=NTH, send=st.booleans())
    def a_batch_goes_on(self, nth: int, send: bool) -> None:
        batches = list(Batch.objects.order_by("pk"))
        if batches:
            step = batch_sent if send else batch_cancelled
            with suppress(Refusal):
                step(batches[nth % len(batches)], at=self.tick(), by="Ольга")

    @rule()
    def the_bank_settles(self) -> None:
        lines = [
            Settlement(p.order_number, p.amount_minor, p.account, self.at, f"line:{p.pk}")
            for p in Payout.objects.filter(proof="")
        ]
        payouts_settled(lines, at=self.tick())

    @rule(nth=NTH)
    def the_bank_returns_one(self, nth: int) -> None:
        payouts = list(Payout.objects.order_by("pk"))
        if payouts:
            with suppress(Refusal):
                payout_failed(payouts[nth % len(payouts)], reason="счёт закрыт", at=self.tick())

    @invariant()
    def the_books_balance(self) -> None:
        assert_books_balance()

    @invariant()
    def nobody_is_paid_twice_for_a_payment(self) -> None:
        twice = (
            PayoutItem.objects.filter(live=True, reward__isnull=False)
            .values("reward")
            .annotate(times=Count("pk"))
            .filter(times__gt=1)
        )
        assert not twice

    @invariant()
    def live_rewards_are_the_rightful_ones(self) -> None:
        """The naive reference: 40 % of each payment, to whoever the client's is at its moment."""
        for fact in self.facts:
            owner = Attribution.objects.filter(
                client_id=fact.client_id, withdrawn_at=None, during__contains=fact.paid_at
            ).first()
            live = Reward.objects.filter(
                payment__external_id=fact.external_id, cancelled_at=None
            ).first()
            amount = divide_half_up(fact.amount_minor * 4_000, 10_000)
            if owner is None or amount == 0:
                assert live is None
                continue
            assert live is not None
            assert (live.partner_id, live.amount_minor) == (owner.partner_id, amount)
            refunded = live.payment.refunds.aggregate(s=Sum("amount_minor"))["s"] or 0
            taken = live.reversals.aggregate(s=Sum("amount_minor"))["s"] or 0
            assert taken == divide_half_up(amount * refunded, fact.amount_minor)


@pytest.mark.django_db
def test_any_order_and_twice() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
