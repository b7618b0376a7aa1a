"""The QR code of a rouble invoice by ГОСТ Р 56042, the one of a euro invoice by EPC."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import segno
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from zabota.domain.invoices.rules.qr import (
    MOST_MANDATORY_BYTES,
    QrText,
    epc_text,
    gost_text,
    with_short_form,
)
from zabota.kit.money import Money
from zabota.kit.wording import by_words

SELLER = {
    "name": "ООО «Три кита»",
    "account": "40702810138250123017",
    "bank_name": 'ОАО "БАНК"',
    "bic": "044525225",
    "correspondent_account": "30101810965770000413",
}


def gost(**said: Any) -> str:
    return gost_text(**{"amount": None, **said}).payload


def read_back(payload: str) -> str:
    drawn = BytesIO()
    segno.make(payload, error="m", encoding="utf-8", micro=False).save(drawn, kind="png", scale=4)
    (found,) = zxingcpp.read_barcodes(Image.open(drawn))
    return str(found.text)


def test_the_mandatory_block_is_what_others_write() -> None:
    assert gost(seller=SELLER, amount=None) == (
        'ST00012|Name=ООО «Три кита»|PersonalAcc=40702810138250123017|BankName=ОАО "БАНК"'
        "|BIC=044525225|CorrespAcc=30101810965770000413"
    )


def test_a_reader_sees_exactly_what_was_written() -> None:
    payload = gost(
        seller={**SELLER, "inn": "7704123450", "kpp": "770401001"},
        amount=Money(1_234_567),
        purpose="Оплата по счёту СЧ-26-000123-9 от 16.11.2026. В том числе НДС 22 % — 2 226,27",
    )
    assert read_back(payload) == payload
    assert "|Sum=1234567|" in payload
    assert "|PayeeINN=7704123450|KPP=770401001" in payload


def test_the_separator_is_no_sign_of_a_value() -> None:
    payload = gost(seller={**SELLER, "name": "ООО «А|Б#В»"}, amount=Money(100))
    assert payload.startswith("ST00012;Name=ООО «А|Б#В»;PersonalAcc=")
    assert payload.endswith(";Sum=100")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=300))
def test_the_mandatory_block_fits(name: str) -> None:
    payload = gost(seller={**SELLER, "name": name}, amount=None)
    assert len(payload.encode()) <= MOST_MANDATORY_BYTES


def fields_of(text: QrText) -> dict[str, str]:
    """What an independent reader sees, field by field."""
    seen = read_back(text.payload)
    assert seen == text.payload
    return dict(one.partition("=")[::2] for one in seen.split(seen[7])[1:])


def block_bytes(text: QrText) -> int:
    """Bytes up to the first optional field."""
    separator = text.payload[7]
    return len(separator.join(text.payload.split(separator)[:6]).encode())


def test_a_legal_form_is_written_short_before_a_word_is_lost() -> None:
    long = "Общество с ограниченной ответственностью «Производственная фирма „Три кита“»"
    bank = "Филиал «Центральный» Банка ВТБ (ПАО)"
    text = gost_text(seller={**SELLER, "name": long, "bank_name": bank}, amount=Money(100))
    assert fields_of(text)["Name"] == "ООО «Производственная фирма „Три кита“»"
    assert text.cut == {}
    assert block_bytes(text) <= MOST_MANDATORY_BYTES


def test_a_name_that_fits_stays_as_it_is() -> None:
    name = "Общество с ограниченной ответственностью «Три кита»"
    text = gost_text(seller={**SELLER, "name": name}, amount=Money(100))
    assert (fields_of(text)["Name"], text.cut) == (name, {})


def test_a_long_bank_yields_before_the_name_does() -> None:
    bank = "Филиал «Центральный» публичного банка «Северный морской путь» в г. Москве"
    name = "ООО «Научно-производственное объединение „Три кита“»"
    text = gost_text(seller={**SELLER, "name": name, "bank_name": bank}, amount=Money(100))
    seen = fields_of(text)
    assert seen["Name"] == name
    assert seen["BankName"] == "Филиал «Центральный» публичного банка"
    assert text.cut == {"BankName": seen["BankName"]}


def test_what_is_cut_even_so_is_told_and_whole_words_are_left() -> None:
    name = (
        "Общество с ограниченной ответственностью «Межрегиональное научно-производственное "
        "объединение средств автоматизации бухгалтерского учёта „Три кита“»"
    )
    text = gost_text(seller={**SELLER, "name": name}, amount=Money(100))
    seen = fields_of(text)["Name"]
    assert text.cut == {"Name": seen}
    assert with_short_form(name).startswith(seen + " ")
    assert len(seen) > 60
    assert block_bytes(text) <= MOST_MANDATORY_BYTES


def test_no_conjunction_is_left_hanging() -> None:
    text = "ООО «Учёт, отчётность и документооборот»"
    assert by_words(text, len("ООО «Учёт, отчётность и доку")) == "ООО «Учёт, отчётность"
    assert by_words(text, len("ООО «Учёт,")) == "ООО «Учёт"
    assert by_words("и" * 30, 10) == "и" * 10


def test_a_purpose_ends_with_a_whole_word() -> None:
    purpose = "Оплата по счёту СЧ-26-000123-9 " + "за право использования программы " * 8
    text = gost_text(seller=SELLER, amount=Money(100), purpose=purpose)
    seen = fields_of(text)["Purpose"]
    assert len(seen) <= 210
    assert purpose.startswith(seen + " ")
    assert text.cut == {"Purpose": seen}


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Индивидуальный предприниматель Иванов Иван Иванович", "ИП Иванов Иван Иванович"),
        ("ОБЩЕСТВО С  ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ «Кит»", "ООО «Кит»"),
        ("Публичное акционерное общество «Сбербанк России»", "ПАО «Сбербанк России»"),
        ("Акционерное общество «Кит»", "АО «Кит»"),
        ("Непубличное акционерное общество «Кит»", "АО «Кит»"),
        ("Акционерный коммерческий банк «Кит»", "АКБ «Кит»"),
        ("ООО «Индивидуальный подход»", "ООО «Индивидуальный подход»"),
    ],
)
def test_short_forms(name: str, short: str) -> None:
    assert with_short_form(name) == short


def test_the_longest_code_of_all_is_read_back() -> None:
    text = gost_text(
        seller={**SELLER, "name": "Щ" * 300, "bank_name": "Ж" * 90, "inn": "7" * 12, "kpp": "7" * 9},
        amount=Money(10**14), purpose="Ы" * 400, payer_inn="7" * 12,
    )  # fmt: skip
    assert set(text.cut) == {"Name", "BankName", "Purpose"}
    assert fields_of(text)["Sum"] == str(10**14)


def test_a_long_english_name_is_told_too() -> None:
    name = "International Bridge and Connections Software Development Company Limited (Moscow)"
    text = epc_text(
        name=name, iban="DE89370400440532013000", bic="", amount=Money(1, "EUR"), text="X-1"
    )
    assert text.cut == {"Name": read_back(text.payload).split("\n")[5]}
    assert name.startswith(text.cut["Name"] + " ")


def test_a_transfer_in_euros() -> None:
    payload = epc_text(
        name="Bridge GmbH",
        iban="DE89370400440532013000",
        bic="",
        amount=Money(4950, "EUR"),
        text="X-1",
    ).payload
    assert read_back(payload).split("\n")[:8] == [
        "BCD", "002", "1", "SCT", "", "Bridge GmbH", "DE89370400440532013000", "EUR49.50",
    ]  # fmt: skip
