"""ISO 20022 files: valid by the schema, read by somebody else, and nothing in them cut in silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
import sepaxml
import xmlschema
from defusedxml.ElementTree import fromstring
from hypothesis import example, given
from hypothesis import strategies as st

from zabota.connectors.bank.translate.pain_text import NotLatin, latin
from zabota.connectors.bank.translate.pain_writer import (
    PAIN_FORMATS,
    CreditTransfer,
    Debtor,
    PainHeader,
    TransferRefused,
    write_credit_transfers,
)

HEADER = PainHeader(
    message_id="ZABOTA-7",
    made_at=datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
    execute_on=date(2026, 11, 20),
    currency="EUR",
    debtor=Debtor(name="Zabota GmbH", iban="DE89370400440532013000", bic="COBADEFFXXX"),
)
ONE = CreditTransfer(
    key="Z000001-1-0A1B2C3D", amount=123_456, name="Acme Integrations B.V.",
    iban="NL91ABNA0417164300", bic="ABNANL2A", text="Agency fee under offer No. 1",
)  # fmt: skip
TWO = replace(ONE, key="Z000002-1-0A1B2C3D", amount=1, name="Иванов и Ко", text="Услуги № 7")


def read(content: bytes, form: str) -> Element:
    """The file, held against the schema by xmlschema, as a tree without its namespace."""
    schema = Path(sepaxml.__file__).parent / "schemas" / f"{form}.xsd"
    xmlschema.XMLSchema(str(schema)).validate(content.decode())
    root: Element = fromstring(content)
    for element in root.iter():
        element.tag = element.tag.partition("}")[2]
    return root


def texts(root: Element, tag: str) -> list[str]:
    """What stands in every element of this name."""
    return [element.text or "" for element in root.iter(tag)]


@pytest.mark.parametrize("form", PAIN_FORMATS)
def test_the_file_says_what_was_ordered(form: str) -> None:
    file = write_credit_transfers([ONE, TWO], HEADER, form=form)
    root = read(file.content, form)
    assert texts(root, "EndToEndId") == [ONE.key, TWO.key]
    amounts = [(one.get("Ccy"), one.text) for one in root.iter("InstdAmt")]
    assert amounts == [("EUR", "1234.56"), ("EUR", "0.01")]
    assert set(texts(root, "CtrlSum")) == {"1234.57"}
    assert set(texts(root, "NbOfTxs")) == {"2"}
    assert texts(root, "IBAN") == [HEADER.debtor.iban, ONE.iban, TWO.iban]
    assert texts(root, "MsgId") == ["ZABOTA-7"]
    assert texts(root, "CreDtTm") == ["2026-11-20T12:00:00"]
    assert dict(file.written_over) == {"Иванов и Ко": "Ivanov i Ko", "Услуги № 7": "Uslugi No. 7"}
    assert write_credit_transfers([ONE, TWO], HEADER, form=form).content == file.content


@pytest.mark.parametrize(
    ("transfer", "code", "field"),
    [
        (replace(ONE, iban="NL92ABNA0417164300"), "check_digit", "iban"),
        (replace(ONE, iban="NL91 ABNA 0417 1643 00"), "digits", "iban"),
        (replace(ONE, bic="ABNA"), "swift", "bic"),
        (replace(ONE, name="Щ" * 20), "too_long", "name"),
        (replace(ONE, text="x" * 141), "too_long", "text"),
        (replace(ONE, name="株式会社"), "sign", "name"),
        (replace(ONE, name="  "), "empty", "name"),
        (replace(ONE, amount=0), "amount", "amount"),
        (replace(ONE, key="ключ"), "sign", "key"),
    ],
)
def test_what_a_bank_would_not_take_is_refused(
    transfer: CreditTransfer, code: str, field: str
) -> None:
    with pytest.raises(TransferRefused) as refused:
        write_credit_transfers([transfer], HEADER, form=PAIN_FORMATS[0])
    assert (refused.value.code, refused.value.field) == (code, field)


def test_an_empty_file_and_one_key_for_two_are_refused() -> None:
    for transfers in ([], [ONE, ONE]):
        with pytest.raises(TransferRefused):
            write_credit_transfers(transfers, HEADER, form=PAIN_FORMATS[1])


def test_other_money_goes_without_the_service_level_of_sepa() -> None:
    form = PAIN_FORMATS[0]
    dollars = write_credit_transfers([ONE], replace(HEADER, currency="USD"), form=form)
    assert texts(read(dollars.content, form), "SvcLvl") == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("/7 за ноябрь", "./7 za noyabr'"),
        ("Отчёт 7/", "Otchet 7/."),
        ("http://a.example/7", "http:/ /a.example/7"),
        ("a///b", "a/ / /b"),
        (" // ", "./ /."),
        ("/", "./."),
        ("7/26", "7/26"),
    ],
)
def test_slashes_that_sepa_forbids_are_written_apart(text: str, written: str) -> None:
    assert latin(text) == written


@pytest.mark.parametrize("form", PAIN_FORMATS)
def test_texts_with_slashes_are_valid_and_shown_as_written_over(form: str) -> None:
    odd = replace(ONE, name="/Acme//BV/", text="//7")
    file = write_credit_transfers([odd], HEADER, form=form)
    root = read(file.content, form)
    assert "./Acme/ /BV/." in texts(root, "Nm")
    assert texts(root, "Ustrd") == ["./ /7"]
    assert dict(file.written_over) == {"/Acme//BV/": "./Acme/ /BV/.", "//7": "./ /7"}


@pytest.mark.parametrize("form", PAIN_FORMATS)
def test_a_text_that_slashes_made_too_long_is_refused(form: str) -> None:
    with pytest.raises(TransferRefused) as refused:
        write_credit_transfers([replace(ONE, text="/" + "x" * 139)], HEADER, form=form)
    assert (refused.value.code, refused.value.field) == ("too_long", "text")


@given(st.text("/ab ", min_size=1, max_size=12))
def test_no_text_has_a_slash_where_it_may_not_be(text: str) -> None:
    written = latin(text)
    assert "//" not in written
    assert not written.startswith("/")
    assert not written.endswith("/")
    assert latin(written) == written


@given(st.text(min_size=1, max_size=60))
@example("Ъ")
@example("Подъём и мель")
def test_no_letter_is_ever_left_out(text: str) -> None:
    try:
        written = latin(text)
    except NotLatin:
        return
    assert written.isascii()
    letters = [sign for sign in text if sign.isalnum() and sign not in "ЪъЬь"]  # those become '
    assert sum(sign.isalnum() for sign in written) >= len(letters)
    assert latin(written) == written
