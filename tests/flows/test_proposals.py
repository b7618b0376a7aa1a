"""Zabota proposes what cannot wait, finance is told, and nothing passes its deadline unattended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.flows.test_at_once import at_once
from tests.flows.test_rails import abroad, our_iban
from tests.make.money import BIC, LONG_AGO, client_of, give_bank_details, partner, payment, terms
from tests.make.requisites import with_key
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance
from zabota.connectors.mail.models import Letter
from zabota.domain.partners.models import PartnerStatus
from zabota.domain.partners.operations import change_standing, set_bank_details
from zabota.domain.partners.queries import find_bank_details
from zabota.domain.payouts.facts import (
    BATCH_LIMIT,
    BATCH_LIMIT_EUR,
    DAY_LIMIT,
    DAY_LIMIT_EUR,
    FOUR_EYES,
    FREEZE_HOURS,
)
from zabota.domain.payouts.models import Batch, BatchStatus, Payout
from zabota.domain.payouts.operations.approving import SamePerson
from zabota.domain.payouts.operations.forming import split_ready
from zabota.domain.payouts.operations.watching import watch_batches, watch_days_off, watch_deadlines
from zabota.domain.payouts.queries import list_due
from zabota.domain.people.models import Person, Role
from zabota.domain.people.operations import add_person, give_role
from zabota.domain.settings.facts import Option, Value
from zabota.domain.settings.models import Setting
from zabota.domain.settings.operations import set_option
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_sent
from zabota.flows.payments_received import payments_received
from zabota.flows.payouts_proposed import payouts_proposed
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db


def moscow(text: str) -> datetime:
    """A moment told by the clock in Moscow."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) - timedelta(hours=3)


def finance(name: str) -> Person:
    """Somebody of finance who signs in."""
    person = add_person(email=f"{name}@finance.example", name=name, language="en")
    give_role(person, role=Role.FINANCE)
    return person


def set_to(option: Option, value: Value) -> None:
    """The owner has set it long ago."""
    set_option(option, value, at=LONG_AGO, by="Виктор")


def test_friday_takes_what_falls_due_before_monday_noon(world: World) -> None:
    """Ivan's reward falls due on Sunday, Rita's on Monday after the cut-off."""
    rival = client_of(world.rita, "Бета")
    payments_received([payment(world.acme, at=moscow("2026-11-19T10:00"))], at=LONG_AGO)
    payments_received([payment(rival, at=moscow("2026-11-20T14:00"))], at=LONG_AGO)
    assert payouts_proposed(at=moscow("2026-11-20T08:50")) is None
    proposed = payouts_proposed(at=moscow("2026-11-20T09:00"))

    assert proposed
    assert [one.partner for one in proposed.batch.payouts.all()] == [world.ivan]
    assert proposed.batch.proposed
    assert proposed.batch.cut_off_at == moscow("2026-11-20T13:00")
    assert payouts_proposed(at=moscow("2026-11-20T09:10")) is None
    assert payouts_proposed(at=moscow("2026-11-21T09:00")) is None  # banks rest
    assert_books_balance()


def test_before_the_may_holidays_everything_of_them_is_proposed(world: World) -> None:
    payments_received([payment(world.acme, at=moscow("2026-05-08T08:00"))], at=LONG_AGO)
    proposed = payouts_proposed(at=moscow("2026-05-08T09:00"))  # due on the 11th, a day off
    assert proposed
    assert proposed.batch.payouts.get().partner == world.ivan


def test_the_last_call_takes_what_came_since_the_morning(world: World) -> None:
    payments_received([payment(world.acme, at=moscow("2026-11-19T10:00"))], at=LONG_AGO)
    payouts_proposed(at=moscow("2026-11-20T09:00"))
    came = moscow("2026-11-20T11:00")  # falls due on Monday at 11, two hours before the cut-off
    payments_received([payment(client_of(world.rita, "Бета"), at=came)], at=came)
    last = payouts_proposed(at=moscow("2026-11-20T12:10"))
    assert last
    assert last.batch.payouts.get().partner == world.rita
    assert payouts_proposed(at=moscow("2026-11-20T12:20")) is None


def test_an_untouched_proposal_is_formed_anew_the_next_morning(world: World) -> None:
    payments_received([payment(world.acme, at=moscow("2026-11-23T10:00"))], at=LONG_AGO)
    old = payouts_proposed(at=moscow("2026-11-25T09:00"))
    new = payouts_proposed(at=moscow("2026-11-26T09:00"))
    assert old
    assert new
    assert Batch.objects.get(pk=old.batch.pk).status == BatchStatus.CANCELLED
    assert new.batch.payouts.get().partner == world.ivan
    assert_books_balance()


