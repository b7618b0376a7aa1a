"""Properties of the other readers: whatever is done to a file, it is read, set aside or refused."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.connectors.bank.camt import balance, camt, details, entry, record
from tests.connectors.bank.statements import PAYLOADS
from tests.connectors.bank.test_reader_properties import survive
from zabota.connectors.bank.translate import check_balances, lines_of, read_statement

CAMT = camt(
    record(
        balance("OPBD", "100.00"),
        entry("60.00", details(amount="10.00"), details(amount="50.00"), ref="R"),
        entry("5.50", details(text="Оплата"), mark="DBIT"),
        balance("CLBD", "154.50"),
    )
)
SAMPLES = [
    CAMT,
    (PAYLOADS / "camt053.v8.xml").read_bytes(),
    (PAYLOADS / "ing.sta").read_bytes(),
    (PAYLOADS / "abnamro.sta").read_bytes(),
    (PAYLOADS / "sepa_mt9401.sta").read_bytes()[:3000],
]


@given(st.sampled_from(SAMPLES), st.data())
def test_no_change_of_a_file_crashes_a_reader(sample: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(sample)))
    length = data.draw(st.integers(0, 40))
    survive(sample[:start] + data.draw(st.binary(max_size=20)) + sample[start + length :])


@given(st.sampled_from(SAMPLES), st.data())
def test_a_cut_file_never_makes_up_a_movement(sample: bytes, data: st.DataObject) -> None:
    whole = {line.external_key for line in lines_of(read_statement(sample))}
    file = survive(sample[: data.draw(st.integers(0, len(sample)))])
    if file is not None:
        assert {line.external_key for line in lines_of(file)} <= whole


def test_a_file_cut_within_a_letter_keeps_the_words_before_it() -> None:
    """ING writes soft hyphens of two bytes; half of one must not make a Western text of the rest."""
    sample = (PAYLOADS / "ing.sta").read_bytes()
    whole = {line.external_key for line in lines_of(read_statement(sample))}
    within = [at + 1 for at in range(len(sample)) if sample[at : at + 2] == b"\xc2\xad"]
    assert within
    for at in within:
        file = survive(sample[:at])
        assert file is None or {line.external_key for line in lines_of(file)} <= whole


@given(st.text("0123456789.,-+eE \u00a0", max_size=12), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_any_amount_is_exact_or_refused(written: str, currency: str) -> None:
    survive(camt(record(entry(written, currency=currency), currency=currency)))


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=8), st.integers(-(10**9), 10**9))
def test_what_moved_is_what_the_balances_say(amounts: list[int], opening: int) -> None:
    def written(minor: int) -> str:
        return f"{abs(minor) // 100}.{abs(minor) % 100:02d}"

    entries = [entry(written(one), ref=f"R{n}") for n, one in enumerate(amounts)]
    closing = opening + sum(amounts)
    ends = [
        balance(code, written(minor), "CRDT" if minor >= 0 else "DBIT")
        for code, minor in (("OPBD", opening), ("CLBD", closing))
    ]
    file = read_statement(camt(record(*entries, *ends)))
    assert check_balances(file) == []
    assert sum(line.amount for line in lines_of(file)) == sum(amounts)
    lost = read_statement(camt(record(*entries[1:], *ends)))
    assert check_balances(lost)
