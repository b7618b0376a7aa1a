"""1C statements in the manner of Russian banks; made up, but each habit is met in the wild."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from tests.connectors.bank.statements import OTHER_OURS, OUR_INN, OURS, THEIR_INN, THEIRS
from zabota.connectors.bank.translate import check_balances, lines_of, read_statement

PERSON = "40817810338000012345"
Told = tuple[str, int, date, str, str, str, str]
DAY = date(2026, 11, 25)


def told(raw: bytes, own: Sequence[str] = (OURS,)) -> list[Told]:
    file = read_statement(raw)
    assert check_balances(file) == []
    assert file.unreadable == ()
    return [
        (
            line.direction,
            line.amount,
            line.on,
            line.counterparty.name,
            line.counterparty.inn,
            line.counterparty.account,
            line.purpose,
        )
        for line in lines_of(file, own)
    ]


# ИНН before the name, empty fields in their places, a bank's order with the bank as the payee.
FULL = f"""1CClientBankExchange
ВерсияФормата=1.02
Кодировка=Windows
Отправитель=Бизнес Онлайн
Получатель=
ДатаСоздания=26.11.2026
ВремяСоздания=09:15:01
ДатаНачала=25.11.2026
ДатаКонца=25.11.2026
РасчСчет={OURS}
СекцияРасчСчет
ДатаНачала=25.11.2026
ДатаКонца=25.11.2026
РасчСчет={OURS}
НачальныйОстаток=1000.00
ВсегоПоступило=15300.50
ВсегоСписано=250.00
КонечныйОстаток=16050.50
КонецРасчСчет
СекцияДокумент=Платежное поручение
Номер=000412
Дата=24.11.2026
Сумма=15300.50
КвитанцияДата=
ПлательщикСчет={THEIRS}
ДатаСписано=
Плательщик=ИНН {THEIR_INN} ООО "РОМАШКА И КО"
ПлательщикИНН={THEIR_INN}
Плательщик1=ООО "РОМАШКА И КО"
ПлательщикРасчСчет={THEIRS}
ПолучательСчет={OURS}
ДатаПоступило=25.11.2026
ПолучательИНН={OUR_INN}
Получатель1=ООО "МЫ"
ВидОплаты=01
Код=0
НазначениеПлатежа=Оплата по счету № 7 от 20.11.2026. НДС не облагается
Очередность=5
КонецДокумента
СекцияДокумент=Банковский ордер
Номер=98
Дата=25.11.2026
Сумма=250.00
ПлательщикСчет={OURS}
ДатаСписано=25.11.2026
Плательщик1=ООО "МЫ"
ПлательщикИНН={OUR_INN}
ПолучательСчет=70601810400001234567
ДатаПоступило=
Получатель1=ПАО БАНК
ВидОплаты=17
НазначениеПлатежа=Комиссия за ведение счета
КонецДокумента
КонецФайла
"""
FULL_TOLD: list[Told] = [
    ("in", 1_530_050, DAY, 'ООО "РОМАШКА И КО"', THEIR_INN, THEIRS,
     "Оплата по счету № 7 от 20.11.2026. НДС не облагается"),
    ("out", 25_000, DAY, "ПАО БАНК", "", "70601810400001234567", "Комиссия за ведение счета"),
]  # fmt: skip


@pytest.mark.parametrize(
    "raw",
    [
        FULL.replace("\n", "\r\n").encode("cp1251"),
        FULL.replace("\n", "\r").encode("cp1251"),
        FULL.encode("cp866"),
        FULL.replace("Windows", "DOS").encode("cp866"),
        FULL.replace("Windows", "DOS").encode("utf-8"),
        FULL.replace("Windows", "UTF-8").encode("utf-8-sig"),
        b"\xef\xbb\xbf" + FULL.replace("Windows", "DOS").encode("cp866"),
        FULL.encode("utf-16"),
        FULL.encode("cp1251") + b"\x00\x00\x1a\x1a<html>junk</html>\r\n\r\n",
        (FULL + FULL).encode("cp1251"),
        b"\r\n\r\n" + FULL.encode("cp1251").replace(b"\n", b"\n\n"),
    ],
    ids=[
        "crlf", "cr", "dos-undeclared", "dos", "dos-in-truth-utf8", "utf8-mark", "mark-before-dos",
        "utf16", "junk-behind", "twice", "blank-lines",
    ],
)  # fmt: skip
def test_one_day_is_read_the_same_in_every_dress(raw: bytes) -> None:
    assert told(raw) == FULL_TOLD


def test_version_one_with_spaces_and_the_purpose_in_pieces() -> None:
    raw = f"""1CClientBankExchange