def test_finance_reads_what_to_approve_and_who_cannot_be_paid(world: World) -> None:
    finance("olga")
    at = now()
    bare = partner("Без Реквизитов", "ГОЛЫЙ", bank_details=False)
    old = at - timedelta(days=9)
    payments_received([payment(world.acme, at=old), payment(client_of(bare, "Икс"), at=old)], at=at)
    day = at
    while not (proposed := payouts_proposed(at=day)):
        day += timedelta(hours=6)
    run_jobs()
    letter = Letter.objects.get(event__name="payouts.proposed")
    assert letter.subject.startswith("Payouts for today: 400")
    assert f"/office/batches/{proposed.batch.pk}/" in letter.body
    assert "Без Реквизитов" in letter.body
    assert "no bank details" in letter.body


@pytest.mark.parametrize("step", ["formed", "approved"])
def test_a_proposal_that_has_not_left_raises_one_alarm(world: World, step: str) -> None:
    payments_received([payment(world.acme, at=moscow("2026-11-23T10:00"))], at=LONG_AGO)
    proposed = payouts_proposed(at=moscow("2026-11-25T09:00"))
    assert proposed
    if step == "approved":
        batch_approved(proposed.batch, at=moscow("2026-11-25T10:00"), by="Ольга")
    assert watch_batches(at=moscow("2026-11-25T11:50")) == 0
    assert watch_batches(at=moscow("2026-11-25T12:00")) == 1
    assert watch_batches(at=moscow("2026-11-25T12:10")) == 0
    assert Event.objects.get(name="batch.waits").payload["status"] == step


def test_what_left_in_time_alarms_nobody(world: World) -> None:
    payments_received([payment(world.acme, at=moscow("2026-11-23T10:00"))], at=LONG_AGO)
    proposed = payouts_proposed(at=moscow("2026-11-25T09:00"))
    assert proposed
    batch_approved(proposed.batch, at=moscow("2026-11-25T10:00"), by="Ольга")
    batch_sent(proposed.batch, at=moscow("2026-11-25T10:05"), by="Ольга")
    assert watch_batches(at=moscow("2026-11-25T12:30")) == 0


def test_money_that_came_after_the_cut_off_of_a_friday_is_told_of(world: World) -> None:
    """Paid on the eve of the May holidays after the cut-off, due while banks rest."""
    came = moscow("2026-04-30T15:00")
    payments_received([payment(world.acme, at=came)], at=came)
    assert not watch_days_off(at=moscow("2026-04-30T12:00"))
    assert watch_days_off(at=moscow("2026-04-30T15:10"))
    assert not watch_days_off(at=moscow("2026-04-30T15:20"))
    assert Event.objects.get(name="deadlines_at.risk").payload["partners"] == 1


def test_four_eyes(world: World) -> None:
    set_to(FOUR_EYES, True)
    olga, boris = finance("olga"), finance("boris")
    at = moscow("2026-11-23T10:00")
    payments_received([payment(world.acme, at=at)], at=at)
    batch = batch_formed(before=at + timedelta(days=9), at=at, by="Ольга", person=olga).batch
    with pytest.raises(SamePerson, match="You formed"):
        batch_approved(batch, at=at, by="Ольга", person=olga)
    assert batch_approved(batch, at=at, by="Борис", person=boris)
    assert batch.status == BatchStatus.APPROVED


def test_namesakes_are_two_persons(world: World) -> None:
    set_to(FOUR_EYES, True)
    one, other = finance("olga"), finance("olga2")
    at = moscow("2026-11-23T10:00")
    payments_received([payment(world.acme, at=at)], at=at)
    batch = batch_formed(before=at + timedelta(days=9), at=at, by="Ольга", person=one).batch
    assert batch_approved(batch, at=at, by="Ольга", person=other)


@pytest.mark.parametrize("limit", [BATCH_LIMIT, DAY_LIMIT])
def test_over_a_limit_two_persons_have_to_say_yes(world: World, limit: Option) -> None:
    set_to(limit, 39_999)
    olga, boris = finance("olga"), finance("boris")
    at = moscow("2026-11-23T10:00")
    payments_received([payment(world.acme, at=at)], at=at)
    batch = batch_formed(before=at + timedelta(days=9), at=at, by="Ольга", person=olga).batch
    assert not batch_approved(batch, at=at, by="Ольга", person=olga)
    with pytest.raises(SamePerson, match="already"):
        batch_approved(batch, at=at, by="Ольга", person=olga)
    with pytest.raises(Refusal):
        batch_sent(batch, at=at, by="Ольга")
    assert batch_approved(batch, at=at, by="Борис", person=boris)
    assert [one.by for one in batch.approvals.order_by("pk")] == ["Ольга", "Борис"]
    assert_books_balance()


def test_the_limit_of_a_day_counts_what_was_approved_before(world: World) -> None:
    set_to(DAY_LIMIT, 60_000)
    at = moscow("2026-11-23T10:00")
    for client in (world.acme, client_of(world.rita, "Бета")):
        payments_received([payment(client, at=at)], at=at)
        batch = batch_formed(before=at + timedelta(days=9), at=at, by="Ольга").batch
        approved = batch_approved(batch, at=at, by="Борис")
        assert approved is (client == world.acme)


