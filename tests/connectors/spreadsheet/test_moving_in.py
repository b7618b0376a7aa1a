"""A vendor moves in with his tables: good rows go through, bad ones come back with reasons."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.make.money import NOON, inn, partner, terms
from tests.world import World, assert_books_balance, owed
from zabota.connectors.inbox.models import InboundEvent, InboundStatus
from zabota.connectors.spreadsheet.facts import Kind
from zabota.connectors.spreadsheet.models import MovingIn, MovingInStatus
from zabota.connectors.spreadsheet.operations import (
    SheetRefused,
    check_sheet,
    faulty_rows_csv,
    move_in,
    receive_sheet,
    remap,
    start_moving,
    stop_moving,
)
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.domain.payments.models import Payment
from zabota.domain.payouts.queries import get_partner_balance, list_due
from zabota.domain.rewards.models import Reward

pytestmark = pytest.mark.django_db
FAR = NOON + timedelta(days=365)


def sheet(kind: Kind, *lines: str) -> MovingIn:
    """A table received and looked through."""
    raw = "\r\n".join(lines).encode("cp1251")
    event, _ = receive_sheet(raw, kind=kind, name="таблица.csv", at=NOON, by="Марина")
    moving = check_sheet(event.pk, at=NOON)
    assert moving is not None
    return moving


def run(moving: MovingIn, paid_until: datetime | None = None) -> MovingIn:
    """Press the button and let the worker work."""
    start_moving(moving, paid_until=paid_until, at=NOON, by="Марина")
    return move_in(moving.pk, at=NOON)


def test_a_network_moves_in_table_by_table(db: None) -> None:
    terms()
    ivan_inn, acme_inn = inn(), inn()
    partners = run(
        sheet(
            Kind.PARTNERS,
            "ID;Название;E-mail;ИНН;Промокод;Дата вступления",
            f"p1;Иван и Ко;ivan@example.com;{ivan_inn};ИВАН10;01.02.2023",
            "p2;Рита;rita@example.com;;РИТА;05.02.2023",
        )
    )
    assert (partners.moved, partners.status) == (2, MovingInStatus.DONE)
    clients = run(
        sheet(
            Kind.CLIENTS,
            "ID;Название;ИНН;Промокод;Партнёр;Дата",
            f"c1;Акме;{acme_inn};;p1;01.03.2023",
            "c2;Зеро;;РИТА;;01.04.2023",
            "c3;Ничей;;;;01.04.2023",
        )
    )
    assert clients.moved == 3
    payments = run(
        sheet(
            Kind.PAYMENTS,
            "ID;Клиент;Сумма;Дата",
            f"1;{acme_inn};1000,00;10.10.2026",
            "2;c2;500;10.10.2026",
            "3;c3;700;10.10.2026",
        )
    )
    assert payments.moved == 3
    ivan, rita = Partner.objects.get(inn=ivan_inn), Partner.objects.get(email="rita@example.com")
    assert (owed(ivan), owed(rita)) == (40_000, 20_000)
    assert ivan.joined_at == datetime(2023, 2, 1, 9, tzinfo=UTC)
    assert_books_balance()


def test_bad_rows_come_back_with_reasons_and_the_good_go_through(world: World) -> None:
    moving = sheet(
        Kind.PAYMENTS,
        "ID;Клиент;Сумма;Дата",
        f"1;{world.acme.inn};1000;10.10.2026",
        "2;0000000000;1000;10.10.2026",
        f"3;{world.acme.inn};много;10.10.2026",
        f"1;{world.acme.inn};1000;10.10.2026",
        f"4;{world.acme.inn};;",
    )
    assert [fault[0] for fault in moving.faults] == [3, 4, 5, 6, 6]
    assert not Payment.objects.exists(), "Looking through moves nothing."
    done = run(moving)
    assert done.moved == 1
    back = faulty_rows_csv(done, {"": "Причина", "unknown_client": "Клиент неизвестен"}).decode(
        "utf-8-sig"
    )
    assert back.splitlines()[0] == "ID;Клиент;Сумма;Дата;Причина"
    assert back.splitlines()[1] == "2;0000000000;1000;10.10.2026;Клиент неизвестен"
    assert len(back.splitlines()) == 5
    assert_books_balance()


def test_the_same_rows_in_another_file_change_nothing(world: World) -> None:
    line = f"1;{world.acme.inn};1000;10.10.2026"
    run(sheet(Kind.PAYMENTS, "ID;Клиент;Сумма;Дата", line))
    again = sheet(Kind.PAYMENTS, "ID;Клиент;Сумма;Дата", line, f"2;{world.acme.inn};5;11.10.2026")
    assert again.known == 1
    assert run(again).moved == 1
    assert Payment.objects.count() == 2
    assert owed(world.ivan) == 40_200


def test_a_crash_in_the_middle_goes_on_where_it_stopped(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zabota.connectors.spreadsheet.operations.moving.PART", 2)
    moving = sheet(
        Kind.PAYMENTS,
        "ID;Клиент;Сумма;Дата",
        *(f"{n};{world.acme.inn};10;10.10.2026" for n in range(5)),
    )
    start_moving(moving, paid_until=None, at=NOON, by="Марина")
    stop_moving(moving)
    assert move_in(moving.pk, at=NOON).moved == 0
    moving.refresh_from_db()
    start_moving(moving, paid_until=None, at=NOON, by="Марина")
    first, second = move_in(moving.pk, at=NOON), move_in(moving.pk, at=NOON)
    assert (first.moved, second.moved, Payment.objects.count()) == (5, 5, 5)
    assert_books_balance()


def test_what_the_former_system_paid_is_not_paid_again(world: World) -> None:
    moving = sheet(
        Kind.PAYMENTS,
        "ID;Клиент;Сумма;Дата",
        f"1;{world.acme.inn};1000;10.09.2026",
        f"2;{world.acme.inn};2000;15.11.2026",
    )
    run(moving, paid_until=datetime(2026, 11, 1, tzinfo=UTC))
    balance = get_partner_balance(world.ivan.pk, before=FAR)
    assert (balance.paid, balance.due) == (40_000, 80_000)
    assert [due.amount_minor for due in list_due(before=FAR)] == [80_000]
    assert Reward.objects.count() == 2
    assert_books_balance()


def test_columns_are_put_right_by_a_person(world: World) -> None:
    moving = sheet(Kind.PAYMENTS, "а;б;в;г", f"1;{world.acme.inn};1000;10.10.2026")
    assert moving.faults == [[2, "external_id", "no_column"]] or moving.faults == [
        (2, "external_id", "no_column")
    ]
    with pytest.raises(SheetRefused, match="Not one row"):
        start_moving(moving, paid_until=None, at=NOON, by="Марина")
    remap(moving, mapping={"external_id": 0, "client": 1, "amount": 2, "paid_at": 3}, at=NOON)
    assert run(moving).moved == 1
    with pytest.raises(SheetRefused, match="columns stay"):
        remap(moving, mapping={}, at=NOON)


def test_partners_who_cannot_be_taken_wait_with_the_reason(world: World) -> None:
    moving = run(
        sheet(
            Kind.PARTNERS,
            "ID;Название;E-mail;Промокод",
            "p1;Новый;new@example.com;РИТА",
            "p2;Второй;second@example.com;НОВЫЙ1",
            "p3;Третий;second@example.com;НОВЫЙ2",
        )
    )
    assert moving.moved == 1
    assert [(number, code) for number, _, code in moving.faults] == [
        (2, "code_taken"),
        (4, "email_taken"),
    ]
    assert_books_balance()


def test_somebodys_client_stays_his(world: World) -> None:
    moving = run(
        sheet(
            Kind.ATTRIBUTIONS,
            "Клиент;Партнёр;Дата",
            f"{world.acme.inn};РИТА;01.01.2024",
            f"{world.zero.inn};РИТА;01.01.2024",
        )
    )
    assert moving.moved == 1
    assert [fault[2] for fault in moving.faults] == ["somebodys_already"]


def test_codes_move_in_and_work(world: World) -> None:
    anna = partner("Анна", "АННА")
    run(sheet(Kind.CODES, "Промокод;Партнёр", f"АННА2;{anna.inn}"))
    run(sheet(Kind.CLIENTS, "Название;Промокод", "Новый клиент;АННА2"))
    client = Client.objects.get(name="Новый клиент")
    assert client.attributions.get().partner == anna


def test_what_is_no_table_waits_in_the_inbox(db: None) -> None:
    event, new = receive_sheet(b"PK\x03\x04", kind="payments", name="x.xlsx", at=NOON, by="М")
    assert new
    assert check_sheet(event.pk, at=NOON) is None
    event = InboundEvent.objects.get(pk=event.pk)
    assert (event.status, event.error) == (InboundStatus.FAILED, "not_a_table:broken_excel")


def test_a_taken_code_is_said_before_anything_moves(world: World) -> None:
    lines = (
        "ID;Название;E-mail;Промокод",
        "p1;Новый;new@example.com;иван10",
        "p2;Другой;other@example.com;ДРУГОЙ1",
    )
    moving = sheet(Kind.PARTNERS, *lines)
    assert moving.faults == [(2, "promo", "code_taken")]
    assert run(moving).moved == 1
    assert sheet(Kind.PARTNERS, *lines, "").faults == [(2, "promo", "code_taken")], "p2 is known."
    codes = sheet(Kind.CODES, "Промокод;Партнёр", "РИТА;ИВАН10", "РИТА2;РИТА")
    assert codes.faults == [(2, "promo", "code_taken")]
