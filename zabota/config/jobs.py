"""Jobs of the whole house, and those that run by the clock."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from procrastinate.contrib.django import app

from zabota.config.books import prove_books
from zabota.config.demo.tax import answer_today
from zabota.domain.academy.queries import get_trained, get_training
from zabota.domain.leads.operations import note_won
from zabota.domain.payouts.operations.npd import warn_of_npd_limit
from zabota.domain.payouts.operations.receipts import remind_of_receipts
from zabota.domain.payouts.operations.watching import (
    watch_batches,
    watch_days_off,
    watch_deadlines,
)
from zabota.domain.programme.operations.reminding import remind
from zabota.domain.ratings.queries import list_months_to_seal
from zabota.flows.farewells import farewells_carried_out
from zabota.flows.lead_handed import leads_passed_on
from zabota.flows.payouts_proposed import payouts_proposed
from zabota.flows.rating_sealed import rating_counted, rating_sealed
from zabota.flows.rewards_examined import rewards_examined
from zabota.flows.specials_renewed import specials_renewed
from zabota.flows.takeouts import fail_takeout, pack_takeout, takeouts_expired
from zabota.kit.clock import local_date, next_month, now, start_of_day
from zabota.kit.queue import take_up_cut_off


@app.periodic(cron="* * * * *")
@app.task(name="config.take_up_cut_off", queueing_lock="config.take_up_cut_off")
def take_up_cut_off_often(timestamp: int = 0, **_: Any) -> None:
    """Every minute: what a killed worker left half done is done again."""
    take_up_cut_off(at=now())


@app.periodic(cron="30 2 * * *")
@app.task(name="config.prove_books")
def prove_books_nightly(timestamp: int = 0, **_: Any) -> None:
    """Prove the books every night; the outcome stands in the back office."""
    prove_books(at=now())


@app.periodic(cron="0 5 * * *")
@app.task(name="config.watch_deadlines")
def watch_deadlines_daily(timestamp: int = 0, **_: Any) -> None:
    """At eight in Moscow: raise the alarm if a promised deadline was missed."""
    watch_deadlines(at=now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="config.examine_rewards")
def examine_rewards_often(timestamp: int = 0, **_: Any) -> None:
    """Beside the road of payments: what looks wrong is seen within minutes, before any batch."""
    rewards_examined(at=now())


@app.periodic(cron="2 * * * *")
@app.task(name="config.carry_out_farewells")
def carry_out_farewells_hourly(timestamp: int = 0, **_: Any) -> None:
    """Whose day has come leaves just after midnight, wherever the vendor's midnight is."""
    farewells_carried_out(at=now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="config.propose_payouts")
def propose_payouts_in_time(timestamp: int = 0, **_: Any) -> None:
    """Propose what is due before the bank's cut-off; raise the alarm about what has not left."""
    payouts_proposed(at=now())
    watch_batches(at=now())
    watch_days_off(at=now())


@app.periodic(cron="10 0 * * *")
@app.task(name="config.renew_segments")
def renew_segments_daily(timestamp: int = 0, **_: Any) -> None:
    """Regions and tags: newcomers come in, others fall out."""
    specials_renewed(at=now())


@app.periodic(cron="0 21 1 * *")
@app.task(name="config.renew_active")
def renew_active_monthly(timestamp: int = 0, **_: Any) -> None:
    """On the first night of a month: who was the most active gets the special terms."""
    specials_renewed(at=now(), only_active=True)


@app.periodic(cron="5 * * * *")
@app.task(name="config.rate")
def rate_hourly(timestamp: int = 0, **_: Any) -> None:
    """A month that is over is sealed as soon as it may be; the one that runs is counted anew."""
    at = now()
    month = local_date(at).replace(day=1)
    for one in list_months_to_seal(month):
        over = start_of_day(next_month(one))
        rating_sealed(one, training=get_training(over), trained=get_trained(over), at=at)
    rating_counted(month, training=get_training(at), trained=get_trained(at), at=at)


@app.periodic(cron="*/10 * * * *")
@app.task(name="config.pass_leads_on")
def pass_leads_on(timestamp: int = 0, **_: Any) -> None:
    """Whose time to answer has passed is asked no longer; whose lead pays has won it."""
    leads_passed_on(at=now())
    note_won(at=now())


@app.periodic(cron="30 6 * * *")
@app.task(name="config.remind_of_receipts")
def remind_of_receipts_daily(timestamp: int = 0, **_: Any) -> None:
    """In the morning: receipts that are owed or overdue, and who nears the limit of the regime."""
    remind_of_receipts(at=now())
    warn_of_npd_limit(at=now())


@app.periodic(cron="1 * * * *")
@app.task(name="config.answer_in_demo")
def answer_in_demo(timestamp: int = 0, **_: Any) -> None:
    """In the demo nobody outside is asked about its made-up people: the answers are put down here."""
    if settings.DEMO:
        answer_today(now())


@app.periodic(cron="0 6 * * *")
@app.task(name="config.remind_of_terms")
def remind_of_terms_daily(timestamp: int = 0, **_: Any) -> None:
    """At nine in Moscow: new terms that begin soon, and offers that wait for acceptance."""
    remind(at=now())


@app.task(name="config.pack_takeout")
def pack_partner_takeout(*, takeout_id: int, **_: Any) -> None:
    """Put a partner's export together; a fault stays visible on his page."""
    try:
        pack_takeout(takeout_id, at=now())
    except Exception as fault:
        fail_takeout(takeout_id, error=f"{type(fault).__name__}: {fault}", at=now())
        raise


@app.periodic(cron="40 * * * *")
@app.task(name="config.expire_takeouts")
def expire_takeouts_hourly(timestamp: int = 0, **_: Any) -> None:
    """Exports are downloadable for three days, not longer."""
    takeouts_expired(at=now())
