"""Load the demo year: everything goes through the flows that live work goes through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from time import perf_counter

from zabota.config.books import prove_books
from zabota.config.demo.academy import teach
from zabota.config.demo.cards import work_with_clients
from zabota.config.demo.cast import Cast, assemble
from zabota.config.demo.claims import claim_forgotten, name_beforehand, serve_differently
from zabota.config.demo.happenings import bank_lines, correct_forgotten_code, refund_some
from zabota.config.demo.invoices import bill_clients, set_up_invoices
from zabota.config.demo.keeping import keep_in_mind
from zabota.config.demo.leads import open_directory
from zabota.config.demo.links import bring_by_links
from zabota.config.demo.news import tell_news
from zabota.config.demo.papers import put_on_paper
from zabota.config.demo.partings import give_money_back, look_into_rewards, part, take_back_by_banks
from zabota.config.demo.programme import (
    announce_campaigns,
    change_offer_soon,
    plan_next_version,
    reward_the_active,
    set_up_programme,
    set_up_staff,
    try_on_history,
)
from zabota.config.demo.rails import end_on_its_rail, rail_payments, settle_abroad
from zabota.config.demo.ratings import rate_months
from zabota.config.demo.register import bring_register
from zabota.config.demo.shops import connect_a_shop
from zabota.config.demo.stories import tell_stories
from zabota.config.demo.talk import talk
from zabota.config.demo.tax import answer_for, answer_today, bring_receipts, look_at_receipts
from zabota.config.demo.year import payments_of, plans, trim_to_total, veteran_payments
from zabota.domain.payments.facts import PaymentFact
from zabota.domain.payouts.models import Batch, Payout, PayoutStatus, Rail
from zabota.domain.payouts.operations import NothingDue, Settlement
from zabota.domain.programme.models import TermsVersion
from zabota.domain.programme.operations import join_campaign
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_sent
from zabota.flows.payments_received import payments_received
from zabota.flows.payouts_settled import payout_failed, payouts_settled
from zabota.kit.clock import end_of_day, local_date, start_of_day

SEED = 2021
YEAR_OF_REWARDS_MINOR = 680_000_000
BY_CAMPAIGNS_MINOR = 600_000  # about what campaigns give above the 40 % of everybody
BY_RAILS_MINOR = 1_100_000  # and what the partners of the other rails earn
BATCH = 1_000
FINANCE = "Ольга Зимина"


def load_year(*, at: datetime, say: Callable[[str], object] = print) -> None:
    """Twelve months of the story, ending today: deterministic but for today's date."""
    started = perf_counter()
    random = Random(SEED)
    today = start_of_day(local_date(at))
    offer = set_up_programme()
    set_up_staff()
    set_up_invoices(at=today)
    say("  the programme and the staff are there")
    cast = assemble(random, offer=offer, at=today)
    say(f"  {len(cast.partners)} partners have brought their clients")
    for campaign, joined in zip(announce_campaigns(at=today), (20, 40), strict=True):
        for partner in cast.partners[:joined:3]:
            join_campaign(campaign, partner=partner, at=campaign.starts_at, by=partner.name)
    receive(veteran_payments(cast))
    facts = payments_of(plans(random, cast, at=at - timedelta(hours=2)))
    aside = BY_CAMPAIGNS_MINOR + BY_RAILS_MINOR
    facts = trim_to_total(facts, rewards_minor=YEAR_OF_REWARDS_MINOR - aside)
    settle_abroad(offer, at=today, by="Виктор Дубов")
    facts = sorted([*facts, *rail_payments(today=today)], key=lambda fact: fact.paid_at)
    _live_through(cast, facts, today=today, at=at)
    bring_receipts(at=at, today=today)
    look_at_receipts(at=at)
    answer_today(at)
    _live_on(cast, at=at)
    try_on_history(TermsVersion.objects.get(number=2), plan_next_version(at=today), at=today)
    change_offer_soon(cast.partners, at=at)
    reward_the_active(at=at)
    work_with_clients(random, cast, at=at)
    rate_months(at=at)
    talk(cast, at=at)
    teach(cast, at=at)
    keep_in_mind(cast, at=at)
    tell_news(at=at)
    tell_stories(cast, at=at)
    open_directory(random, cast, at=at)
    bring_register(cast, at=at, by=FINANCE)
    connect_a_shop(at=at, by=FINANCE)
    say(f"  {len(facts)} payments of the year are rewarded and paid out")
    put_on_paper(cast, at=at)
    say("  the papers of the last months are made")
    prove_books(at=at)
    say(f"  the demo year is loaded in {perf_counter() - started:.0f} s")


