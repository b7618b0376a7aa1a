"""Payment orders: what is written is what a bank reads, and what does not fit is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zabota.connectors.bank.facts import Side, StatementFile
from zabota.connectors.bank.operations.ordering import AnotherRail
from zabota.connectors.bank.operations.ordering import payment_orders as orders_of
from zabota.connectors.bank.translate import (
    OrderFileHeader,
    OrderRefused,
    PaymentOrder,
    check_balances,
    read_statement,
    write_payment_orders,
)
from zabota.domain.payouts.models import Batch, BatchStatus, Rail
from zabota.kit.requisites import is_account

BIC, CORR = "044525225", "30101810400000000225"
VENDOR = Side(
    name='ООО "Забота"',
    inn="7700123459",
    kpp="770001001",
    account="40702810900000000123",
    bic=BIC,
    bank="ПАО СБЕРБАНК",
    corr_account=CORR,
    city="г. Москва",
)
PROPRIETOR = Side(
    name="ИП Иванов Пётр Ильич",
    inn="770012345606",
    account="40802810700000000456",
    bic=BIC,
    bank="ПАО СБЕРБАНК",
    corr_account=CORR,
)
PERSON = replace(PROPRIETOR, name="Иванов Пётр Ильич", account="40817810200000000789")
HEADER = OrderFileHeader(payer=VENDOR, created_at=datetime(2026, 11, 23, 9, 5, 7))
ORDER = PaymentOrder(
    number=45,
    on=date(2026, 11, 23),
    amount=1240050,
    payee=PROPRIETOR,
    purpose="Агентское вознаграждение по договору-оферте № 4, отчёт № 45 от 23.11.2026. Без НДС",
)

EXPECTED = """\
1CClientBankExchange
ВерсияФормата=1.03
Кодировка=Windows
Отправитель=Zabota
Получатель=
ДатаСоздания=23.11.2026
ВремяСоздания=09:05:07
ДатаНачала=23.11.2026
ДатаКонца=23.11.2026
РасчСчет=40702810900000000123
Документ=Платежное поручение
СекцияДокумент=Платежное поручение
Номер=45
Дата=23.11.2026
Сумма=12400.50
ПлательщикСчет=40702810900000000123
Плательщик=ИНН 7700123459 ООО "Забота"
ПлательщикИНН=7700123459
Плательщик1=ООО "Забота"
ПлательщикРасчСчет=40702810900000000123
ПлательщикБанк1=ПАО СБЕРБАНК
ПлательщикБанк2=г. Москва
ПлательщикБИК=044525225
ПлательщикКорсчет=30101810400000000225
ПолучательСчет=40802810700000000456
Получатель=ИНН 770012345606 ИП Иванов Пётр Ильич
ПолучательИНН=770012345606
Получатель1=ИП Иванов Пётр Ильич
ПолучательРасчСчет=40802810700000000456
ПолучательБанк1=ПАО СБЕРБАНК
ПолучательБанк2=
ПолучательБИК=044525225
ПолучательКорсчет=30101810400000000225
ВидПлатежа=
ВидОплаты=01
Код=
Очередность=5
НазначениеПлатежа=Агентское вознаграждение по договору-оферте № 4, отчёт № 45 от 23.11.2026. Без НДС
НазначениеПлатежа1=Агентское вознаграждение по договору-оферте № 4, отчёт № 45 от 23.11.2026. Без НДС
ПлательщикКПП=770001001
ПолучательКПП=
КонецДокумента
КонецФайла
"""


def written(order: PaymentOrder = ORDER, header: OrderFileHeader = HEADER) -> str:
    raw = write_payment_orders([order], header)
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    return raw.decode("cp1251").replace("\r\n", "\n")


def refused(order: PaymentOrder = ORDER, header: OrderFileHeader = HEADER) -> OrderRefused:
    with pytest.raises(OrderRefused) as refusal:
        write_payment_orders([order], header)
    return refusal.value


def test_the_whole_file() -> None:
    assert written() == EXPECTED


def test_our_orders_are_not_taken_for_a_statement() -> None:
    file = read_statement(write_payment_orders([ORDER], HEADER))
    assert file.is_order_file
    assert file.oddities == ()
    assert file.complete
    assert [fault.code for fault in check_balances(file)] == ["order_file"]


@pytest.mark.parametrize(
    ("given_purpose", "purpose"),
    [
        ("Сумма 100 ₽", "Сумма 100 руб."),
        ("Сумма 100₽. Без НДС", "Сумма 100 руб. Без НДС"),
        ("по\u00a0отчёту\u202f№\u20095", "по отчёту № 5"),
        ("первая\r\nвторая\tтретья", "первая вторая третья"),
        ("«ёлки» — „иголки“ – …", "«ёлки» — „иголки“ – …"),
        ("e\u2011mail 5\u22123", "e-mail 5-3"),
        ("й из двух знаков", "й из двух знаков"),
        ("мяг\u00adкий пе\u200bренос", "мягкий перенос"),
        ("  лишние   пробелы  ", "лишние пробелы"),
    ],
)
def test_harmless_signs_are_replaced(given_purpose: str, purpose: str) -> None:
    text = written(replace(ORDER, purpose=given_purpose))
    assert f"\nНазначениеПлатежа={purpose}\n" in text


@pytest.mark.parametrize("sign", ["🙂", "ў" + "中", "ș", "\u0000", "\u007f", "₸", "\u0098"])
def test_signs_that_the_bank_does_not_have_are_refused(sign: str) -> None:
    refusal = refused(replace(ORDER, purpose=f"за {sign}"))
    assert (refusal.code, refusal.field) == ("charset", "purpose")
    assert refusal.params == {"character": sign[-1], "order": "45"}


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"number": 0}, "number_range", "number"),
        ({"number": 1_000_000}, "number_range", "number"),
        ({"number": 1000}, "number_ends_with_noughts", "number"),
        ({"number": 45_000}, "number_ends_with_noughts", "number"),
        ({"amount": 0}, "amount_range", "amount"),
        ({"amount": -1}, "amount_range", "amount"),
        ({"amount": 10**14}, "amount_range", "amount"),
        ({"purpose": ""}, "empty", "purpose"),
        ({"purpose": "\n \u200b"}, "empty", "purpose"),
        ({"purpose": "ы" * 211}, "too_long", "purpose"),
        ({"purpose_code": "9"}, "purpose_code_unknown", "purpose_code"),
        ({"priority": "6"}, "priority_unknown", "priority"),
        ({"payee": replace(PROPRIETOR, name="")}, "empty", "payee.name"),
        ({"payee": replace(PROPRIETOR, name="И" * 161)}, "too_long", "payee.name"),
        ({"payee": replace(PROPRIETOR, name="И 🙂")}, "charset", "payee.name"),
        ({"payee": replace(PROPRIETOR, inn="")}, "empty", "payee.inn"),
        ({"payee": replace(PROPRIETOR, inn="770012345607")}, "check_digit", "payee.inn"),
        ({"payee": replace(PROPRIETOR, kpp="770001001")}, "kpp_of_person", "payee.kpp"),
        ({"payee": replace(PROPRIETOR, bic="04452522")}, "length", "payee.bic"),
        ({"payee": replace(PROPRIETOR, account="40802810800000000456")}, "check_digit", "payee.account"),
        ({"payee": replace(PROPRIETOR, account="")}, "empty", "payee.account"),
        ({"payee": replace(PROPRIETOR, corr_account="")}, "empty", "payee.corr_account"),
        ({"payee": replace(PROPRIETOR, corr_account="30101810100000000716")}, "bic_mismatch", "payee.corr_account"),
        ({"payee": replace(PROPRIETOR, city="г" * 31)}, "too_long", "payee.city"),
        ({"payee": VENDOR, "purpose": "x"}, "same_account", "payee.account"),
        ({"payee": replace(VENDOR, account="40702810000000000555", kpp="1")}, "check_digit", "payee.account"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(changed: dict[str, object], code: str, field: str) -> None:
    refusal = refused(replace(ORDER, **changed))  # type: ignore[arg-type]
    assert (refusal.code, refusal.field) == (code, field)
    assert refusal.params["order"] == str(changed.get("number", 45))


def test_too_long_tells_the_figures() -> None:
    refusal = refused(replace(ORDER, purpose="ы" * 215))
    assert refusal.params == {"limit": "210", "length": "215", "order": "45"}


def test_what_just_fits_is_written() -> None:
    order = replace(
        ORDER, number=999_999, purpose="ы" * 210, payee=replace(PROPRIETOR, name="И" * 160)
    )
    assert "Номер=999999\n" in written(order)


def test_payer_is_proved_as_well() -> None:
    bad = replace(HEADER, payer=replace(VENDOR, kpp="77"))
    refusal = refused(header=bad)
    assert (refusal.code, refusal.field) == ("length", "payer.kpp")


def test_field_20_is_for_persons_only() -> None:
    text = written(replace(ORDER, payee=PERSON, purpose_code="1"))
    assert "\nКодНазПлатежа=1\n" in text
    assert "КодНазПлатежа" not in written(replace(ORDER, payee=PERSON))
    firm = replace(VENDOR, account=another_account("40702810"), kpp="")
    refusal = refused(replace(ORDER, payee=firm, purpose_code="1"))
    assert refusal.code == "purpose_code_not_for_account"


def test_person_without_inn() -> None:
    text = written(replace(ORDER, payee=replace(PERSON, inn="")))
    assert "\nПолучатель=Иванов Пётр Ильич\nПолучательИНН=\n" in text


def test_no_orders_and_repeated_numbers() -> None:
    with pytest.raises(OrderRefused, match="nothing_to_write"):
        write_payment_orders([], HEADER)
    with pytest.raises(OrderRefused, match="number_repeated"):
        write_payment_orders([ORDER, ORDER], HEADER)


def test_period_of_the_file_spans_its_orders() -> None:
    late = replace(ORDER, number=46, on=date(2026, 12, 1))
    text = write_payment_orders([late, ORDER], HEADER).decode("cp1251")
    assert "ДатаНачала=23.11.2026\r\nДатаКонца=01.12.2026\r\n" in text


def another_account(beginning: str, serial: int = 1) -> str:
    """A right account that begins so, in the bank of these tests."""
    return next(
        account for key in range(10) if is_account(account := f"{beginning}{key}{serial:011d}", BIC)
    )


signs = st.sampled_from(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВЯabcxyzABC0123456789 №«»„“—–…\"'.,()/%=+-"
)
names = st.text(signs, min_size=1, max_size=150).map(lambda s: "ООО " + " ".join(s.split()))
purposes = st.text(signs, min_size=1, max_size=200).map(lambda s: "За " + " ".join(s.split()))


@st.composite
def payment_orders(draw: st.DrawFn) -> list[PaymentOrder]:
    numbers = draw(
        st.lists(
            st.integers(1, 999_999).filter(lambda number: number % 1000), min_size=1, max_size=4,
            unique=True,
        )
    )  # fmt: skip
    return [
        PaymentOrder(
            number=number,
            on=draw(st.dates(date(2000, 1, 1), date(2099, 12, 31))),
            amount=draw(st.integers(1, 10**12)),
            payee=replace(
                PERSON,
                name=draw(names).strip(),
                account=another_account("40817810", draw(st.integers(1, 10**10))),
                bank=draw(st.sampled_from(["", "АО «ТБанк»"])),
            ),
            purpose=draw(purposes).strip(),
            purpose_code=draw(st.sampled_from(["", "1", "2"])),
        )
        for number in numbers
    ]


@given(payment_orders())
def test_what_is_written_is_read_back_and_written_again_the_same(
    orders: list[PaymentOrder],
) -> None:
    raw = write_payment_orders(orders, HEADER)
    file = read_statement(raw)
    assert file.unreadable == ()
    assert file.oddities == ()
    again = orders_in(file)
    assert again == orders
    header = OrderFileHeader(payer=file.documents[0].payer, created_at=HEADER.created_at)
    assert write_payment_orders(again, header) == raw


def orders_in(file: StatementFile) -> list[PaymentOrder]:
    return [
        PaymentOrder(
            number=int(document.number),
            on=document.on or date.min,
            amount=document.amount,
            payee=document.payee,
            purpose=document.purpose,
            purpose_code=document.purpose_code,
            code=document.code,
            priority=document.priority,
        )
        for document in file.documents
    ]


def test_a_batch_of_another_rail_has_no_orders() -> None:
    batch = Batch(status=BatchStatus.APPROVED, rail=Rail.MANUAL)
    with pytest.raises(AnotherRail):
        orders_of(batch, at=datetime(2026, 11, 25, 9, tzinfo=UTC))
