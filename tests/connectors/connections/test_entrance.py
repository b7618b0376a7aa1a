"""The entrance: what is truly theirs is kept once and told; everything else is turned away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Visitor
from django.urls import reverse

from tests.connectors.connections.bell import LISTED, ring
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, owed
from zabota.connectors.connections.models import Connection, Fate, Notice, RefusedCall
from zabota.connectors.connections.operations.keeping import (
    change_connection,
    keys_of,
    renew_address,
    replace_secrets,
    switch_connection,
)
from zabota.connectors.connections.operations.looking import look_at
from zabota.connectors.connections.operations.understanding import look_again
from zabota.connectors.inbox.models import InboundEvent, InboundStatus
from zabota.domain.payments.models import Payment, Refund
from zabota.kit.clock import now

pytestmark = pytest.mark.django_db(transaction=True)
PAID = {"what": "paid", "id": "p1", "amount": 100_000, "client": "acme"}
REFUND = {"what": "refund", "id": "r1", "of": "p1", "amount": 25_000}


def call(to: Connection, secret: str = "ding", **said: Any) -> int:
    """The bell calls as a stranger to Django's CSRF: the status of our answer."""
    address = reverse("hook", args=[to.kind, to.token])
    visitor = Visitor(enforce_csrf_checks=True)
    return visitor.post(address, **ring(secret, **said)).status_code


def fates() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("fate", flat=True))


def test_a_payment_told_is_a_reward(bell: Connection, world: World) -> None:
    assert call(bell, **PAID) == 200
    assert Payment.objects.count() == 0, "nothing is understood before it is stored and answered"
    run_jobs()
    assert owed(world.ivan) == 40_000
    notice = Notice.objects.get()
    assert (notice.fate, notice.payment, notice.amount_minor) == (
        Fate.RECORDED, Payment.objects.get(), 100_000,
    )  # fmt: skip
    assert notice.event.headers["x-bell"]
    assert_books_balance()


def test_twenty_times_is_once(bell: Connection, world: World) -> None:
    for _ in range(20):
        assert call(bell, **PAID) == 200
        run_jobs()
    assert (Notice.objects.get().repeats, Payment.objects.count()) == (19, 1)
    assert owed(world.ivan) == 40_000
    assert_books_balance()


def test_a_wrong_signature_is_counted_and_never_kept_as_an_event(
    bell: Connection, world: World
) -> None:
    assert call(bell, "dong", **PAID) == 403
    assert call(bell, "dong", **PAID) == 403
    assert not InboundEvent.objects.exists()
    refused = RefusedCall.objects.get()
    assert (refused.reason, refused.count, refused.last_from) == ("signature", 2, "127.0.0.1")
    assert '"p1"' in refused.sample
    assert run_jobs() == []


def test_a_stranger_finds_nothing(bell: Connection) -> None:
    visitor = Visitor()
    for kind, token in [("bell", "guess"), ("nobody", bell.token), ("bell", bell.token[:-1])]:
        address = reverse("hook", args=[kind, token])
        assert visitor.post(address, **ring(**PAID)).status_code == 404
    assert not RefusedCall.objects.exists()


def test_too_large_or_in_another_way_is_turned_away(bell: Connection) -> None:
    address = reverse("hook", args=["bell", bell.token])
    assert Visitor().get(address).status_code == 405
    assert call(bell, **PAID, words="x" * 3000) == 413
    assert set(RefusedCall.objects.values_list("reason", flat=True)) == {"method", "too_large"}


def test_a_refund_before_its_payment_waits_for_it(bell: Connection, world: World) -> None:
    call(bell, **REFUND)
    run_jobs()
    assert fates() == [Fate.PARKED]
    call(bell, **PAID)
    assert run_jobs() == ["bell.read"]
    assert "bell.read" in run_jobs(), "the payment calls its refund"
    assert fates() == [Fate.REFUNDED, Fate.RECORDED]
    assert owed(world.ivan) == 30_000
    assert_books_balance()


def test_a_refund_whose_payment_is_known_meanwhile_is_found_by_the_clock(
    bell: Connection, world: World
) -> None:
    call(bell, **REFUND)
    run_jobs()
    call(bell, **PAID)
    Notice.objects.filter(word="refund").update(waits_for="")
    run_jobs()
    assert look_again(at=now() + timedelta(minutes=1)) == 1
    run_jobs()
    assert Refund.objects.count() == 1
    assert_books_balance()


def test_more_than_was_paid_is_never_taken_back(bell: Connection, world: World) -> None:
    call(bell, **PAID)
    call(bell, **{**REFUND, "amount": 100_001})
    run_jobs()
    assert fates() == [Fate.RECORDED, Fate.CONTRADICTING]
    assert InboundEvent.objects.get(notice__word="refund").status == InboundStatus.FAILED
    assert owed(world.ivan) == 40_000


