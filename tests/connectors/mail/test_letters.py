"""What partners and staff are told by e-mail: kind, in figures, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from tests.make.money import LONG_AGO, NOON, payment
from tests.world import World
from zabota.config.books import BooksChecked
from zabota.connectors.inbox.models import InboundEvent
from zabota.connectors.inbox.operations import mark_failed, receive, watch_inbox
from zabota.connectors.mail.models import Letter
from zabota.connectors.mail.operations import send_unsent, write_letters
from zabota.connectors.mail.operations.letters import LETTERS
from zabota.connectors.mail.operations.wording import sum_of
from zabota.domain.attribution.models import Bearer, PromoCodeStatus
from zabota.domain.attribution.operations import decide_code
from zabota.domain.payouts.models import Payout
from zabota.domain.payouts.operations import Settlement
from zabota.domain.payouts.operations.watching import watch_deadlines
from zabota.domain.people.models import Language, Role, StaffRole
from zabota.domain.people.operations import add_person
from zabota.domain.rewards.models import Reward
from zabota.domain.rewards.operations import hold_reward
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_sent
from zabota.flows.client_placed import attribution_corrected
from zabota.flows.payments_received import payments_received
from zabota.flows.payouts_settled import payout_failed, payouts_settled
from zabota.kit.events.announce import publish, reactions
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=10)


def tell(name: str) -> list[Any]:
    """Write and send the letters of the newest event of this name; the letters that left."""
    event = Event.objects.filter(name=name).latest("pk")
    write_letters(event.pk, at=event.at)
    send_unsent(at=event.at, event_id=event.pk)
    return mail.outbox


def paid(world: World) -> Payout:
    """Ivan's 400 roubles, sent to the bank."""
    payments_received([payment(world.acme)], at=NOON)
    batch = batch_formed(before=LATER, at=NOON, by="Ольга").batch
    batch_approved(batch, at=NOON, by="Ольга")
    batch_sent(batch, at=NOON, by="Ольга")
    return Payout.objects.get(batch=batch)


def finance() -> None:
    """Olga of finance, and Petr of support, who is not to be alarmed."""
    for name, role in (("olga", Role.FINANCE), ("petr", Role.SUPPORT)):
        person = add_person(email=f"{name}@vendor.example", name=name)
        StaffRole.objects.create(person=person, role=role)


def test_every_letter_is_reacted_to_and_the_other_way_round() -> None:
    by_mail = {name for name, jobs in reactions().items() if "mail.tell" in jobs}
    assert by_mail == set(LETTERS)


def test_a_settled_payout_is_told_once(world: World) -> None:
    payout = paid(world)
    payouts_settled(
        [Settlement(payout.order_number, payout.amount_minor, payout.account, NOON, "line:1")],
        at=NOON,
    )
    assert len(tell("payouts.settled")) == 1
    (letter,) = tell("payouts.settled")
    assert letter.to == [world.ivan.members.get().person.email]
    assert letter.subject == "Выплачено: 400\u00a0₽"
    assert f"…{payout.account[-4:]}" in letter.body
    assert payout.account not in letter.body


def test_what_happened_long_ago_is_no_news(world: World) -> None:
    payout_failed(paid(world), reason="счёт закрыт", at=NOON)
    event = Event.objects.get(name="payout.failed")
    assert write_letters(event.pk, at=NOON + timedelta(days=8)) == []
    assert len(write_letters(event.pk, at=NOON + timedelta(days=1))) == 1


def test_a_returned_payout_says_what_to_do_in_the_readers_language(world: World) -> None:
    person = world.ivan.members.get().person
    person.language = Language.EN
    person.save()
    payout_failed(paid(world), reason="счёт закрыт", at=NOON)
    (letter,) = tell("payout.failed")
    assert letter.subject == "The bank returned your payout"
    assert "счёт закрыт" in letter.body
    assert "/cabinet/bank-details/" in letter.body


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (PromoCodeStatus.APPROVED, "утверждён"),
        (PromoCodeStatus.REJECTED, "не на бренд"),
        (PromoCodeStatus.RETIRED, "больше не приводит"),
    ],
)
def test_a_decided_code(world: World, status: PromoCodeStatus, words: str) -> None:
    code = world.ivan.promo_codes.get()
    decide_code(code, status=status, at=NOON, by="Марина", reason="не на бренд")
    (letter,) = tell("promo_code.decided")
    assert code.code in letter.subject
    assert words in letter.body


