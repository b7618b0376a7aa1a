"""Files that are no statement in this format are refused by the name of what they look like."""

from __future__ import annotations

import io
import zipfile

import pytest

from zabota.connectors.bank.facts import LOOKS, NotAStatement
from zabota.connectors.bank.translate import read_statement


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, "x" * 9000)
    return packed.getvalue()


CAMT = (
    '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">'
    "<BkToCstmrStmt/></Document>"
)
MT940 = ":20:1234567\n:25:BPHKPLPK/320000546101\n:28C:00084/001\n:60F:C031002PLN40000,00\n"
CSV = (
    "Дата;Номер;Сумма;Назначение\n20.11.2026;1;100,00;Оплата\n20.11.2026;2;100,00;Оплата по счету\n"
)
BELARUS = (
    "***** ^Type=4^ ^Acc=BY34ALFA^  -  Vypiska po schetu\n[IN_PARAM]\n^DateBegin=12.02.2026^\n"
)


@pytest.mark.parametrize(
    ("raw", "looks"),
    [
        (b"", "empty"),
        (b"  \r\n\r\n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe", "empty"),
        (b"\x00" * 500, "empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "pdf"),
        (b"\r\n%PDF-1.4", "pdf"),
        (zipped("xl/workbook.xml", "[Content_Types].xml"), "xlsx"),
        (zipped("word/document.xml"), "docx"),
        (zipped("kl_to_1c.txt"), "zip"),
        (b"PK\x05\x06" + b"\x00" * 18, "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "xls"),
        (b"\x1f\x8b\x08\x00abc", "gzip"),
        (b"Rar!\x1a\x07\x01\x00", "rar"),
        (b"7z\xbc\xaf\x27\x1c\x00", "7z"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image"),
        (b"{\\rtf1\\ansi}", "rtf"),
        (b"<!DOCTYPE html><html><body>1CClientBankExchange</body></html>", "html"),
        ("<table><tr><td>Выписка</td></tr></table>".encode("cp1251"), "html"),
        (CAMT.encode(), "camt_broken"),
        (CAMT.encode("utf-16"), "camt_broken"),
        (CAMT.replace("BkToCstmrStmt", "AcctRptgReq").encode(), "camt_foreign"),
        (CAMT.replace("camt.053", "pain.001").replace("BkToCstmrStmt", "x").encode(), "pain"),
        (b'<?xml version="1.0"?><StatementRequest xmlns="http://directbank.1c.ru/x"/>', "1c_xml"),
        ('<?xml version="1.0"?><Выписка/>'.encode(), "xml"),
        (MT940.replace(":25:", ":21:").encode(), "mt940_broken"),
        (b"{1:F01INGBNL2ABXXX0000000000}{2:I940INGBNL2AXXXN}{4:", "mt940_broken"),
        (b'{"operations": [{"amount": 100}]}', "json"),
        (b"OFXHEADER:100\nDATA:OFXSGML\n", "ofx"),
        (BELARUS.encode(), "by_client_bank"),
        (CSV.encode("cp1251"), "csv"),
        (CSV.encode("utf-8-sig"), "csv"),
        (CSV.replace(";", "\t").encode(), "csv"),
        ("Здравствуйте, вот выписка.\nС уважением, Пётр".encode(), "text"),
        ("Здравствуйте, вот выписка.\nС уважением, Пётр".encode("cp1251"), "text"),
        ("1CClientBankExchange\n\ufffd\ufffd\ufffd=1\n??????=2\n??\n".encode(), "1c_garbled"),
        (bytes(range(32)) * 40, "binary"),
    ],
)
def test_refused_by_name(raw: bytes, looks: str) -> None:
    with pytest.raises(NotAStatement) as refusal:
        read_statement(raw)
    assert refusal.value.looks_like == looks
    assert looks in LOOKS