def test_the_same_number_with_another_amount_is_for_a_person(
    bell: Connection, world: World
) -> None:
    call(bell, **PAID)
    run_jobs()
    LISTED.append({**PAID, "what": "paid", "amount": 1})
    Notice.objects.all().delete()
    InboundEvent.objects.all().delete()
    look_at(bell, at=now())
    run_jobs()
    assert fates() == [Fate.CONTRADICTING]
    assert owed(world.ivan) == 40_000


def test_what_may_not_touch_the_books_does_not(bell: Connection, world: World) -> None:
    call(bell, **PAID, test=True)
    change_connection(
        bell, name="Касса", settings=bell.settings, test_mode=True, at=now(), by="Виктор"
    )
    call(bell, **{**PAID, "id": "p2"})
    run_jobs()
    change_connection(
        bell, name="Касса", settings=bell.settings, test_mode=False, at=now(), by="Виктор"
    )
    call(bell, **{**PAID, "id": "p2"})
    run_jobs()
    assert fates() == [Fate.TEST, Fate.TEST]
    assert {notice.amount_minor for notice in Notice.objects.all()} == {100_000}
    assert not Payment.objects.exists()


def test_unknown_and_pending_words_are_kept_and_shown(bell: Connection, world: World) -> None:
    call(bell, what="thunder", id="1")
    call(bell, **PAID)
    call(bell, what="pending", id="p1")
    run_jobs()
    assert fates() == [Fate.UNKNOWN, Fate.RECORDED, Fate.NOTED]
    assert owed(world.ivan) == 40_000


def test_what_is_not_certain_is_asked_again_and_what_breaks_is_seen(
    bell: Connection, world: World
) -> None:
    call(bell, what="soon", id="1")
    run_jobs()
    assert InboundEvent.objects.get().status == InboundStatus.NEW
    later = now()
    for _ in range(6):
        later += timedelta(hours=2)
        assert look_again(at=later) == 1
        run_jobs()
    assert InboundEvent.objects.get().status == InboundStatus.FAILED
    call(bell, what="broken", id="2")
    with pytest.raises(ValueError, match="cracked"):
        run_jobs()
    assert InboundEvent.objects.get(notice__word="broken").error == "ValueError: cracked"


def test_a_worker_that_died_is_replaced_by_the_clock(bell: Connection, world: World) -> None:
    call(bell, **PAID)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert look_again(at=now()) == 0, "the worker still has its time"
    assert look_again(at=now() + timedelta(minutes=3)) == 1
    run_jobs()
    assert owed(world.ivan) == 40_000


def test_what_they_forgot_to_tell_is_found(bell: Connection, world: World) -> None:
    LISTED.extend([PAID, REFUND])
    assert look_at(bell, at=now()) == 2
    run_jobs()
    call(bell, **PAID)
    run_jobs()
    assert (owed(world.ivan), Payment.objects.count()) == (30_000, 1)
    assert Notice.objects.get(word="paid").found_by_us
    assert_books_balance()


def test_an_answer_of_another_shape_is_written_on_the_connection_and_stops_nobody(
    bell: Connection, world: World
) -> None:
    LISTED.append({"nothing": "that we read"})
    assert look_at(bell, at=now()) == 0
    bell.refresh_from_db()
    assert bell.trouble.startswith("KeyError")
    LISTED[:] = [PAID]
    assert look_at(bell, at=now()) == 1
    bell.refresh_from_db()
    assert bell.trouble == ""


def test_keys_are_sealed_and_changed_without_losing_what_is_on_its_way(bell: Connection) -> None:
    assert "ding" not in bell.sealed
    assert "ding" not in repr(keys_of(bell))
    replace_secrets(bell, secrets={"secret": "dong"}, at=now(), by="Виктор")
    assert call(bell, "dong", what="pending", id="1") == 200
    assert call(bell, "ding", what="pending", id="2") == 200
    Connection.objects.update(former_until=now() - timedelta(seconds=1))
    assert call(bell, "ding", what="pending", id="3") == 403


def test_switched_off_and_moved(bell: Connection) -> None:
    switch_connection(bell, on=False, at=now(), by="Виктор")
    assert call(bell, **PAID) == 503
    switch_connection(bell, on=True, at=now(), by="Виктор")
    former = bell.token
    renew_address(bell, at=now(), by="Виктор")
    assert call(bell, **PAID) == 404
    bell.refresh_from_db()
    assert former != bell.token
    assert call(bell, **PAID) == 200
