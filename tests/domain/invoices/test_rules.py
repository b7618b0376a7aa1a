"""Finding invoice numbers in what payers write."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zabota.domain.invoices.rules import (
    Reference,
    check_digit,
    find_invoice_numbers,
    find_references,
    make_reference,
    number_key,
)

OURS = make_reference(year=26, seq=123)
DIGIT = OURS[-1]
FOUND = [Reference(year=26, seq=123)]

years = st.integers(0, 99)
seqs = st.integers(1, 999_999)


def test_reference_has_the_published_check_digit() -> None:
    assert check_digit("572") == "4"  # the example of Damm's own text
    assert check_digit("5724") == "0"
    assert f"СЧ-26-000123-{check_digit('26000123')}" == OURS


@pytest.mark.parametrize(("year", "seq"), [(26, 0), (26, 1_000_000), (100, 1), (-1, 1)])
def test_no_reference_outside_the_series(year: int, seq: int) -> None:
    with pytest.raises(ValueError, match="series"):
        make_reference(year=year, seq=seq)


@given(years, seqs)
def test_reference_is_found_in_its_own_text(year: int, seq: int) -> None:
    number = make_reference(year=year, seq=seq)
    found = find_references(f"Оплата по счету № {number} от 05.11.2026. Без НДС")
    assert found == [Reference(year=year, seq=seq)]
    assert found[0].number == number


@given(years, seqs, st.integers(0, 8), st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(year: int, seq: int, place: int, step: int) -> None:
    digits = number_key(make_reference(year=year, seq=seq)).removeprefix("СЧ")
    wrong = str((int(digits[place]) + step) % 10)
    assert find_references(f"СЧ{digits[:place]}{wrong}{digits[place + 1 :]}") == []


@given(years, seqs, st.integers(0, 7))
def test_every_swap_of_neighbours_is_noticed(year: int, seq: int, place: int) -> None:
    digits = number_key(make_reference(year=year, seq=seq)).removeprefix("СЧ")
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    if swapped != digits:
        assert find_references(f"СЧ{swapped}") == []


@pytest.mark.parametrize(
    "text",
    [
        f"Оплата по счёту СЧ-26-000123-{DIGIT}",
        f"оплата по сч-26-000123-{DIGIT} за ноябрь",
        f"CЧ-26-000123-{DIGIT}",  # Latin C
        f"cч 26 000123 {DIGIT}",
        f"СЧ26000123{DIGIT}",
        f"СЧ 26000123-{DIGIT}, в т.ч. НДС 22% - 1 803.28",
        f"СЧ–26–000123–{DIGIT}",
        f"СЧ - 26 - 000123 - {DIGIT}",
        f"№СЧ-26-000123-{DIGIT}.",
        f"СЧ/26/000123/{DIGIT}",
        f"СЧ-26-ООО123-{DIGIT}",
        f"SCH-26-000123-{DIGIT}",
        f"Оплата счета 26-000123-{DIGIT} от 05.11.26",
        f"Оплата счетуСЧ-26-000123-{DIGIT}",
        f"СЧ-26-000\n123-{DIGIT}",
        f"СЧ-26-000123-{DIGIT} и ещё раз СЧ 26 000123 {DIGIT}",
    ],
)
def test_reference_is_found_however_it_was_typed(text: str) -> None:
    assert find_references(text) == FOUND


@pytest.mark.parametrize(
    "text",
    [
        "",
        "СЧ-26-000123",
        f"СЧ-26-000123-{(int(DIGIT) + 1) % 10}",
        f"СЧ-26-000123-{DIGIT}5",
        f"26000123{DIGIT}",
        f"40702810026000123{DIGIT}00",
        f"СЧ-26-00123-{DIGIT}",
        "СЧ-00-000000-0",
        "Оплата по сч. 12 от 01.02.2026, 15000-00",
        "на р/сч 40702810900000000123",
    ],
)
def test_what_is_not_our_reference(text: str) -> None:
    assert find_references(text) == []


def test_several_references_keep_their_order() -> None:
    second = make_reference(year=25, seq=999_999)
    found = find_references(f"Оплата по счетам {OURS}, {second}; {OURS}")
    assert found == [Reference(year=26, seq=123), Reference(year=25, seq=999_999)]


REAL_PURPOSES = [
    ("Оплата по счету № ХИМ-ММР286 от 22.08.2018 г. в т.ч. НДС 18% - 7 248.81", ["ХИМ-ММР286"]),
    (
        "Авансовый платеж по сч.№209 от 11.12.2023г., дог.№1 от 01.01.2023г. за товар. "
        "В том числе НДС-465000=",
        ["209"],
    ),
    ("Оплата по счету N 1024 от 01.01.23г 18026,52", ["1024"]),
    ("Доплата 15% по сч.№122…", ["122"]),
    ("За товары, по счету №125 на сумму 175000-00", ["125"]),
    ("Оплата по счёту №1 за услуги. Без НДС.", ["1"]),
]

OTHER_PURPOSES = [
    ("Оплата по счетам №12, 13 и 15 от 01.02.2026", ["12", "13", "15"]),
    ("Оплата по счетам № 12 от 01.02.2026, № 13 от 05.02.2026", ["12", "13"]),
    ("по сч. 12/1, сч. 14-К", ["12/1", "14-К"]),
    ("Оплата по счету 12, 5000-00 руб", ["12"]),
    ("Оплата по счету 12, договор №5", ["12"]),
    ("по счету №12 по договору №5", ["12"]),
    ("счет-договор №7 от 01.02.2026", ["7"]),
    ("По счету-оферте № 7/26", ["7/26"]),
    ("Оплата по счету на оплату № 33", ["33"]),
    ("Оплата по счету от 01.02.2026 № 15", ["15"]),
    ("Оплата по счету от 01.02.2026г. №15", ["15"]),
    ("Оплата счета 77", ["77"]),
    ("Счет: 78, без НДС", ["78"]),
    ("по счету No 79", ["79"]),
    ("по счету No.80", ["80"]),
    ("по счету #81", ["81"]),
    ("ПО СЧЕТУ №УТ-1234 ОТ 01.02.26", ["УТ-1234"]),
    ("по счету № УТ 1234 от 01.02.26", ["УТ 1234"]),
    ("по счету 0000-000123", ["0000-000123"]),
    ("по счету №209от 11.12.2023", ["209"]),
    ("по счету №209от11.12.2023", ["209"]),
    ("Payment for invoice 55/A dated 01.02.2026", ["55/A"]),
    ("Оплата по СЧ-26-000123", ["СЧ-26-000123"]),
    (f"Оплата по счёту {OURS} от 05.11.2026. Лицензия", [OURS]),
    ("Оплата по сч №5;№6", ["5", "6"]),
]

NO_NUMBERS = [
    "",
    "Оплата за товар по договору 7 от 10.01.2018",
    "Оплата по дог.№1 от 01.01.2023г.",
    "Оплата по счету-фактуре № 5 от 01.02.2026",
    "Оплата по сч/ф 5",
    "Оплата по сч.-ф. 5",
    "Перевод на р/счет 40702810900000000123",
    "Расчетный счет 407028109",
    "на лицевой счет № 123456",
    "Пополнение счета 40817810200000000789",
    "Оплата по счету б/н от 01.02.2026",
    "Оплата по счету от 01.02.2026",
    "Возврат: счет закрыт",
    "за счет 10% скидки",
    "Оплата по счету 5000 руб.",
    "Оплата по счету 5000,00",
    "Оплата по счету к договору № 5",
    "Расчет 15 за услуги",
]


@pytest.mark.parametrize(("text", "numbers"), REAL_PURPOSES + OTHER_PURPOSES)
def test_invoice_numbers_of_a_purpose(text: str, numbers: list[str]) -> None:
    assert find_invoice_numbers(text) == numbers


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_not_an_invoice_number(text: str) -> None:
    assert find_invoice_numbers(text) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("СЧ-26-000123-7", "cч 26 000123 7"),
        ("ХИМ-ММР286", "ХИМ MMP286"),
        ("000123", "123"),
        ("12/1", "12-1"),
    ],
)
def test_two_spellings_have_one_key(one: str, other: str) -> None:
    assert number_key(one) == number_key(other)


def test_different_numbers_have_different_keys() -> None:
    keys = {number_key(number) for number in ("СЧ-26-000123-7", "26-000123-7", "123", "1230")}
    assert len(keys) == 4


@given(st.text(alphabet="счСЧетуинвNno№#0123456789-/., ()от", max_size=300))
@example("СЧ(0")
def test_any_text_is_survived(text: str) -> None:
    for number in find_invoice_numbers(text):
        assert number_key(number)
    for reference in find_references(text):
        assert find_references(reference.number) == [reference]


@pytest.mark.parametrize("piece", ["сч", "счет № ", "сч.1,", "СЧ-26-", "счет от 1.1.11", " и 1"])
def test_a_purpose_made_to_be_slow_ends(piece: str) -> None:
    text = "счет 77 " + piece * 100_000
    assert find_invoice_numbers(text)[0] == "77"
    assert find_references(text) == []
