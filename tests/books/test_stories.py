"""Golden stories: what happened, and the journal that an accountant checks by eye."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.books.ledger_table import journal
from tests.make.money import LONG_AGO, NOON, client_of, four_terms, partner, payment, refund
from tests.world import World, assert_books_balance, owed
from zabota.domain.attribution.models import Bearer
from zabota.domain.payments.models import Refund
from zabota.domain.payouts.operations import Settlement
from zabota.domain.payouts.queries import list_due
from zabota.domain.programme.models import Audience, Clause, Servicing
from zabota.domain.programme.operations import draft_special
from zabota.domain.rewards.models import Reward
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_sent
from zabota.flows.client_placed import attribution_corrected, correction_undone
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded, refund_undone
from zabota.flows.payouts_settled import payouts_settled
from zabota.flows.specials_renewed import special_published
from zabota.kit.errors import Refusal

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=10)


def pay_out() -> None:
    """Form, approve, send; the bank's statement shows that the money has left."""
    batch = batch_formed(before=LATER, at=NOON, by="Ольга").batch
    batch_approved(batch, at=NOON, by="Ольга")
    batch_sent(batch, at=NOON, by="Ольга")
    payouts_settled(
        [
            Settlement(p.order_number, p.amount_minor, p.account, NOON, f"line:{p.pk}")
            for p in batch.payouts.all()
        ],
        at=NOON,
    )


