"""The partner's history: what happened to him, his clients and his money, and nothing of others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Visitor
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.make.money import NOON, client_of, payment, refund
from tests.world import World, assert_books_balance
from zabota.domain.attribution.models import Bearer
from zabota.domain.attribution.operations.claims import claim_client, decline_claim
from zabota.domain.clients.models import ClientStatus
from zabota.domain.clients.operations import change_client_status
from zabota.domain.partners.models import Mood
from zabota.domain.partners.operations import enter_cabinet, note_partner
from zabota.domain.payouts.models import Payout
from zabota.domain.people.operations import add_person
from zabota.flows.batch_formed import batch_formed
from zabota.flows.client_placed import attribution_corrected
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.flows.payouts_settled import payout_failed
from zabota.kit.events.models import Event
from zabota.web.cabinet.words.happened import EVENTS

pytestmark = pytest.mark.django_db
HISTORY = "/cabinet/history/"


def read(visitor: Visitor, **wish: object) -> str:
    answer = visitor.get(HISTORY, wish)
    assert answer.status_code == 200
    return answer.content.decode()


def told(visitor: Visitor, **wish: object) -> str:
    """The list alone, without the filters around it."""
    return read(visitor, **wish).partition('id="list"')[2]


def lines(visitor: Visitor, **wish: object) -> list[str]:
    answer = visitor.get(HISTORY, {**wish, "as": "csv"})
    return answer.content.decode("utf-8-sig").splitlines()[1:]


def test_money_comes_goes_back_and_is_paid(ivan: Visitor, world: World, sent: Payout) -> None:
    back = payment(world.acme, 50_000, at=NOON + timedelta(days=1))
    payments_received([back], at=NOON + timedelta(days=1))
    payments_refunded([refund(back, 20_000)], at=NOON + timedelta(days=2))
    payout_failed(sent, reason="Счёт закрыт", at=NOON + timedelta(days=2))
    page = told(ivan)
    for words in ("Акме paid", "The client was refunded", "Taken into a payout", "Счёт закрыт"):
        assert words in page
    assert reverse("cabinet:payout", args=[sent.pk]) in page
    money = lines(ivan, kind="money")
    assert len(money) == 3
    assert [line for line in money if "-80,00" in line], "A part of the reward was taken back."
    assert len(lines(ivan, kind="payouts")) == 2
    assert "Акме paid" not in told(ivan, kind="payouts")
    assert_books_balance()


def test_the_newest_is_first_and_days_stand_apart(ivan: Visitor, world: World) -> None:
    payments_received([payment(world.acme, at=NOON)], at=NOON)
    later = NOON + timedelta(days=3)
    payments_received([payment(world.acme, 70_000, at=later)], at=later)
    page = told(ivan, kind="money")
    assert page.count("<h2>") == 2
    assert page.index("700") < page.index("1,000")
    one_day = {"from": later.date().isoformat(), "to": later.date().isoformat()}
    assert told(ivan, kind="money", **one_day).count("timeline__mark") == 1
    assert f"/cabinet/statement/?from={later.date()}&amp;to={later.date()}" in read(ivan, **one_day)


def test_what_staff_keep_for_themselves_is_not_told(ivan: Visitor, world: World) -> None:
    olga = add_person(email="olga@vendor.example", name="Ольга")
    note_partner(world.ivan, words="Хитрит", mood=Mood.values[-1], at=NOON, by="Ольга")
    enter_cabinet(world.ivan, person=olga, reason="Проверка жалобы", at=NOON)
    attribution_corrected(
        world.acme,
        to=world.rita,
        since=NOON - timedelta(days=1),
        bearer=Bearer.VENDOR,
        reason="Рита прислала договор",
        at=NOON,
        by="Ольга",
    )
    for page in (told(ivan), *lines(ivan), told(ivan, q="Хитрит"), told(ivan, q="договор")):
        for secret in ("Хитрит", "Проверка жалобы", "договор", "Рита", "Ольга"):
            assert secret not in page.replace('value="Хитрит"', "")
    assert "Акме turned out to be another partner" in told(ivan)
    assert "Nothing was found" in told(ivan, q="договор")


def test_another_partner_has_another_history(ivan: Visitor, rita: Visitor, world: World) -> None:
    payments_received([payment(world.acme)], at=NOON)
    change_client_status(world.acme, to=ClientStatus.AT_RISK, at=NOON, by="Ольга")
    assert "Акме: " in told(ivan, kind="clients")
    assert "Акме" not in read(rita)
    assert lines(rita, client=world.acme.pk) == []


def test_a_client_is_told_of_only_while_he_is_the_partners(
    ivan: Visitor, rita: Visitor, world: World
) -> None:
    attribution_corrected(
        world.acme, to=world.rita, since=NOON, bearer=Bearer.VENDOR, reason="—", at=NOON, by="Ольга"
    )
    change_client_status(world.acme, to=ClientStatus.LEFT, at=NOON + timedelta(days=5), by="Ольга")
    assert "→" in told(rita, kind="clients")
    assert "→" not in told(ivan, kind="clients")


def test_a_claim_and_its_answer(ivan: Visitor, world: World) -> None:
    claim = claim_client(
        world.ivan, said="Зеро-ИНН" if not world.zero.inn else world.zero.inn,
        since=NOON, words="Внедряли мы", at=NOON, by=world.ivan.name,
    )  # fmt: skip
    decline_claim(claim, reason="Клиент назвал другого", at=NOON, by="Ольга")
    page = told(ivan, q="Внедряли")
    assert "You said that this client is yours" in page
    assert "Зеро" not in page
    assert "Клиент назвал другого" in told(ivan)


def test_filters_find_by_client_words_and_order(ivan: Visitor, world: World, sent: Payout) -> None:
    other = client_of(world.ivan, "Бета")
    payments_received([payment(other, 30_000)], at=NOON)
    assert "Бета paid" not in told(ivan, client=world.acme.pk)
    assert "payment order" in told(ivan, client=world.acme.pk)
    assert "payment order" not in told(ivan, client=other.pk)
    assert "Бета paid" in told(ivan, q="бета")
    assert "Акме" not in told(ivan, q="бета")
    assert len(lines(ivan, q=f"№ {sent.order_number}")) == 1
    assert "Taken into a payout" in told(ivan, q="payout")
    for nonsense in ({"kind": "\x00"}, {"client": "9" * 30}, {"from": "0001-01-01"}, {"page": "x"}):
        assert ivan.get(HISTORY, nonsense).status_code == 200


def test_nothing_has_happened(rita: Visitor) -> None:
    assert "Nothing was found" in read(rita, kind="money")


def test_questions_do_not_grow(ivan: Visitor, world: World) -> None:
    payments_received([payment(world.acme, 10_000, at=NOON)], at=NOON)
    with CaptureQueriesContext(connection) as few:
        read(ivan)
    many = [payment(world.acme, 10_000 + n, at=NOON + timedelta(minutes=n)) for n in range(1, 30)]
    payments_received(many, at=NOON + timedelta(hours=1))
    batch_formed(before=NOON + timedelta(days=9), at=NOON + timedelta(hours=1), by="Ольга")
    with CaptureQueriesContext(connection) as more:
        read(ivan)
    assert len(more) <= len(few) + 1


def test_every_line_of_the_table_can_be_told(ivan: Visitor, world: World) -> None:
    """Each kind of event once, with all fields a teller may ask for."""
    claim = claim_client(
        world.ivan, said=world.zero.inn, since=NOON, words="Внедряли", at=NOON, by="Иван"
    )
    given = {
        "client_id": world.acme.pk, "partner_id": world.ivan.pk, "from_partner_id": None, "code": "ИВАН10",
        "number": "7", "former": "6", "company": "Север", "source": "link", "servicing": "full",
        "account_end": "0777", "on": "2026-12-01", "kind": "first_client", "rose": True, "answer": "declined",
    }  # fmt: skip
    status = {
        "promo_code.decided": "approved", "claim.decided": "declined", "lead.closed": "won",
    }  # fmt: skip
    states = {"partner_standing.changed": ("active", "paused"), "legal_form.changed": ("ip", "ooo")}
    Event.objects.bulk_create(
        Event(
            name=name,
            at=NOON,
            about=[f"partner:{world.ivan.pk}"],
            payload={
                **given,
                "status": status.get(name, ""),
                "before": states.get(name, ("lead", ""))[0],
                "after": states.get(name, ("", "paying"))[1],
                "reason": "по просьбе",
                **({"claim_id": claim.pk} if name.startswith("claim.") else {}),
            },
        )
        for name in EVENTS
        if name not in {"client.claimed", "client_status.changed"}
    )
    rows = lines(ivan, **{"from": "2026-11-01"})
    assert len(rows) >= len(EVENTS) - 1
    assert not [row for row in rows if "%(" in row]
