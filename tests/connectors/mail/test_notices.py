"""The bell and the letter are one sentence; a person chooses the way, and money is never silent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from tests.make.money import NOON, payment
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance
from zabota.connectors.mail.operations.letters import LETTERS
from zabota.connectors.mail.operations.telling import PLACES
from zabota.domain.attribution.models import PromoCodeStatus
from zabota.domain.attribution.operations import decide_code
from zabota.domain.community.models import RoomKind
from zabota.domain.community.operations import open_room, post_message
from zabota.domain.invoices.events import InvoicesPaid
from zabota.domain.notices.models import Notice
from zabota.domain.notices.operations import choose_ways, forget_old, gather_digests, read_all
from zabota.domain.notices.queries import count_unread_notices, list_notices
from zabota.domain.notices.rules import CABINET, KINDS, OTHER, kind_of
from zabota.domain.people.models import Person, Role
from zabota.domain.people.operations import add_person, give_role
from zabota.domain.rewards.operations import gather_earned
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_sent
from zabota.flows.payments_received import payments_received
from zabota.flows.payouts_settled import payout_failed
from zabota.kit.clock import local_date, now, start_of_day
from zabota.kit.errors import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def ivan(world: World) -> Person:
    return world.ivan.members.get().person


def choose(person: Person, hour: int = 9, **ways: str) -> None:
    choose_ways(person, side=CABINET, ways=ways, hour=hour)


def decide(world: World) -> None:
    """Ivan's code is approved just now, and the worker has told it."""
    code = world.ivan.promo_codes.get()
    code.status = PromoCodeStatus.PENDING
    code.save()
    decide_code(code, status=PromoCodeStatus.APPROVED, at=now(), by="Марина")
    run_jobs()


def test_every_letter_to_a_person_has_a_kind_and_every_kind_a_page() -> None:
    to_clients = {"invoice.sent", "invoice.reminded", "member.invited"}
    told = {event for kind in KINDS for event in kind.events}
    assert told - {"bulletin.started"} == set(LETTERS) - to_clients
    assert kind_of("something.new", CABINET) is OTHER
    assert OTHER.fixed
    own_page = {"mention", "letter", "unread", "standing", "news"}
    keys = {(kind.side, kind.key) for kind in KINDS if kind.key not in own_page}
    assert keys <= set(PLACES)


def test_a_letter_is_behind_the_bell_too_once(world: World, ivan: Person) -> None:
    decide(world)
    (letter,), (notice,) = mail.outbox, list_notices(ivan)
    assert letter.subject == notice.sentence == "Промокод ИВАН10 утверждён"
    assert (notice.path, notice.kind) == ("/cabinet/links/", "code")
    assert count_unread_notices(ivan) == 1
    assert read_all(ivan, upto=notice.pk, at=now()) == 1
    assert count_unread_notices(ivan) == 0


@pytest.mark.parametrize(
    ("way", "letters", "notices"), [("here", 0, 1), ("off", 0, 0), ("now", 1, 1)]
)
def test_a_person_chooses_the_way(
    world: World, ivan: Person, way: str, letters: int, notices: int
) -> None:
    choose(ivan, code=way)
    decide(world)
    assert (len(mail.outbox), list_notices(ivan).count()) == (letters, notices)


def test_once_a_day_is_one_letter_at_his_hour(world: World, ivan: Person) -> None:
    choose(ivan, hour=18, code="digest", lead="digest")
    decide(world)
    assert mail.outbox == []
    day = start_of_day(local_date(now()) + timedelta(days=1))
    assert gather_digests(at=day + timedelta(hours=17)) == 0
    assert gather_digests(at=day + timedelta(hours=18)) == 1
    assert gather_digests(at=day + timedelta(hours=19)) == 0
    run_jobs()
    (letter,) = mail.outbox
    assert letter.subject == "Новости за день: 1"
    assert "Промокод ИВАН10 утверждён" in letter.body
    assert "/cabinet/links/" in letter.body
    assert list_notices(ivan).count() == 1, "The daily letter is no news of its own."


@pytest.mark.parametrize(("kind", "way"), [("payout_returned", "digest"), ("bank_details", "off"),
                                           ("payout_made", "off"), ("nonsense", "now"), ("code", "loud")])  # fmt: skip
def test_money_and_safety_are_never_silent(world: World, ivan: Person, kind: str, way: str) -> None:
    with pytest.raises(Refusal):
        choose(ivan, **{kind: way})


def test_a_returned_payout_comes_by_letter_whatever_was_chosen(world: World, ivan: Person) -> None:
    choose(ivan, **{kind.key: kind.ways[-1] for kind in KINDS if kind.side == CABINET})
    at = now()
    payments_received([payment(world.acme)], at=at)
    batch = batch_formed(before=at + timedelta(days=9), at=at, by="Ольга").batch
    batch_approved(batch, at=at, by="Ольга")
    batch_sent(batch, at=at, by="Ольга")
    payout_failed(batch.payouts.get(), reason="Счёт закрыт", at=at)
    run_jobs()
    (letter,) = mail.outbox
    assert letter.subject == "Банк вернул вашу выплату"
    assert list_notices(ivan).get().path == "/cabinet/bank-details/"
    assert_books_balance()


def test_what_was_earned_is_gathered_once(world: World, ivan: Person) -> None:
    at = now()
    payments_received(
        [payment(world.acme, 100_000, at=at - timedelta(minutes=9))], at=at - timedelta(minutes=5)
    )
    assert gather_earned(at=at) == 1
    assert gather_earned(at=at + timedelta(minutes=1)) == 0
    more = [payment(world.acme, 50_000, at=at), payment(world.acme, 70_000, at=at)]
    payments_received(more, at=at + timedelta(minutes=2))
    assert gather_earned(at=at + timedelta(minutes=10)) == 1
    run_jobs()
    second, first = list_notices(ivan)
    assert first.sentence == "Акме: оплата, вам 400\u00a0₽"
    assert second.sentence == "Начислено 480\u00a0₽ с 2 оплат"
    assert mail.outbox == [], "Every payment by letter would be a flood."
    assert_books_balance()


def test_a_loaded_history_is_no_news(world: World) -> None:
    payments_received([payment(world.acme, at=NOON)], at=NOON)
    assert gather_earned(at=now()) == 0


def test_who_is_mentioned_is_told(world: World, ivan: Person) -> None:
    room = open_room(kind=RoomKind.OPEN, name="Вопросы", about="", welcome="", at=now())
    marina = add_person(email="marina@vendor.example", name="Марина")
    give_role(marina, role=Role.MANAGER)
    post_message(room, author=marina, partner=None, text=f"@{ivan.name}, взгляните", at=now())
    post_message(room, author=marina, partner=None, text="Просто слова", at=now())
    run_jobs()
    notice = list_notices(ivan).get()
    assert notice.sentence == "Марина упоминает вас в «Вопросы»"
    assert notice.path.startswith(f"/cabinet/chat/{room.pk}/")
    assert not Notice.objects.filter(person=marina).exists()


def test_old_notices_go(world: World, ivan: Person) -> None:
    decide(world)
    later = now() + timedelta(days=100)
    assert forget_old(at=later) == 0
    read_all(ivan, upto=list_notices(ivan).get().pk, at=now())
    assert forget_old(at=later) == 1
    assert InvoicesPaid.wire_name() == "invoices.paid"
