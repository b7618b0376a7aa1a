"""Check digits, held against vectors computed from the published algorithms."""

from __future__ import annotations

import pytest

from zabota.kit import requisites

SBER = "044525225"

ACCOUNTS = [
    ("40702810900000000123", True),
    ("40702810000000000123", False),
    ("40802810700000000456", True),
    ("40802810800000000456", False),
    ("40817810200000000789", True),
    ("40817810300000000789", False),
]
OGRNIP = [
    ("304770000000050", 0),
    ("304770000010115", 5),
    ("304770000020039", 9),
    ("304770000030050", 10),
    ("304770000040071", 11),
    ("304770000050092", 12),
]


@pytest.mark.parametrize("inn", ["7700123459", "770012345606", "7707083893", "7750005725"])
def test_inn_with_right_check_digits(inn: str) -> None:
    assert requisites.check_inn(inn) is None
    assert requisites.is_inn(inn)


@pytest.mark.parametrize(
    ("inn", "reason"),
    [
        ("7707083894", "check_digit"),
        ("7777777777", "check_digit"),
        ("770012345607", "check_digit"),
        ("770012345616", "check_digit"),
        ("0000000000", "prefix"),
        ("000000000000", "prefix"),
        ("77070838931", "length"),
        ("770708389", "length"),
        ("77070838 3", "digits"),
        ("٧٧٠٧٠٨٣٨٩٣", "digits"),
        ("", "empty"),
    ],
)
def test_inn_says_what_is_wrong(inn: str, reason: str) -> None:
    assert requisites.check_inn(inn) == reason
    assert not requisites.is_inn(inn)


@pytest.mark.parametrize(("ogrnip", "remainder"), OGRNIP)
def test_ogrnip_in_all_classes_of_remainder(ogrnip: str, remainder: int) -> None:
    assert int(ogrnip[:-1]) % 13 == remainder
    assert requisites.is_ogrnip(ogrnip)
    wrong = ogrnip[:-1] + str((int(ogrnip[-1]) + 1) % 10)
    assert requisites.check_ogrnip(wrong) == "check_digit"


@pytest.mark.parametrize(
    ("ogrnip", "reason"),
    [("404770000000050", "prefix"), ("1027700132195", "length"), ("30477000000005x", "digits")],
)
def test_ogrnip_says_what_is_wrong(ogrnip: str, reason: str) -> None:
    assert requisites.check_ogrnip(ogrnip) == reason


@pytest.mark.parametrize(
    ("ogrn", "reason"),
    [
        ("1027700132195", None),
        ("1027700132196", "check_digit"),
        ("3027700132195", "prefix"),
        ("102770013219", "length"),
        ("304770000000050", "length"),
        ("", "empty"),
    ],
)
def test_ogrn(ogrn: str, reason: str | None) -> None:
    assert requisites.check_ogrn(ogrn) == reason
    assert requisites.is_ogrn(ogrn) is (reason is None)


def test_ogrn_remainder_of_ten_gives_zero() -> None:
    number = next(str(n) for n in range(102770000000, 102770000999) if n % 11 == 10)
    assert requisites.is_ogrn(number + "0")


@pytest.mark.parametrize(
    ("kpp", "reason"),
    [
        ("770001001", None),
        ("7700AZ001", None),
        ("7700az001", "digits"),
        ("77000100", "length"),
        ("0000АБ001", "digits"),
        ("000001001", "prefix"),
        ("", "empty"),
    ],
)
def test_kpp(kpp: str, reason: str | None) -> None:
    assert requisites.check_kpp(kpp) == reason
    assert requisites.is_kpp(kpp) is (reason is None)


@pytest.mark.parametrize(
    ("bic", "reason"),
    [
        (SBER, None),
        ("017003983", None),
        ("244525225", "prefix"),
        ("04452522", "length"),
        ("04452522a", "digits"),
        ("", "empty"),
    ],
)
def test_bic(bic: str, reason: str | None) -> None:
    assert requisites.check_bic(bic) == reason
    assert requisites.is_bic(bic) is (reason is None)