ВерсияФормата=1.00
ДатаНачала = 25.11.2026
РасчСчет = {OURS}
СекцияДокумент=Платежное поручение
Номер = 7
Дата = 24.11.2026
Сумма = 1 200,5
ПлательщикСчет = {PERSON}
Плательщик = 500100732259 ИП Иванов Иван Иванович
ПолучательСчет = {OURS}
ДатаПоступило = 25.11.2026
НазначениеПлатежа1 = Оплата по сч.
НазначениеПлатежа2 = № 15 от 20.11.26
КонецДокумента
КонецФайла
"""
    assert told(raw.encode("cp1251")) == [
        ("in", 120_050, DAY, "ИП Иванов Иван Иванович", "500100732259", PERSON,
         "Оплата по сч. № 15 от 20.11.26"),
    ]  # fmt: skip


def test_other_dates_groups_of_digits_and_ends_that_are_missing() -> None:
    raw = f"""1CClientBankExchange
Кодировка=windows
РасчСчет={OURS}
СекцияРасчСчет
ДатаНачала=25.11.2026
РасчСчет={OURS}
НачальныйОстаток=0,00
ВсегоПоступило=3 000,00
ВсегоСписано=0,00
КонечныйОстаток=3 000,00
КонецРасчСчет
СекцияДокумент=Платёжное поручение
НОМЕР=15
дата=25.11.2026
Сумма=1 000,00
ПлательщикСчет={THEIRS}
ПлательщикИНН={THEIR_INN}/770701001
Плательщик1=АО "Тест"
ПолучательСчет={OURS}
ДатаПоступило=25.11.2026 00:00:00
НазначениеПлатежа=Оплата по договору
за услуги связи
НДС 22% - 180.33
СекцияДокумент=Платежное поручение
Номер=16
Дата=2026-11-25
Сумма=2'000.00
ПлательщикСчет={THEIRS[:5]}.{THEIRS[5:8]}.{THEIRS[8]}.{THEIRS[9:]}
ПлательщикИНН={THEIR_INN}
Плательщик1=АО "Тест"
ПолучательСчет={OURS}
ДатаПоступило=25/11/2026
НазначениеПлатежа=Вторая = последняя
КонецДокумента
"""
    name = 'АО "Тест"'
    assert told(raw.encode("cp1251")) == [
        ("in", 100_000, DAY, name, THEIR_INN, THEIRS,
         "Оплата по договору за услуги связи НДС 22% - 180.33"),
        ("in", 200_000, DAY, name, THEIR_INN, THEIRS, "Вторая = последняя"),
    ]  # fmt: skip


def test_a_transfer_through_a_correspondent_names_the_payers_own_account() -> None:
    raw = f"""1CClientBankExchange
РасчСчет={OURS}
СекцияДокумент=Платежное поручение
Номер=15
Дата=25.11.2026
Сумма=84
ПлательщикСчет=30101810400000000225
ДатаСписано=25.11.2026
ПлательщикИНН=500100732259
Плательщик1=Петров Пётр Петрович//Россия, г Тула, ул Мира, 1//
ПлательщикРасчСчет={PERSON}
ПолучательСчет={OURS}
ДатаПоступило=25.11.2026
НазначениеПлатежа=Оплата  по   счёту № 3
КонецДокумента
КонецФайла
"""
    (line,) = told(raw.encode("cp1251"))
    assert (line[0], line[1], line[5], line[6]) == ("in", 8_400, PERSON, "Оплата по счёту № 3")


def test_a_transfer_between_our_accounts_told_twice_moves_nothing() -> None:
    pieces = [
        f"""СекцияРасчСчет
ДатаНачала=25.11.2026
РасчСчет={account}
НачальныйОстаток={opening}
ВсегоПоступило={came}
ВсегоСписано={went}
КонечныйОстаток={closing}
КонецРасчСчет"""
        for account, opening, came, went, closing in (
            (OURS, "500.00", "0.00", "300.00", "200.00"),
            (OTHER_OURS, "0.00", "300.00", "0.00", "300.00"),
        )
    ] + [
        f"""СекцияДокумент=Платежное поручение
Номер=5
Дата=25.11.2026
Сумма=300.00
ПлательщикСчет={OURS}
{word}=25.11.2026
ПолучательСчет={OTHER_OURS}
НазначениеПлатежа=Перевод собственных средств
КонецДокумента"""
        for word in ("ДатаСписано", "ДатаПоступило")
    ]
    raw = "\n".join(["1CClientBankExchange", *pieces, "КонецФайла"]).encode("cp1251")
    assert {line[0] for line in told(raw, (OURS, OTHER_OURS))} == {"internal"}