@pytest.mark.parametrize(
    ("bearer", "words"),
    [(Bearer.VENDOR, "остаётся у вас"), (Bearer.PARTNER, "следующих выплат")],
)
def test_a_correction_is_told_to_both(world: World, bearer: Bearer, words: str) -> None:
    payments_received([payment(world.acme), payment(world.acme)], at=NOON)
    attribution_corrected(
        world.acme, to=world.rita, since=LONG_AGO, bearer=bearer, reason="код", at=LATER, by="М"
    )
    to = {letter.to[0]: letter for letter in tell("attribution.corrected")}
    gained = to[world.rita.members.get().person.email]
    lost = to[world.ivan.members.get().person.email]
    assert "2 оплаты пересчитаны" in gained.body
    assert "800\u00a0₽" in gained.body
    assert words in lost.body


def test_a_held_reward(world: World) -> None:
    payments_received([payment(world.acme)], at=NOON)
    hold_reward(Reward.objects.get(), reason="Сверяем плательщика", at=NOON, by="Ольга")
    (letter,) = tell("reward.held")
    assert "Сверяем плательщика" in letter.body


def test_wrong_books_alarm_finance_only(world: World) -> None:
    finance()
    publish(BooksChecked(at=NOON, ok=True, faults=()))
    assert tell("books.checked") == []
    publish(BooksChecked(at=NOON, ok=False, faults=("остаток не сошёлся",)))
    (letter,) = tell("books.checked")
    assert letter.to == ["olga@vendor.example"]
    assert "остаток не сошёлся" in letter.body


def test_a_missed_deadline_raises_the_alarm_once_a_day(world: World) -> None:
    finance()
    payments_received([payment(world.acme)], at=NOON)
    assert not watch_deadlines(at=NOON), "Three days have not passed yet."
    assert watch_deadlines(at=LATER)
    assert not watch_deadlines(at=LATER + timedelta(hours=1))
    assert watch_deadlines(at=LATER + timedelta(days=1))
    (letter,) = tell("deadlines.missed")
    assert "400\u00a0₽" in letter.subject


def test_a_letter_that_could_not_leave_leaves_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    payout_failed(paid(world), reason="счёт закрыт", at=NOON)
    event = Event.objects.get(name="payout.failed")
    write_letters(event.pk, at=NOON)

    def down(*_: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", down)
        with pytest.raises(ConnectionRefusedError):
            send_unsent(at=NOON)
    assert Letter.objects.filter(sent_at=None).count() == 1
    assert send_unsent(at=NOON) == 1
    assert send_unsent(at=NOON) == 0


@pytest.mark.parametrize(
    ("minor", "text"),
    [(40_000, "400\u00a0₽"), (1_240_050, "12\u202f400,50\u00a0₽"), (-5, "−0,05\u00a0₽")],
)
def test_sums_as_people_read_them(minor: int, text: str) -> None:
    assert sum_of(minor) == text


def test_what_nobody_understood_alarms_finance_once_a_day(world: World) -> None:
    finance()
    for number in ("a", "b"):
        receive(source="yookassa", raw=b"{}", job="mail.tell", at=NOON, external_id=number)
    mark_failed(InboundEvent.objects.get(external_id="a").pk, error="unreachable")
    assert not watch_inbox(at=NOON + timedelta(hours=1)), "a hiccup is nobody's business"
    assert watch_inbox(at=NOON + timedelta(hours=2))
    letter = tell("events.stuck")[-1]
    assert letter.to == ["olga@vendor.example"]
    assert "1" in letter.body
    assert "yookassa" in letter.body
    assert "?status=failed" in letter.body
    assert not watch_inbox(at=NOON + timedelta(hours=3)), "one letter a day, not a flood"
    assert watch_inbox(at=NOON + timedelta(hours=26))
    InboundEvent.objects.update(status="handled")
    assert not watch_inbox(at=NOON + timedelta(hours=60))
