"""Statements as banks' APIs hand them out: Base64 in JSON or XML, bare Base64, gzip."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from base64 import b64encode, urlsafe_b64encode

import pytest

from tests.connectors.bank.camt import balance, camt, details, entry, record
from tests.connectors.bank.statements import PAYLOADS
from zabota.connectors.bank.facts import NotAStatement, StatementFile
from zabota.connectors.bank.translate import envelopes, lines_of, read_statement

CAMT = camt(
    record(
        balance("OPBD", "0.00"),
        entry("15.00", details(text="Rechnung 15"), ref="R1"),
        balance("CLBD", "15.00"),
    )
)
ONE_C = (PAYLOADS / "demo-1c.txt").read_bytes()
SWIFT = (PAYLOADS / "ing.sta").read_bytes()


def base64(raw: bytes, *, width: int = 0) -> str:
    text = b64encode(raw).decode()
    return "\n".join(text[at : at + width] for at in range(0, len(text), width)) if width else text


def zipped(raw: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("statement", raw)
    return packed.getvalue()


def answer(*contents: str) -> bytes:
    """An answer of an API: statements between things that are none."""
    parts = [
        {"format": "any", "content": one, "signature": base64(b"\x30\x82" * 60)} for one in contents
    ]
    return json.dumps({"status": "ok", "data": {"total": 1.5, "statements": parts}}).encode()


def soap(content: str) -> bytes:
    return (
        '<?xml version="1.0"?><s:Envelope xmlns:s="urn:soap"><s:Body><Answer format="camt.053">'
        f"<Certificate>{base64(b'MII' * 40)}</Certificate><Content>{content}</Content></Answer>"
        "</s:Body></s:Envelope>"
    ).encode()


def keys(file: StatementFile) -> list[str]:
    return [line.external_key for line in lines_of(file)]


@pytest.mark.parametrize("inside", [CAMT, ONE_C, SWIFT], ids=["camt", "1c", "mt940"])
@pytest.mark.parametrize(
    "sealed",
    [
        lambda raw: answer(base64(raw)),
        lambda raw: answer(base64(gzip.compress(raw))),
        lambda raw: answer(base64(zipped(raw))),
        lambda raw: answer(urlsafe_b64encode(raw).decode().rstrip("=")),
        lambda raw: answer(f"data:application/octet-stream;base64,{base64(raw)}"),
        lambda raw: soap(base64(raw, width=76)),
        lambda raw: base64(raw, width=64).encode(),
        gzip.compress,
    ],
    ids=["json", "gzip-in-json", "zip-in-json", "urlsafe", "data-uri", "soap", "bare", "gzip"],
)
def test_a_statement_is_taken_out_of_its_envelope(inside: bytes, sealed) -> None:  # type: ignore[no-untyped-def]
    plain, file = read_statement(inside), read_statement(sealed(inside))
    assert file.documents == plain.documents
    assert keys(file) == keys(plain), "known whether it came in an envelope or not"
    assert "enveloped" in [odd.code for odd in file.oddities]


def test_a_statement_as_a_text_of_json_is_read() -> None:
    text = json.dumps({"statement": ONE_C.decode("cp1251")}, ensure_ascii=False).encode()
    assert keys(read_statement(text)) == keys(read_statement(ONE_C))


def test_several_statements_of_one_format_are_read_together() -> None:
    second = CAMT.replace(b"15.00", b"16.00").replace(b"R1", b"R2").replace(b"Rechnung 15", b"16")
    file = read_statement(answer(base64(CAMT), base64(second), base64(CAMT)))
    assert [line.amount for line in lines_of(file)] == [1500, 1600]


def test_formats_are_not_mixed_in_one_envelope() -> None:
    with pytest.raises(NotAStatement) as refused:
        read_statement(answer(base64(CAMT), base64(ONE_C)))
    assert refused.value.looks_like == "envelope_mixed"


@pytest.mark.parametrize(
    ("raw", "looks"),
    [
        (answer("nothing of the kind", base64(b"%PDF-1.7" * 40)), "json"),
        (answer(), "json"),
        (b'["x",' * 50_000, "json"),
        (soap(base64(b"%PDF-1.7" * 40)), "xml"),
        (base64(b"%PDF-1.7" * 40).encode(), "text"),
        (gzip.compress(b"%PDF-1.7" * 40), "gzip"),
        (gzip.compress(CAMT)[:-9], "gzip"),
    ],
    ids=["json", "empty", "deep", "soap", "bare", "gzip-pdf", "gzip-cut"],
)
def test_an_envelope_without_a_statement_says_what_it_is(raw: bytes, looks: str) -> None:
    with pytest.raises(NotAStatement) as refused:
        read_statement(raw)
    assert refused.value.looks_like == looks


def test_a_bomb_in_an_envelope_is_not_blown_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(envelopes, "MOST_BYTES", 100_000)
    bomb = gzip.compress(ONE_C + b" " * 50_000_000)
    with pytest.raises(NotAStatement):
        read_statement(bomb)
    with pytest.raises(NotAStatement):
        read_statement(answer(base64(bomb)))


def test_a_broken_statement_in_an_envelope_is_refused_as_what_it_is() -> None:
    with pytest.raises(NotAStatement) as refused:
        read_statement(answer(base64(CAMT[:-40])))
    assert refused.value.looks_like == "camt_broken"