@pytest.mark.parametrize(("account", "valid"), ACCOUNTS)
def test_key_of_an_account(account: str, valid: bool) -> None:
    assert requisites.is_account(account, SBER) is valid
    assert requisites.check_account(account, SBER) == (None if valid else "check_digit")


@pytest.mark.parametrize(
    ("account", "bic", "reason"),
    [
        ("4070281090000000012", SBER, "length"),
        ("4070281090000000012x", SBER, "digits"),
        ("40702Я10900000000123", SBER, "digits"),
        ("", SBER, "empty"),
        ("40702810900000000123", "04452522", "length"),
        ("40702810900000000123", "", "empty"),
        ("00000000000000000000", SBER, "prefix"),
        ("03100643000000017300", "017003983", None),
        ("40102810445370000059", "017003983", None),
    ],
)
def test_account_says_what_is_wrong(account: str, bic: str, reason: str | None) -> None:
    assert requisites.check_account(account, bic) == reason


def test_any_single_wrong_digit_of_an_account_is_noticed() -> None:
    account = "40702810900000000123"
    for place in range(20):
        for digit in "0123456789":
            wrong = account[:place] + digit + account[place + 1 :]
            if wrong != account:
                assert not requisites.is_account(wrong, SBER), wrong


def test_account_in_another_currency() -> None:
    euro = next(
        number
        for key in range(10)
        if requisites.is_account(number := f"40702978{key}00000000123", SBER)
    )
    assert requisites.check_account(euro, SBER) == "currency"
    assert requisites.check_account(euro, SBER, currency="978") is None


def test_letter_in_the_sixth_place_counts_as_its_digit() -> None:
    assert requisites.is_account("40702T10900000000123", SBER)
    assert not requisites.is_account("40702A10900000000123", SBER)


def test_account_in_an_office_of_the_central_bank() -> None:
    office = "044525000"
    good = [k for k in range(10) if requisites.is_account(f"40503810{k}00000000001", office)]
    by_plain_rule = [k for k in range(10) if requisites.is_account(f"40503810{k}00000000001", SBER)]
    assert len(good) == 1
    assert good != by_plain_rule


@pytest.mark.parametrize(
    ("account", "bic", "reason"),
    [
        ("30101810400000000225", SBER, None),
        ("30101810100000000716", "044525716", None),
        ("30101810700000000187", "044525187", None),
        ("30101810600000000232", "044525232", None),
        ("30101810800000000861", "044030861", None),
        ("30101810200000000700", "044525700", None),
        ("30101810300000000176", "044525176", None),
        ("30101810500000000225", SBER, "check_digit"),
        ("30101810100000000716", SBER, "bic_mismatch"),
        ("40702810900000000225", SBER, "prefix"),
        ("3010181040000000022", SBER, "length"),
        ("", SBER, "empty"),
        ("", "044525000", None),
        ("", "017003983", None),
        ("", "244525000", "empty"),
        ("40102810445370000059", "017003983", None),
    ],
)
def test_correspondent_account(account: str, bic: str, reason: str | None) -> None:
    assert requisites.check_corr_account(account, bic) == reason
    assert requisites.is_corr_account(account, bic) is (reason is None)


@pytest.mark.parametrize(
    ("account", "form", "suits"),
    [
        ("40702810900000000123", "ooo", True),
        ("40802810700000000456", "ooo", False),
        ("40817810200000000789", "ooo", False),
        ("40802810700000000456", "ip", True),
        ("40817810200000000789", "ip", False),
        ("40817810200000000789", "npd", True),
        ("40802810700000000456", "npd", True),
        ("40702810900000000123", "npd", False),
        ("40817810200000000789", "person", True),
        ("40802810700000000456", "person", False),
        ("DE89370400440532013000", "foreign", True),
    ],
)
def test_account_suits_the_legal_form(account: str, form: str, suits: bool) -> None:
    assert requisites.account_suits(account, form) is suits


def test_squeezed_takes_out_every_kind_of_space() -> None:
    assert requisites.squeezed(" 4070\u00a02810\u202f9000 00000123\n") == "40702810900000000123"