@pytest.mark.parametrize("limit", [BATCH_LIMIT_EUR, DAY_LIMIT_EUR])
def test_euros_have_limits_of_their_own(world: World, limit: Option) -> None:
    set_to(BATCH_LIMIT, 1)
    set_to(limit, 39_999)
    abroad(world.rita)
    our_iban()
    at = moscow("2026-11-23T10:00")
    payments_received([payment(client_of(world.rita, "Groot"), currency="EUR", at=at)], at=at)
    batch = batch_formed(before=at + timedelta(days=9), at=at, by="Ольга").batch
    assert not batch_approved(batch, at=at, by="Ольга")
    set_option(limit, 40_000, at=at, by="Виктор")
    assert batch_approved(batch, at=at, by="Борис")
    assert_books_balance()


def test_missed_euros_raise_an_alarm_beside_the_roubles(world: World) -> None:
    """Roubles missed in the morning do not hide the euros that are missed at noon."""
    finance("olga")
    payments_received([payment(world.acme, at=LONG_AGO)], at=LONG_AGO)
    at = moscow("2026-11-23T10:00")
    assert watch_deadlines(at=at)
    groot = client_of(world.rita, "Groot")
    payments_received([payment(groot, currency="EUR", at=LONG_AGO)], at=LONG_AGO)
    assert watch_deadlines(at=at + timedelta(hours=2))
    assert not watch_deadlines(at=at + timedelta(hours=3))
    assert watch_days_off(at=moscow("2026-11-23T14:00"))
    run_jobs()
    subjects = set(Letter.objects.values_list("subject", flat=True))
    for words in ("Overdue", "Deadlines before the bank works again"):
        assert {f"{words}: 400\u00a0{sign}" for sign in "₽€"} <= subjects
    assert_books_balance()


def test_a_changed_account_is_frozen_and_everybody_is_told(world: World) -> None:
    finance("olga")
    at = now()
    payments_received([payment(world.acme, at=at - timedelta(days=2))], at=at)
    details = find_bank_details(world.ivan)
    assert details
    world.ivan.email = "old@ivan.example"
    world.ivan.save()
    own = {"bic": details.bic, "bank_name": "ПАО СБЕРБАНК", "corr_account": details.corr_account}
    account = with_key("40702810000000777777", BIC)
    set_bank_details(world.ivan, holder="Иван", account=account, at=at, by="Чужой", **own)

    due = list_due(before=at + timedelta(days=9))
    _, left = split_ready(due, at=at + timedelta(hours=47))
    assert [(one.reason, one.hurdles[0].until) for one in left] == [
        ("details_frozen", at + timedelta(hours=48))
    ]
    run_jobs()
    letters = Letter.objects.filter(event__name="bank_details.changed")
    assert {letter.address or letter.person.email for letter in letters if letter} == {
        "old@ivan.example",
        world.ivan.members.get().person.email,
    }
    assert all("Чужой" in letter.body for letter in letters)
    formed = batch_formed(before=at + timedelta(days=9), at=at + timedelta(hours=48), by="Ольга")
    assert formed.batch.payouts.get().account == account
    assert_books_balance()


def test_the_freeze_can_be_shortened_and_first_details_are_no_change(world: World) -> None:
    set_to(FREEZE_HOURS, 0)
    at = now()
    payments_received([payment(world.acme, at=at)], at=at)
    give_bank_details(world.ivan, at=at)
    assert batch_formed(before=at + timedelta(days=9), at=at, by="Ольга").batch


def test_settings_are_dated_and_said_once() -> None:
    terms()
    assert set_option(FREEZE_HOURS, 24, at=LONG_AGO, by="Виктор")
    assert not set_option(FREEZE_HOURS, 24, at=LONG_AGO, by="Виктор")
    assert Setting.objects.get().set_by == "Виктор"
    assert Event.objects.get(name="setting.changed").payload["before"] == "48"


def test_a_paused_partner_waits_and_the_others_are_paid(world: World) -> None:
    change_standing(world.rita, to=PartnerStatus.PAUSED, reason="x", at=LONG_AGO, by="Марина")
    at = moscow("2026-11-25T09:00")
    payments_received(
        [payment(world.acme, at=LONG_AGO), payment(client_of(world.rita, "Бета"), at=LONG_AGO)],
        at=LONG_AGO,
    )
    proposed = payouts_proposed(at=at)
    assert proposed
    assert [one.reason for one in proposed.left_out] == ["paused"]
    assert Payout.objects.get().partner == world.ivan


@pytest.mark.django_db(transaction=True)
def test_a_proposal_and_a_person_at_once_take_each_reward_once() -> None:
    terms()
    ivan = partner("Иван", "ИВАН10")
    payments_received([payment(client_of(ivan, "Акме"), at=LONG_AGO)], at=LONG_AGO)
    at = moscow("2026-11-25T09:00")
    at_once(
        lambda: payouts_proposed(at=at),
        lambda: payouts_proposed(at=at),
        lambda: batch_formed(before=at, at=at, by="Ольга"),
    )
    assert Payout.objects.get().amount_minor == 40_000
    assert_books_balance()