def _live_through(cast: Cast, facts: list[PaymentFact], *, today: datetime, at: datetime) -> None:
    """Month by month: payments come, refunds happen, batches go out twice a week."""
    refunds = refund_some(facts, upto=today - timedelta(days=10))
    told = [
        (today - timedelta(days=40), correct_forgotten_code),
        (today - timedelta(days=15), take_back_by_banks),
    ]
    day = facts[0].paid_at + timedelta(days=1)
    position = 0
    while position < len(facts):
        until = min(day, at)
        taken = position
        while taken < len(facts) and facts[taken].paid_at < until:
            taken += 1
        receive(facts[position:taken])
        position = taken
        refunds = refunds.happen(upto=until)
        while told and until >= told[0][0]:
            told.pop(0)[1](cast, at=until)
        _pay_out(until, today=today)
        day += (
            timedelta(days=2, hours=14) if until < today - timedelta(days=20) else timedelta(days=2)
        )
    bank_lines(cast, today=today, at=at)
    bill_clients(cast, today=today, at=at)


def _live_on(cast: Cast, *, at: datetime) -> None:
    """Beside the money: links, claims, money that goes back, partners who leave."""
    bring_by_links(cast, at=at)
    claim_forgotten(cast, at=at)
    name_beforehand(cast, at=at)
    serve_differently(cast, at=at)
    give_money_back(cast, at=at)
    look_into_rewards(cast, at=at)
    part(cast, at=at)


def receive(facts: list[PaymentFact]) -> None:
    """Payments in batches, known to us a few minutes after the last of each."""
    for start in range(0, len(facts), BATCH):
        batch = facts[start : start + BATCH]
        payments_received(batch, at=batch[-1].paid_at + timedelta(minutes=3))


def _pay_out(moment: datetime, *, today: datetime) -> None:
    """A batch goes through all its steps; the newest one is still on its way."""
    if moment > today - timedelta(days=1):
        return
    answer_for(moment)
    bring_receipts(at=moment, today=today)
    try:
        formed = batch_formed(
            before=end_of_day(local_date(moment + timedelta(days=3))), at=moment, by=FINANCE
        )
    except NothingDue:
        return
    for batch in formed.batches:
        _send(batch, moment, settled=moment < today - timedelta(days=3))
    batch = formed.batch
    returned = Payout.objects.filter(status=PayoutStatus.FAILED)
    if today - timedelta(days=22) < moment < today - timedelta(days=10) and not returned.exists():
        payout = batch.payouts.filter(status=PayoutStatus.SETTLED).order_by("pk").last()
        if payout is not None:
            payout_failed(payout, reason="Возврат: счёт получателя закрыт", at=moment)


def _send(batch: Batch, moment: datetime, *, settled: bool) -> None:
    # The tax service's yes holds for the day: a batch of the last minutes is approved and leaves before midnight.
    midnight = end_of_day(local_date(moment))
    last = midnight - timedelta(seconds=1)
    approved_at = min(moment + timedelta(minutes=10), last)
    batch_approved(batch, at=approved_at, by="Виктор Дубов")
    if batch.rail != Rail.MANUAL:
        batch_sent(batch, at=min(moment + timedelta(minutes=15), last), by=FINANCE)
    later = moment + timedelta(hours=5)
    if batch.rail != Rail.ONE_C:
        end_on_its_rail(batch, at=later, settled=settled, by=FINANCE)
    elif settled:
        _settle(batch, at=later)


def _settle(batch: Batch, *, at: datetime) -> None:
    payouts_settled(
        [
            Settlement(
                payout.order_number,
                payout.amount_minor,
                payout.account,
                at,
                f"bank:demo-{payout.order_number}",
            )
            for payout in batch.payouts.all()
        ],
        at=at,
    )
