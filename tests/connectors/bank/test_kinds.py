"""What is a client's payment, what is not, and what a person must look at."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.connectors.bank.statements import OTHER_OURS, OUR_INN, OURS, PAYLOADS, THEIR_INN, THEIRS
from zabota.connectors.bank.facts import Direction, Side, StatementLineFact
from zabota.connectors.bank.translate import (
    Kind,
    LineReading,
    Processor,
    kind_of,
    lines_of,
    read_statement,
)
from zabota.connectors.bank.translate.processors import PROCESSORS
from zabota.kit.requisites import is_inn

YOOKASSA, TBANK, SBER = "7750005725", "7710140679", "7707083893"
CLOUD = "7708806062"
TRANSIT = "30232810500000000001"
CLIENT_INN = "3811185573"


def line(
    purpose: str,
    direction: Direction = "in",
    *,
    inn: str = CLIENT_INN,
    name: str = "ООО Ромашка",
    account: str = THEIRS,
    operation: str = "01",
    kind: str = "Платежное поручение",
    budget: bool = False,
) -> StatementLineFact:
    return StatementLineFact(
        own_account=OURS,
        direction=direction,
        on=date(2026, 11, 20),
        date_source="credited",
        number="1",
        amount=100000,
        counterparty=Side(name=name, inn=inn, account=account),
        purpose=purpose,
        purpose_code="",
        external_key="1c-1",
        line=1,
        document_kind=kind,
        operation=operation,
        budget=budget,
    )


def read(fact: StatementLineFact) -> LineReading:
    return kind_of(fact, own_accounts={OURS, OTHER_OURS}, own_inn=OUR_INN)


@pytest.mark.parametrize(
    "purpose",
    [
        "Оплата по счету № ХИМ-ММР286 от 22.08.2018 г. в т.ч. НДС 18% - 7 248.81",
        "Авансовый платеж по сч.№209 от 11.12.2023г., дог.№1 от 01.01.2023г.",
        "Доплата 15% по сч.№122",
        "Оплата за настройку эквайринга по счету № 7",
        "Оплата по счету 5 за интеграцию с ЮKassa и YooKassa",
        "Оплата по счету № 12: виджет для кредитного брокера, процент выполнения 100",
        "Оплата по договору 7 за сервис. Возврату не подлежит",
        "Оплата по счету 3. Без возврата",
        "Оплата по счету 3 за возвратную тару",
        "Комиссия за подключение по счету 8",
        "Оплата услуг по обслуживанию терминала, счет 4",
        "",
    ],
)
def test_ordinary_payment_of_a_client(purpose: str) -> None:
    reading = read(line(purpose))
    assert reading == LineReading(Kind.CLIENT_PAYMENT, "ordinary")


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        (line("Перечисление средств по реестру договоров"), "mentions_processor"),
        (line("Возмещение по эквайрингу за 19.11.2026"), "mentions_processor"),
        (line("Зачисление по операциям с банковскими картами", inn="", name="ИП Иванов"),
         "mentions_processor"),
        (line("Оплата эквайринг"), "mentions_processor"),
        (line("Оплата по счету № 7 за модуль возвратов товара"), "mentions_return"),
        (line("Предоплата за обработку возврата по п/п 45"), "mentions_return"),
        (line("Оплата по договору займа 5"), "loan"),
        (line("Оплата услуг Иванов И.И.", inn=SBER, name="ПАО Сбербанк//Иванов И.И.//",
              account=TRANSIT), "through_bank"),
        (line("Оплата услуг", account="", kind="Банковский ордер", operation="17"), "bank_order"),
    ],
)  # fmt: skip
def test_what_may_be_a_payment_waits_for_a_person(fact: StatementLineFact, reason: str) -> None:
    assert read(fact) == LineReading(Kind.CLIENT_PAYMENT, reason, doubtful=True)


@pytest.mark.parametrize(
    ("fact", "reason", "processor"),
    [
        (line("Перечисление по реестру", inn=YOOKASSA, name='НКО "ЮМани"'), "processor_inn", "yookassa"),
        (line("Оплата по счету 7", inn=YOOKASSA, name='НКО "ЮМани" (ООО)'), "processor_inn", "yookassa"),
        (line("По дог. НЭК.12345.01 за вычетом возвратов", inn=YOOKASSA, name="x"), "processor_inn", "yookassa"),
        (line("Перечисление по реестру за вычетом возвратов", inn=YOOKASSA), "processor_inn", "yookassa"),
        (line("Перевод средств", inn="", name='ООО НКО "ЮМани"'), "processor_name", "yookassa"),
        (line("Перечисление средств по реестру 5", inn="7700123459", name="ООО КлаудПэйментс"),
         "processor_name", "cloudpayments"),
        (line("Перевод", inn=CLOUD, name="ООО «КлаудПэйментс»"), "processor_inn", "cloudpayments"),
        (line("Перевод средств по договору № 7014546 по Реестру Операций от 19.11.2026. Сумма "
              "комиссии 123 руб. 45 коп., НДС не облагается", inn=TBANK, name="АО ТБАНК",
              account=TRANSIT), "processor_wording", "tbank"),
        (line("Зачисление средств по операциям эквайринга. Мерчант №780000000000. Дата реестра "
              "20.11.2026. Комиссия 10.00. Возврат покупки 0.00/0.00.", inn=SBER,
              name="ПАО Сбербанк", account=TRANSIT), "processor_wording", "sberbank"),
        (line("Возмещение по торговым операциям, договор 5", inn="7728168971", account=TRANSIT),
         "processor_wording", "alfabank"),
        (line("Возмещение по договору эквайринга 5", inn="", name="Филиал БАНКА", account=TRANSIT),
         "processor_wording", ""),
    ],
)  # fmt: skip
def test_settlement_of_a_processor(fact: StatementLineFact, reason: str, processor: str) -> None:
    assert read(fact) == LineReading(Kind.PROCESSOR_SETTLEMENT, reason, processor=processor)


def test_money_that_a_processor_sends_back_is_a_return() -> None:
    reading = read(line("Возврат п/п 45 от 20.11.2026", inn=YOOKASSA))
    assert (reading.kind, reading.order_number) == (Kind.RETURNED_ORDER, "45")


def test_every_processor_of_the_table_is_settled_by_its_inn() -> None:
    for processor in PROCESSORS:
        assert all(is_inn(inn) for inn in processor.inns)
        for inn in processor.inns:
            fact = line("Возмещение по эквайрингу", inn=inn, account=TRANSIT)
            assert read(fact).processor == processor.code


def test_own_table_of_processors() -> None:
    table = (Processor("ours", frozenset({CLIENT_INN}), re.compile("нигде")),)
    reading = kind_of(line("Оплата"), own_accounts={OURS}, processors=table)
    assert reading == LineReading(Kind.PROCESSOR_SETTLEMENT, "processor_inn", processor="ours")


@pytest.mark.parametrize(
    ("fact", "kind", "reason"),
    [
        (line("Перевод", "internal"), Kind.OWN_TRANSFER, "own_account"),
        (line("Пополнение", account=OTHER_OURS), Kind.OWN_TRANSFER, "own_account"),
        (line("Пополнение", inn=OUR_INN), Kind.OWN_TRANSFER, "own_inn"),
        (line("Перевод собственных средств", "out", inn=OUR_INN), Kind.OWN_TRANSFER, "own_inn"),
        (line("Возврат займа по договору 5"), Kind.OTHER_IN, "loan"),
        (line("Предоставление займа по договору № 3 от 01.02.2026"), Kind.OTHER_IN, "loan"),
        (line("Возврат депозита", account="42105810000000000001"), Kind.OTHER_IN, "loan"),
        (line("Начисленные проценты на остаток по счету", account="47426810000000000001"),
         Kind.OTHER_IN, "interest"),
        (line("Возмещение НДС", account="03100643000000017300"), Kind.OTHER_IN, "treasury"),
        (line("Корректировка", account="70601810800002740257"), Kind.OTHER_IN, "bank_account"),
        (line("x", "unknown"), Kind.OTHER_IN, "direction_unknown"),
        (line("Комиссия за ведение счета", "out", account="70601810800002740257",
              kind="Банковский ордер", operation="17"), Kind.BANK_FEE, "bank_account"),
        (line("Some random string", "out", account="61304810100000000002", operation="17"),
         Kind.BANK_FEE, "bank_account"),
        (line("Комиссия за СМС-информирование", "out", account="", kind="Мемориальный ордер",
              operation="09"), Kind.BANK_FEE, "fee_wording"),
        (line("Списание", "out", account="", operation="17"), Kind.OTHER_OUT, "bank_order"),
        (line("Погашение кредита по договору 1", "out"), Kind.OTHER_OUT, "loan"),
        (line("Размещение денежных средств во Вклад, без НДС", "out",
              account="47423810701300039072", operation="17"), Kind.OTHER_OUT, "loan"),
        (line("Единый налоговый платеж", "out", account="03100643000000018500", budget=True),
         Kind.OTHER_OUT, "treasury"),
        (line("Налог", "out", account="", budget=True), Kind.OTHER_OUT, "budget"),
        (line("Заработная плата за ноябрь по реестру 5", "out", account="47422810000000000001"),
         Kind.OTHER_OUT, "wages"),
        (line("Возврат денежных средств по счету № 123 от 01.11.2026", "out"),
         Kind.CLIENT_REFUND, "refund_wording"),
    ],
)  # fmt: skip
def test_what_is_no_payment(fact: StatementLineFact, kind: Kind, reason: str) -> None:
    reading = read(fact)
    assert (reading.kind, reading.reason) == (kind, reason)


@pytest.mark.parametrize(
    "fact",
    [
        line("Агентское вознаграждение по договору-оферте № 4, отчёт № 45 от 23.11.2026", "out"),
        line("Комиссионное вознаграждение по договору 5, комиссия 40%", "out"),
        line("Оплата услуг по договору № 5, акт № 7, НДС не облагается (НПД)", "out",
             account="40817810200000000789"),
        line("Вознаграждение по договору кредитного брокера", "out"),
        line("Вознаграждение, отчёт № 5", "out", operation="16", kind="Платежный ордер"),
    ],
)  # fmt: skip
def test_outgoing_order_may_be_a_payout(fact: StatementLineFact) -> None:
    assert read(fact) == LineReading(Kind.OUTGOING_ORDER, "ordinary")


ORDERED = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("purpose", "number", "on"),
    [
        ("Возврат п/п № 45 от 20.11.2026: счет получателя закрыт", "45", ORDERED),
        ("Возврат по пп 000045 от 20.11.26, неверный ИНН", "45", ORDERED),
        ("Возврат п.п.№45 от 20.11.2026", "45", ORDERED),
        ("Возврат средств по платежному поручению N 45 от 20.11.2026г.", "45", ORDERED),
        ("ВОЗВРАТ ПЛАТ.ПОРУЧ. №45 ОТ 20.11.2026", "45", ORDERED),
        ("Возврат ошибочно перечисленных по платежке 45", "45", None),
        ("Возврат док. 45 от 20.11.2026", "45", ORDERED),
        ("Возвращено: закрыт счет. Поручение 45 от 20.11.2026", "45", ORDERED),
        ("Возврат суммы №45 от 20.11.2026 сч закрыт", "45", ORDERED),
        ("Возврат по п/п №45 от 20.11.2026 (Вознаграждение, отчёт № 7 от 19.11.2026)", "45", ORDERED),
    ],
)  # fmt: skip
def test_returned_order_tells_its_number(purpose: str, number: str, on: date | None) -> None:
    assert read(line(purpose)) == LineReading(
        Kind.RETURNED_ORDER, "return_wording", order_number=number, order_on=on
    )


@pytest.mark.parametrize(
    "purpose",
    [
        "Возврат: счет закрыт",
        "Оплата возвращена, счет закрыт",
        "Возврат аванса по договору № 45 от 20.11.2026",
        "Возврат излишне перечисленных средств по счету №45 от 20.11.2026",
        "Возврат вознаграждения, отчёт № 45 от 20.11.2026",
    ],
)
def test_return_without_an_order_number_waits_for_a_person(purpose: str) -> None:
    assert read(line(purpose)) == LineReading(
        Kind.RETURNED_ORDER, "return_unnumbered", doubtful=True
    )


def test_returned_order_comes_from_the_bank_itself() -> None:
    for account in (TRANSIT, "47416810000000000001"):
        fact = line("Возврат п/п 45 от 20.11.2026", inn=SBER, name="ПАО СБЕРБАНК", account=account)
        assert read(fact).order_number == "45"
    from_us = line("Возврат п/п 45 от 20.11.2026", inn=OUR_INN)
    assert read(from_us).kind is Kind.RETURNED_ORDER


def test_refund_without_an_invoice_is_doubtful() -> None:
    assert read(line("Возврат по договору 5", "out")).doubtful
    assert not read(line("Возврат по счету 5", "out")).doubtful


def test_lines_of_the_samples() -> None:
    kinds = {
        name: [kind_of(fact, own_accounts=file.own_accounts).kind.value for fact in lines_of(file)]
        for name in ("one_day.txt", "demo-1c.txt")
        for file in [read_statement((PAYLOADS / name).read_bytes())]
    }
    assert kinds["one_day.txt"] == (
        ["bank_fee"] * 6 + ["outgoing_order"] * 4 + ["client_payment"] * 3
    )
    assert kinds["demo-1c.txt"] == ["outgoing_order", "client_payment"]


def test_a_long_purpose_is_read_quickly() -> None:
    for piece in ("возврат ", "перевод ", "процент ", "по реестр ", "догов "):
        assert read(line(piece * 50_000, inn=THEIR_INN)).kind in Kind


@pytest.mark.parametrize(
    ("fact", "reading"),
    [
        (line("Пополнение баланса для выплат", "out", inn=YOOKASSA, account=TRANSIT),
         LineReading(Kind.TOP_UP, "top_up_wording", processor="yookassa")),
        (line("Обеспечительный платеж по договору", "out", inn="", name='НКО "ЮМани"'),
         LineReading(Kind.TOP_UP, "top_up_wording", processor="yookassa")),
        (line("Оплата по договору 1", "out", inn=YOOKASSA),
         LineReading(Kind.TOP_UP, "to_gateway", doubtful=True, processor="yookassa")),
        (line("На кошелек 410011", "out", inn=YOOKASSA),
         LineReading(Kind.OUTGOING_ORDER, "ordinary")),
        (line("Для выплат", "out", inn=CLOUD), LineReading(Kind.OUTGOING_ORDER, "ordinary")),
        (line("Для выплаты по договору", "out"), LineReading(Kind.OUTGOING_ORDER, "ordinary")),
    ],
)  # fmt: skip
def test_money_to_a_gateway_tops_up_its_balance(
    fact: StatementLineFact, reading: LineReading
) -> None:
    assert read(fact) == reading
