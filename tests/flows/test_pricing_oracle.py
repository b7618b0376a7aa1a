"""Rewards of the set-based road against a naive pricing, written from the words of the terms alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import rolled_back
from tests.make.money import NOON, client_of, partner, payment, terms
from tests.world import assert_books_balance
from zabota.domain.programme.models import Audience, Clause
from zabota.domain.programme.operations import draft_special, publish_special
from zabota.domain.rewards.models import Reward
from zabota.flows.payments_received import payments_received
from zabota.kit.zone import day_of

START = NOON - timedelta(days=400)


@dataclass
class Naive:
    """Prices one payment after another; remembers all it gave in a plain list."""

    ordinary: list[Clause]
    special: list[Clause]
    begins: datetime
    exclusive: bool
    first: dict[int, datetime] = field(default_factory=dict)
    given: list[tuple[int, int, int, datetime, int]] = field(default_factory=list)

    def price(self, client: int, whose: int, minor: int, vat: int, at: datetime) -> int:
        """The amount of the reward; 0 is none."""
        offers = [(self._amount(c, client, whose, minor, vat, at), c) for c in self.ordinary]
        extra = (
            [(self._amount(c, client, whose, minor, vat, at), c) for c in self.special]
            if at >= self.begins
            else []
        )
        fitting = [(amount, c) for amount, c in offers if amount is not None]
        better = [(amount, c) for amount, c in extra if amount is not None]
        if self.exclusive and max((amount for amount, _c in better), default=0) > 0:
            chosen = better
        else:
            chosen = fitting if self.exclusive else fitting + better
        best: tuple[int, Clause] | None = None
        for amount, clause in chosen:
            if best is None or amount > best[0]:
                best = (amount, clause)
        if best is None or not best[0]:
            return 0
        self.given.append((best[1].pk, client, whose, at, best[0]))
        return best[0]

    def _amount(
        self, clause: Clause, client: int, whose: int, minor: int, vat: int, at: datetime
    ) -> int | None:
        before = [one for one in self.given if one[0] == clause.pk]
        if clause.to_month is not None and self._month(client, at) > clause.to_month:
            return None
        mine = [one for one in before if one[1] == client]
        if clause.first_payments is not None and len(mine) >= clause.first_payments:
            return None
        base = minor - vat if clause.base == "net_of_vat" else minor
        amount = (
            clause.fixed_minor
            if clause.kind == "fixed"
            else floor(Fraction(base * (clause.rate_bp or 0), 10_000) + Fraction(1, 2))
        ) or 0
        if clause.least_minor is not None:
            amount = max(amount, clause.least_minor)
        if clause.most_minor is not None:
            amount = min(amount, clause.most_minor)
        if clause.cap_minor is not None:
            amount = min(
                amount, max(clause.cap_minor - self._used(clause, before, client, whose, at), 0)
            )
        return amount

    def _used(
        self, clause: Clause, before: list[Any], client: int, whose: int, at: datetime
    ) -> int:
        month = f"{day_of(at):%Y-%m}"
        if clause.cap_per == "client":
            return sum(one[4] for one in before if one[1] == client)
        return sum(
            one[4] for one in before if one[2] == whose and f"{day_of(one[3]):%Y-%m}" == month
        )

    def _month(self, client: int, at: datetime) -> int:
        """Which month since the client's first payment: whole months passed, and one."""
        first, day = day_of(self.first[client]), day_of(at)
        months = 12 * (day.year - first.year) + day.month - first.month
        return months + (1 if day.day >= first.day else 0)


CLAUSES = st.lists(
    st.one_of(
        st.fixed_dictionaries({"rate_bp": st.integers(0, 10_000), "base": st.sampled_from(["gross", "net_of_vat"])}),
        st.fixed_dictionaries({"kind": st.just("fixed"), "fixed_minor": st.integers(0, 90_000)}),
    ).flatmap(
        lambda kind: st.fixed_dictionaries(
            {name: st.just(value) for name, value in kind.items()},
            optional={
                "to_month": st.integers(1, 3),
                "least_minor": st.integers(0, 40_000),
                "most_minor": st.integers(1, 90_000),
                "first_payments": st.integers(1, 3),
                "cap": st.tuples(st.integers(1, 200_000), st.sampled_from(["client", "partner_month"])),
            },
        )
    ),
    min_size=1,
    max_size=3,
)  # fmt: skip


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    ordinary=CLAUSES,
    special=CLAUSES,
    exclusive=st.booleans(),
    begins=st.integers(0, 90),
    paid=st.lists(
        st.tuples(st.integers(0, 2), st.integers(1, 300_000), st.integers(0, 27)),
        min_size=1,
        max_size=10,
    ),
    cut=st.integers(0, 10),
)
def test_the_road_says_what_naive_pricing_says(
    db: None, ordinary: list[dict[str, Any]], special: list[dict[str, Any]], exclusive: bool,
    begins: int, paid: list[tuple[int, int, int]], cut: int,
) -> None:  # fmt: skip
    with rolled_back():
        version = terms(since=START, clauses=[clause(one) for one in ordinary])
        made = draft_special(
            name="Особые", audience=Audience.EVERYONE, starts_at=START + timedelta(days=begins),
            exclusive=exclusive, clauses=[clause(one) for one in special],
        )  # fmt: skip
        publish_special(made, at=START, by="Viktor")
        one, two = partner("А", "АА1"), partner("Б", "ББ2")
        clients = [client_of(one, "1"), client_of(one, "2"), client_of(two, "3")]
        naive = Naive(
            list(version.clauses.order_by("position")), list(made.clauses.order_by("position")),
            made.starts_at, exclusive,
        )  # fmt: skip
        at, facts, expected = START, [], {}
        for who, minor, days in paid:
            at += timedelta(days=days, minutes=1)
            vat = minor // 6
            fact = payment(clients[who], minor, at=at, vat_minor=vat)
            facts.append(fact)
            naive.first.setdefault(clients[who].pk, at)
            whose = two.pk if who == 2 else one.pk
            expected[fact.external_id] = naive.price(clients[who].pk, whose, minor, vat, at)
        for part in (facts[:cut], facts[cut:]):
            if part:
                payments_received(part, at=at)
        got = dict(Reward.objects.values_list("payment__external_id", "amount_minor"))
        assert got == {key: amount for key, amount in expected.items() if amount}
        assert_books_balance()


def clause(fields: dict[str, Any]) -> Clause:
    plain = {name: value for name, value in fields.items() if name != "cap"}
    cap_minor, cap_per = fields.get("cap", (None, ""))
    return Clause(**plain, cap_minor=cap_minor, cap_per=cap_per)