def test_four_terms_and_the_same_thousand_roubles(db: None) -> None:
    """v1 a flat 20 %; v2 30 % for full servicing, half for bringing; v3 30 %; v4 40 %."""
    four_terms()
    early = datetime(2017, 1, 1, tzinfo=UTC)
    anna = partner("Анна", "АННА", at=early)
    full = client_of(anna, "С обслуживанием", since=early)
    brought = client_of(anna, "Только привела", since=early, servicing=Servicing.BROUGHT)
    rows = []
    for year in (2018, 2019, 2020, 2021):
        day = datetime(year, 6, 1, tzinfo=UTC)
        payments_received([payment(full, at=day), payment(brought, at=day)], at=day)
        earned = Reward.objects.filter(payment__paid_at=day).order_by("payment__client_id")
        rows.append((year, *(reward.amount_minor // 100 for reward in earned)))

    #                year   in full  only brought
    assert rows == [(2018,     200,     200),
                    (2019,     300,     150),
                    (2020,     300,     300),
                    (2021,     400,     400)]  # fmt: skip
    assert_books_balance()


def test_forgotten_code_before_the_payout(world: World) -> None:
    """Acme paid 1 000; Ivan was to get 400. It turns out that Rita had brought Acme."""
    payments_received([payment(world.acme)], at=NOON)
    attribution_corrected(
        world.acme, to=world.rita, since=LONG_AGO, bearer=Bearer.VENDOR, reason="код", at=LATER,
        by="Марина",
    )  # fmt: skip
    assert (
        journal()
        == """
reward             rewards            Иван owed              400.00
reversal           Иван owed          rewards                400.00
reward             rewards            Рита owed              400.00"""
    )
    assert_books_balance()


def test_forgotten_code_after_the_payout_the_vendor_bears_it(world: World) -> None:
    """Ivan keeps what he was paid, the vendor pays Rita as well; then it is undone."""
    payments_received([payment(world.acme)], at=NOON)
    pay_out()
    correction = attribution_corrected(
        world.acme, to=world.rita, since=LONG_AGO, bearer=Bearer.VENDOR, reason="код", at=LATER,
        by="Марина",
    )  # fmt: skip
    correction_undone(correction, reason="всё же Иван", at=LATER, by="Марина")
    assert (
        journal()
        == """
reward             rewards            Иван owed              400.00
payout_formed      Иван owed          Иван on_the_way        400.00
payout_settled     Иван on_the_way    bank                   400.00
goodwill           goodwill           rewards                400.00
reward             rewards            Рита owed              400.00
reversal           Рита owed          rewards                400.00
goodwill           rewards            goodwill               400.00"""
    )
    assert (owed(world.ivan), owed(world.rita)) == (0, 0)
    assert_books_balance()


def test_forgotten_code_after_the_payout_it_is_his_debt(world: World) -> None:
    """Ivan owes 400; his next reward of 600 pays it off and 200 are left for him."""
    payments_received([payment(world.acme)], at=NOON)
    pay_out()
    attribution_corrected(
        world.acme, to=world.rita, since=LONG_AGO, bearer=Bearer.PARTNER, reason="код", at=LATER,
        by="Марина",
    )  # fmt: skip
    other = client_of(world.ivan, "Другой")
    payments_received([payment(other, 150_000)], at=LATER)
    assert (
        journal()
        == """
reward             rewards            Иван owed              400.00
payout_formed      Иван owed          Иван on_the_way        400.00
payout_settled     Иван on_the_way    bank                   400.00
reversal           Иван owed          rewards                400.00
reward             rewards            Рита owed              400.00
reward             rewards            Иван owed              600.00"""
    )
    assert owed(world.ivan) == 20_000
    assert_books_balance()


def test_a_partial_refund_after_the_payout_then_a_second_payment(world: World) -> None:
    """1 000 paid, 400 paid out, 250 refunded: 100 go back, netted from the next 400."""
    first = payment(world.acme)
    payments_received([first], at=NOON)
    pay_out()
    payments_refunded([refund(first, 25_000)], at=NOON)
    assert owed(world.ivan) == -10_000
    payments_received([payment(world.acme)], at=NOON)
    pay_out()
    assert (
        journal()
        == """
reward             rewards            Иван owed              400.00
payout_formed      Иван owed          Иван on_the_way        400.00
payout_settled     Иван on_the_way    bank                   400.00
reversal           Иван owed          rewards                100.00
reward             rewards            Иван owed              400.00
payout_formed      Иван owed          Иван on_the_way        300.00
payout_settled     Иван on_the_way    bank                   300.00"""
    )
    assert_books_balance()


def test_a_refund_in_three_pieces_takes_back_exactly_the_reward(world: World) -> None:
    """100.01 paid, 40.00 rewarded; thirds of the refund never take a kopeck too much."""
    odd = payment(world.acme, 10_001)
    payments_received([odd], at=NOON)
    for minor in (3_333, 3_333, 3_335):
        payments_refunded([refund(odd, minor)], at=NOON)
    assert (
        journal()
        == """
reward             rewards            Иван owed               40.00
reversal           Иван owed          rewards                 13.33
reversal           Иван owed          rewards                 13.33
reversal           Иван owed          rewards                 13.34"""
    )
    assert owed(world.ivan) == 0
    assert_books_balance()


def test_a_chargeback_after_the_payout_is_won(world: World) -> None:
    """The bank takes 1 000 back and Ivan owes 400; we win, and the 400 are his and paid again."""
    disputed = payment(world.acme)
    payments_received([disputed], at=NOON)
    pay_out()
    payments_refunded([replace(refund(disputed, 100_000), kind="chargeback")], at=NOON)
    assert owed(world.ivan) == -40_000
    chargeback = Refund.objects.get()
    refund_undone(chargeback, reason="спор выигран", at=NOON, by="Ольга")
    assert owed(world.ivan) == 0
    assert (
        journal()
        == """
reward             rewards            Иван owed              400.00
payout_formed      Иван owed          Иван on_the_way        400.00
payout_settled     Иван on_the_way    bank                   400.00
reversal           Иван owed          rewards                400.00
put_back           rewards            Иван owed              400.00"""
    )
    with pytest.raises(Refusal):
        refund_undone(chargeback, reason="ещё раз", at=NOON, by="Ольга")
    assert_books_balance()


def test_a_chargeback_netted_from_a_payout_and_then_won(world: World) -> None:
    """400 were netted from a payout of 600; won, they are due three days later and paid."""
    disputed = payment(world.acme)
    payments_received([disputed], at=NOON)
    pay_out()
    payments_refunded([replace(refund(disputed, 100_000), kind="chargeback")], at=NOON)
    payments_received([payment(world.acme, 150_000)], at=NOON)
    pay_out()
    refund_undone(Refund.objects.get(), reason="спор выигран", at=NOON, by="Ольга")
    (due,) = list_due(before=LATER)
    assert (due.amount_minor, due.due_at) == (40_000, NOON + timedelta(days=3))
    pay_out()
    assert owed(world.ivan) == 0
    assert_books_balance()


def test_a_refund_undone_between_two_others_leaves_them_to_the_kopeck(world: World) -> None:
    """Thirds again: the first was a mistake; what the others take is as if it had never been."""
    odd = payment(world.acme, 10_001)
    payments_received([odd], at=NOON)
    first, second, third = (refund(odd, minor) for minor in (3_333, 3_333, 6_668))
    payments_refunded([first], at=NOON)
    payments_refunded([second], at=NOON)
    mistaken = Refund.objects.get(external_id=first.external_id)
    refund_undone(mistaken, reason="другая оплата", at=NOON, by="Ольга")
    assert owed(world.ivan) == 4_000 - 1_333
    payments_refunded([third], at=NOON)
    assert owed(world.ivan) == 0
    assert_books_balance()


def test_a_campaign_over_special_terms_and_the_best_counts(world: World) -> None:
    """v4 gives 40 %; Ivan's own terms 45 %; a campaign for a week 50 %, once for each client."""
    own = draft_special(
        name="Для Ивана", audience=Audience.PARTNER, partner=world.ivan,
        starts_at=NOON, clauses=[Clause(rate_bp=4500)],
    )  # fmt: skip
    race = draft_special(
        name="Неделя", is_campaign=True, audience=Audience.EVERYONE, starts_at=NOON,
        ends_at=NOON + timedelta(days=7), clauses=[Clause(rate_bp=5000, first_payments=1)],
    )  # fmt: skip
    for special in (own, race):
        special_published(special, at=NOON, by="Виктор")
    beta = client_of(world.rita, "Бета")
    for client, days in ((world.acme, 1), (world.acme, 2), (beta, 3), (beta, 4), (world.acme, 9)):
        at = NOON + timedelta(days=days)
        payments_received([payment(client, at=at)], at=at)
    assert (
        journal()
        == """
reward             rewards            Иван owed              500.00
reward             rewards            Иван owed              450.00
reward             rewards            Рита owed              500.00
reward             rewards            Рита owed              400.00
reward             rewards            Иван owed              450.00"""
    )
    assert_books_balance()
