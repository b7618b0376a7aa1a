"""Properties of the reader: nothing crashes it, and what was written is what is read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.connectors.bank.statements import OURS, PAYLOADS, THEIRS, document, section, statement
from zabota.connectors.bank.facts import LOOKS, ODDITIES, NotAStatement, StatementFile
from zabota.connectors.bank.translate import check_balances, kind_of, lines_of, read_statement
from zabota.connectors.bank.translate.keys import DOCUMENT_KEYS, HEADER_KEYS, MARKS

SAMPLES = [(PAYLOADS / name).read_bytes() for name in ("one_day.txt", "one_day_utf8.txt")]
WORDS = sorted(MARKS | HEADER_KEYS | DOCUMENT_KEYS)

letters = st.sampled_from('абвгдежзийклмнопрстуфхцчшщъыьэюяАБЯABCxyz0123456789 №"«»-.,()/=')
texts = st.text(letters, min_size=1, max_size=60).map(lambda text: " ".join(text.split()))
days = st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(lambda day: f"{day:%d.%m.%Y}")
kopecks = st.integers(1, 10**12)


def named(refusal: NotAStatement) -> None:
    """A refusal must name what the bytes look like."""
    assert refusal.looks_like in LOOKS


def survive(raw: bytes) -> StatementFile | None:
    """Everything that can be asked of a file, without an exception."""
    try:
        file = read_statement(raw)
    except NotAStatement as refusal:
        named(refusal)
        return None
    for oddity in file.oddities:
        assert oddity.code in ODDITIES
        assert oddity.line >= 0
        assert len(oddity.text) <= 200
    check_balances(file)
    found = lines_of(file, {OURS})
    assert len({line.external_key for line in found}) == len(found)
    assert all("\x00" not in line.purpose + line.number for line in found)
    for line in found:
        kind_of(line, own_accounts={OURS}, own_inn="7700123459")
    return file


@given(st.binary(max_size=400))
def test_no_bytes_crash_the_reader(raw: bytes) -> None:
    survive(raw)
    survive(b"1CClientBankExchange\r\n" + raw)


@given(
    st.lists(
        st.tuples(
            st.one_of(st.sampled_from(WORDS), texts), st.sampled_from(["=", "", " = "]), texts
        ),
        max_size=40,
    ),
    st.sampled_from(["cp1251", "cp866", "utf-8", "utf-16"]),
)
def test_no_order_of_lines_crashes_the_reader(
    lines: list[tuple[str, str, str]], encoding: str
) -> None:
    text = "\n".join(key + equals + value for key, equals, value in lines)
    survive(("СекцияДокумент=\n" + text).encode(encoding, errors="replace"))


@given(st.data())
@settings(max_examples=60)
def test_no_damage_to_a_real_file_crashes_the_reader(data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from(SAMPLES)))
    for _ in range(data.draw(st.integers(1, 6))):
        begin = data.draw(st.integers(0, len(raw)))
        end = begin + data.draw(st.sampled_from([0, 1, 2, 40, 700]))
        raw[begin:end] = data.draw(st.binary(max_size=4))
    survive(bytes(raw))


@st.composite
def movements(draw: st.DrawFn) -> dict[str, str]:
    """Fields of one document, ours on either side."""
    incoming = draw(st.booleans())
    payer, payee = (THEIRS, OURS) if incoming else (OURS, THEIRS)
    amount = draw(kopecks)
    fields = {
        "Номер": str(draw(st.integers(1, 999_999))),
        "Дата": draw(days),
        "Сумма": f"{amount // 100}{draw(st.sampled_from('.,'))}{amount % 100:02d}",
        "ПлательщикСчет": payer,
        "ПолучательСчет": payee,
        "ДатаПоступило" if incoming else "ДатаСписано": draw(days),
        "НазначениеПлатежа": draw(texts),
    }
    keys = draw(st.permutations(list(fields)))
    return {key: fields[key] for key in keys}


@given(
    st.lists(movements(), max_size=5),
    st.sampled_from(["cp1251", "cp866", "utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["Windows", "DOS", "UTF-8"]),
)
def test_a_good_file_reads_the_same_in_any_dress(
    movements: list[dict[str, str]], encoding: str, end: str, declared: str
) -> None:
    amounts = [int(Decimal(fields["Сумма"].replace(",", ".")) * 100) for fields in movements]
    incoming = sum(
        amount
        for amount, fields in zip(amounts, movements, strict=True)
        if fields["ПолучательСчет"] == OURS
    )
    outgoing = sum(amounts) - incoming
    totals = section(
        "0",
        f"{incoming // 100}.{incoming % 100:02d}",
        f"{outgoing // 100}.{outgoing % 100:02d}",
        f"{Decimal(incoming - outgoing) / 100}",
        ДатаНачала="01.01.2000",
        ДатаКонца="31.12.2099",
    )
    text = statement(
        totals, *(document(**fields) for fields in movements), header={"Кодировка": declared}
    )
    dressed = text.replace("\n", end)
    if encoding == "cp866":
        dressed = dressed.replace("«", '"').replace("»", '"')
        movements = [
            {key: value.replace("«", '"').replace("»", '"') for key, value in fields.items()}
            for fields in movements
        ]
    file = read_statement(dressed.encode(encoding))
    assert [dict(document.raw) for document in file.documents] == movements
    assert [document.amount for document in file.documents] == amounts
    assert {oddity.code for oddity in file.oddities} <= {"encoding_differs"}
    assert check_balances(file) == []
    again = lines_of(read_statement(text.encode("utf-8")))
    assert [line.external_key for line in lines_of(file)] == [line.external_key for line in again]
