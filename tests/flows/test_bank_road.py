"""The main job: a statement comes in, the partner is rewarded, orders go out, the next settles."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.make.money import NOON, payment
from tests.world import World, assert_books_balance, owed
from zabota.connectors.bank.models import Statement, StatementLine, StatementStatus
from zabota.connectors.bank.operations import (
    import_statement,
    payment_orders,
    receive_statement,
)
from zabota.connectors.bank.operations.ordering import NotApproved
from zabota.connectors.bank.translate import read_statement
from zabota.connectors.inbox.models import InboundEvent, InboundStatus
from zabota.connectors.inbox.operations import retry_event
from zabota.domain.invoices.operations import issue_invoice
from zabota.domain.payments.models import Payment
from zabota.domain.payouts.models import Payout, PayoutStatus
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_sent
from zabota.flows.payments_received import payments_received
from zabota.kit.errors import Refusal
from zabota.kit.money import Money

pytestmark = pytest.mark.django_db
PAYLOADS = Path(__file__).parents[1] / "connectors" / "bank" / "payloads"
OURS = settings.VENDOR["accounts"][0]
SAMPLE_ACCOUNT = "40702810200000000001"


def statement(*documents: str, opening: int = 0, incoming: int = 0, outgoing: int = 0) -> bytes:
    """A statement of our account in whole roubles, as a bank writes it."""
    head = [
        "1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=Windows", "Отправитель=Банк",
        "ДатаНачала=20.11.2026", "ДатаКонца=20.11.2026", f"РасчСчет={OURS}", "СекцияРасчСчет",
        "ДатаНачала=20.11.2026", "ДатаКонца=20.11.2026", f"РасчСчет={OURS}",
        f"НачальныйОстаток={opening}.00", f"ВсегоПоступило={incoming}.00",
        f"ВсегоСписано={outgoing}.00", f"КонечныйОстаток={opening + incoming - outgoing}.00",
        "КонецРасчСчет",
    ]  # fmt: skip
    return "\r\n".join([*head, *documents, "КонецФайла", ""]).encode("cp1251")


def credit(minor: int, purpose: str, *, inn: str, number: str = "77") -> str:
    """A client's transfer to us."""
    return "\r\n".join(
        [
            "СекцияДокумент=Платежное поручение", f"Номер={number}", "Дата=20.11.2026",
            f"Сумма={minor // 100}.{minor % 100:02d}", "ПлательщикСчет=40702810900000000123",
            f"ПлательщикИНН={inn}", "Плательщик1=ООО Плательщик", f"ПолучательСчет={OURS}",
            "ДатаПоступило=20.11.2026", "ВидОплаты=01", f"НазначениеПлатежа={purpose}",
            "КонецДокумента",
        ]
    )  # fmt: skip


def debit(payout: Payout) -> str:
    """Our own order as the bank shows it when the money has left."""
    return "\r\n".join(
        [
            "СекцияДокумент=Платежное поручение", f"Номер={payout.order_number}",
            "Дата=20.11.2026", f"Сумма={payout.amount_minor / 100:.2f}", f"ПлательщикСчет={OURS}",
            "ДатаСписано=20.11.2026", f"ПолучательСчет={payout.account}",
            f"ПолучательИНН={payout.inn}", f"Получатель1={payout.holder}", "ВидОплаты=01",
            f"НазначениеПлатежа={payout.purpose}", "КонецДокумента",
        ]
    )  # fmt: skip


def bring(raw: bytes, *, at: datetime = NOON) -> Statement:
    """Upload and read a statement."""
    event, _ = receive_statement(raw, name="выписка.txt", at=at, by="Ольга")
    read = import_statement(event.pk, at=at)
    assert read is not None
    return read


def test_from_the_clients_transfer_to_the_settled_payout(world: World) -> None:
    invoice = issue_invoice(world.acme, amount=Money(1_000_000), subject="Лицензия", at=NOON)
    first = bring(
        statement(credit(1_000_000, invoice.purpose, inn=world.acme.inn), incoming=10_000)
    )
    assert (first.status, first.recorded, first.waiting) == (StatementStatus.IMPORTED, 1, 0)
    assert owed(world.ivan) == 400_000

    batch = batch_formed(before=NOON.replace(year=2027), at=NOON, by="Ольга").batch
    with pytest.raises(NotApproved):
        payment_orders(batch, at=NOON)
    batch_approved(batch, at=NOON, by="Ольга")
    batch_sent(batch, at=NOON, by="Ольга")
    orders = read_statement(payment_orders(batch, at=NOON))
    assert orders.version == "1.03"
    assert [(d.amount, d.payee.inn) for d in orders.documents] == [(400_000, world.ivan.inn)]
    assert "договору-оферте № 1" in orders.documents[0].purpose

    payout = Payout.objects.get()
    settling = statement(debit(payout), opening=10_000, outgoing=4_000)
    assert bring(settling).settled == 1
    payout.refresh_from_db()
    assert payout.status == PayoutStatus.SETTLED
    assert StatementLine.objects.get(payout=payout).kind == "outgoing_order"
    assert_books_balance()


