"""Lines beside payments: refunds find their payment or wait, strangers' accounts stay out."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from tests.flows.test_bank_road import NOON, OURS, bring, credit, statement
from tests.make.money import payment
from tests.world import World, assert_books_balance, owed
from zabota.connectors.bank.models import StatementLine
from zabota.connectors.bank.operations.open_lines import (
    LineDecided,
    clear_line,
    list_open_lines,
    refund_line,
    reopen_line,
)
from zabota.domain.invoices.operations import issue_invoice
from zabota.domain.payments.models import Payment, Refund
from zabota.flows.payments_received import payments_received
from zabota.kit.money import Money
from zabota.web.backoffice.words.statements import oddity_said

pytestmark = pytest.mark.django_db
STRANGER = "40702810100000009999"


def refund(minor: int, purpose: str, *, inn: str, number: str = "901") -> str:
    """Our transfer back to a client, as the bank shows it."""
    return "\r\n".join(
        [
            "СекцияДокумент=Платежное поручение", f"Номер={number}", "Дата=20.11.2026",
            f"Сумма={minor // 100}.{minor % 100:02d}", f"ПлательщикСчет={OURS}",
            "ДатаСписано=20.11.2026", "ПолучательСчет=40702810900000000123",
            f"ПолучательИНН={inn}", "Получатель1=ООО Клиент", "ВидОплаты=01",
            f"НазначениеПлатежа={purpose}", "КонецДокумента",
        ]
    )  # fmt: skip


def of_stranger(account: str, *, closing: str) -> str:
    """A section of an account that is not ours: it opened with nothing and received 5000."""
    return "\r\n".join(
        [
            "СекцияРасчСчет", "ДатаНачала=20.11.2026", "ДатаКонца=20.11.2026",
            f"РасчСчет={account}", "НачальныйОстаток=0.00", "ВсегоПоступило=5000.00",
            "ВсегоСписано=0.00", f"КонечныйОстаток={closing}", "КонецРасчСчет",
        ]
    )  # fmt: skip


def test_a_refund_takes_back_its_share_of_the_reward_and_of_the_invoice(world: World) -> None:
    invoice = issue_invoice(world.acme, amount=Money(1_000_000), subject="Лицензия", at=NOON)
    bring(statement(credit(1_000_000, invoice.purpose, inn=world.acme.inn), incoming=10_000))
    back = refund(250_000, f"Возврат оплаты по счёту {invoice.number}", inn=world.acme.inn)
    raw = statement(back, opening=10_000, outgoing=2_500)
    bring(raw)
    assert owed(world.ivan) == 300_000
    invoice.refresh_from_db()
    assert (invoice.paid_minor, invoice.status) == (750_000, "part_paid")
    assert StatementLine.objects.get(number="901").payment == Payment.objects.get()
    assert not list_open_lines().exists()

    bring(raw + b"\r\n")  # the same lines in a file of other bytes
    assert Refund.objects.count() == 1
    assert_books_balance()


def test_a_refund_without_a_number_is_of_the_only_payment_of_this_sum(world: World) -> None:
    payments_received([payment(world.acme, 70_000), payment(world.acme, 90_000)], at=NOON)
    bring(
        statement(refund(90_000, "Возврат излишне уплаченного", inn=world.acme.inn), outgoing=900)
    )
    assert owed(world.ivan) == 28_000


def test_an_uncertain_refund_waits_for_a_person(world: World) -> None:
    payments_received([payment(world.acme, 70_000), payment(world.acme, 70_000)], at=NOON)
    bring(
        statement(refund(70_000, "Возврат излишне уплаченного", inn=world.acme.inn), outgoing=700)
    )
    (line,) = list_open_lines()
    assert owed(world.ivan) == 56_000

    refund_line(line, payment=Payment.objects.first(), at=NOON, by="Ольга")  # type: ignore[arg-type]
    assert owed(world.ivan) == 28_000
    assert not list_open_lines().exists()
    with pytest.raises(LineDecided):
        clear_line(line, note="не наше", at=NOON, by="Пётр")
    assert_books_balance()


def test_a_line_cleared_by_hand_can_be_taken_back(world: World) -> None:
    bring(
        statement(refund(70_000, "Возврат обеспечения по тендеру", inn="7700000000"), outgoing=700)
    )
    (line,) = list_open_lines()
    clear_line(line, note="обеспечение", at=NOON, by="Ольга")
    assert not list_open_lines().exists()
    reopen_line(line)
    assert list(list_open_lines()) == [line]


def test_of_several_accounts_only_ours_are_imported(world: World) -> None:
    theirs = credit(500_000, "За услуги", inn=world.acme.inn).replace(OURS, STRANGER)
    ours = credit(100_000, "За услуги", inn=world.acme.inn, number="78")
    section = of_stranger(STRANGER, closing="5000.00")
    read = bring(statement(section, ours, theirs, incoming=1_000))
    assert (read.status, read.recorded) == ("imported", 1)
    assert [odd["params"] for odd in read.oddities if odd["code"] == "account_foreign"] == [
        {"account": STRANGER}
    ]
    assert owed(world.ivan) == 40_000
    assert not StatementLine.objects.filter(account=STRANGER).exists()
    assert_books_balance()


@pytest.mark.parametrize(
    ("account", "closing", "reason"),
    [
        (STRANGER, "4999.00", "closing balance says"),
        ("40702840100000009999", "5000.00", "is not in rubles"),
        ("KZ86125KZT5004100100", "5000.00", "is not a Russian one"),
    ],
)
def test_a_strangers_fault_keeps_nothing_of_ours_out(
    world: World, account: str, closing: str, reason: str
) -> None:
    theirs = credit(500_000, "За услуги", inn=world.acme.inn).replace(OURS, account)
    ours = credit(100_000, "За услуги", inn=world.acme.inn, number="78")
    read = bring(statement(of_stranger(account, closing=closing), ours, theirs, incoming=1_000))
    assert (read.status, read.recorded, read.faults) == ("imported", 1, [])
    (told,) = [odd for odd in read.oddities if odd["code"] == "foreign_fault"]
    with override("en"):
        said = oddity_said(told).text
    assert account in said
    assert reason in said
    assert owed(world.ivan) == 40_000
    assert not StatementLine.objects.filter(account=account).exists()
    assert_books_balance()


def test_our_own_fault_still_refuses_the_file(world: World) -> None:
    ours = credit(100_000, "За услуги", inn=world.acme.inn, number="78")
    faultless = of_stranger(STRANGER, closing="5000.00")
    theirs = credit(500_000, "За услуги", inn=world.acme.inn).replace(OURS, STRANGER)
    read = bring(statement(faultless, ours, theirs, incoming=2_000))
    assert (read.status, read.recorded) == ("refused", 0)
    assert {fault["account"] for fault in read.faults} == {OURS}
