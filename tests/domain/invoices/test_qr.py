"""The QR code of a rouble invoice by ГОСТ Р 56042, the one of a euro invoice by EPC."""

from __future__ import annotations

from io import BytesIO

import segno
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from zabota.domain.invoices.rules.qr import MOST_MANDATORY_BYTES, epc_payload, gost_payload
from zabota.kit.money import Money

SELLER = {
    "name": "ООО «Три кита»",
    "account": "40702810138250123017",
    "bank_name": 'ОАО "БАНК"',
    "bic": "044525225",
    "correspondent_account": "30101810965770000413",
}


def read_back(payload: str) -> str:
    drawn = BytesIO()
    segno.make(payload, error="m", encoding="utf-8", micro=False).save(drawn, kind="png", scale=4)
    (found,) = zxingcpp.read_barcodes(Image.open(drawn))
    return str(found.text)


def test_the_mandatory_block_is_what_others_write() -> None:
    assert gost_payload(seller=SELLER, amount=None) == (
        'ST00012|Name=ООО «Три кита»|PersonalAcc=40702810138250123017|BankName=ОАО "БАНК"'
        "|BIC=044525225|CorrespAcc=30101810965770000413"
    )


def test_a_reader_sees_exactly_what_was_written() -> None:
    payload = gost_payload(
        seller={**SELLER, "inn": "7704123450", "kpp": "770401001"},
        amount=Money(1_234_567),
        purpose="Оплата по счёту СЧ-26-000123-9 от 16.11.2026. В том числе НДС 22 % — 2 226,27",
    )
    assert read_back(payload) == payload
    assert "|Sum=1234567|" in payload
    assert "|PayeeINN=7704123450|KPP=770401001" in payload


def test_the_separator_is_no_sign_of_a_value() -> None:
    payload = gost_payload(seller={**SELLER, "name": "ООО «А|Б#В»"}, amount=Money(100))
    assert payload.startswith("ST00012;Name=ООО «А|Б#В»;PersonalAcc=")
    assert payload.endswith(";Sum=100")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=300))
def test_the_mandatory_block_fits(name: str) -> None:
    payload = gost_payload(seller={**SELLER, "name": name}, amount=None)
    assert len(payload.encode()) <= MOST_MANDATORY_BYTES


def test_a_transfer_in_euros() -> None:
    payload = epc_payload(
        name="Bridge GmbH",
        iban="DE89370400440532013000",
        bic="",
        amount=Money(4950, "EUR"),
        text="X-1",
    )
    assert read_back(payload).split("\n")[:8] == [
        "BCD", "002", "1", "SCT", "", "Bridge GmbH", "DE89370400440532013000", "EUR49.50",
    ]  # fmt: skip