def test_a_returned_order_fails_its_payout(world: World) -> None:
    payments_received([payment(world.acme, 1_000_000)], at=NOON)
    batch = batch_formed(before=NOON.replace(year=2027), at=NOON, by="Ольга").batch
    batch_approved(batch, at=NOON, by="Ольга")
    batch_sent(batch, at=NOON, by="Ольга")
    payout = Payout.objects.get()
    words = f"Возврат п/п № {payout.order_number} от 20.11.2026: счет получателя закрыт"
    bring(statement(credit(400_000, words, inn=world.ivan.inn), incoming=4_000))

    payout.refresh_from_db()
    assert payout.status == PayoutStatus.FAILED
    assert owed(world.ivan) == 400_000
    assert not Payment.objects.filter(source="bank").exists()
    assert_books_balance()


def test_the_same_file_and_an_overlapping_one_bring_nothing_twice(world: World) -> None:
    one = credit(100_000, "Оплата", inn=world.acme.inn)
    two = credit(100_000, "Оплата", inn=world.acme.inn, number="78")
    file = statement(one, incoming=1_000)
    assert bring(file).recorded == 1
    assert bring(file).recorded == 0
    overlapping = bring(statement(one, two, incoming=2_000))
    assert (overlapping.recorded, overlapping.known) == (1, 1)
    assert owed(world.ivan) == 80_000
    assert_books_balance()


def test_figures_that_do_not_agree_import_nothing(world: World) -> None:
    read = bring(statement(credit(100_000, "Оплата", inn=world.acme.inn), incoming=999))
    assert read.status == StatementStatus.REFUSED
    assert read.faults
    assert not Payment.objects.exists()


def test_a_payment_that_nobody_knows_waits(world: World) -> None:
    read = bring(statement(credit(100_000, "Оплата", inn="7700000001"), incoming=1_000))
    assert (read.recorded, read.waiting) == (1, 1)


@pytest.mark.parametrize(
    ("raw", "error"),
    [(b"%PDF-1.7 ...", "not_a_statement:pdf"), (b"", "not_a_statement:empty")],
)
def test_something_else_is_kept_and_named(world: World, raw: bytes, error: str) -> None:
    event, _ = receive_statement(raw, name="x", at=NOON, by="Ольга")
    assert import_statement(event.pk, at=NOON) is None
    event.refresh_from_db()
    assert (event.status, event.error) == (InboundStatus.FAILED, error)
    retry_event(event)


def test_somebody_elses_statement_is_refused(world: World) -> None:
    raw = statement().replace(OURS.encode(), SAMPLE_ACCOUNT.encode())
    event, _ = receive_statement(raw, name="x", at=NOON, by="Ольга")
    assert import_statement(event.pk, at=NOON) is None
    event.refresh_from_db()
    assert event.error.startswith("not_our_account:")
    assert bytes(event.raw) == raw


def test_an_event_that_was_understood_is_not_tried_again(world: World) -> None:
    bring(statement())
    with pytest.raises(Refusal):
        retry_event(InboundEvent.objects.get())


@pytest.mark.parametrize("name", ["one_day.txt", "one_day_utf8.txt"])
def test_a_real_file_from_the_command_line(world: World, name: str, tmp_path: Path) -> None:
    raw = (PAYLOADS / name).read_bytes()
    file = tmp_path / name
    file.write_bytes(raw.replace(SAMPLE_ACCOUNT.encode(), OURS.encode()))
    call_command("import_statement", str(file))
    read = Statement.objects.get()
    assert read.status == StatementStatus.IMPORTED
    received = StatementLine.objects.filter(statement=read, direction="in")
    assert sum(line.amount_minor for line in received) == 4_000_000
    assert_books_balance()
