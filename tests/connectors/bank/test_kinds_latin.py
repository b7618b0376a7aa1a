"""Returns, fees and interest as banks abroad tell them: by code, in Latin letters, in other languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.connectors.bank.test_kinds import line, read
from tests.connectors.bank.test_mt940 import IBAN, mt940, only
from zabota.connectors.bank.facts import Direction, Side, StatementLineFact
from zabota.connectors.bank.translate import Kind, LineReading, kind_of
from zabota.connectors.bank.translate.payout_keys import payout_key_in
from zabota.connectors.bank.translate.transliteration import in_russian

KEY = "Z000123-1-0BADCAFE"
CLIENT = Side(name="Acme GmbH", account="DE02120300000000202051")
NOBODY = Side()


def abroad(
    purpose: str,
    direction: Direction = "in",
    *,
    other: Side = CLIENT,
    operation: str = "TRF",
    code: str = "NTRF",
    number: str = "",
) -> StatementLineFact:
    """A line of an account in euros."""
    fact = line(purpose, direction, kind=code, operation=operation)
    return replace(fact, counterparty=other, currency="EUR", number=number)


@pytest.mark.parametrize(
    "purpose",
    [
        "RETURN OF PAYMENT 20.11.2026 ACCOUNT CLOSED",
        "RETURN OF FUNDS, BENEFICIARY DECEASED",
        "RETURNED PAYMENT REF 5 INCORRECT ACCOUNT",
        "SEPA RETURN AC04",
        "PAYMENT RETURNED: ACCOUNT CLOSED",
        "PAYMENT WAS REJECTED BY THE BENEFICIARY BANK",
        "TRANSFER REJECTED AC01",
        "REFUND OF YOUR TRANSFER",
        "VOZVRAT PLATEZHA, SCHET POLUCHATELYA ZAKRYT",
        "VOZVRASHCHENO: NEVERNYY INN",
        "VOZVRAqENIE SREDSTV",
        "RETOURE SEPA-UEBERWEISUNG KONTO ERLOSCHEN",
        "RETOUR PAIEMENT",
        "Rückgabe Überweisung vom 20.11.",
        "SEPA Rueckgabe",
        "RUECKUEBERWEISUNG",
        "ZWROT PRZELEWU",
    ],
)
@pytest.mark.parametrize("other", [CLIENT, NOBODY, Side(name="COMMERZBANK AG")])
def test_money_that_came_back_is_nobodys_payment(purpose: str, other: Side) -> None:
    reading = read(abroad(purpose, other=other))
    assert (reading.kind, reading.doubtful) == (Kind.RETURNED_ORDER, True)


@pytest.mark.parametrize(
    ("purpose", "number"),
    [
        ("VOZVRAT P/P N 45 OT 20.11.2026: SCHET ZAKRYT", "45"),
        ("Vozvrat sredstv po platezhnomu porucheniyu 45 ot 20.11.2026", "45"),
        ("RETURN OF PAYMENT ORDER N 45 DATED 20.11.2026", "45"),
    ],
)
def test_a_return_in_latin_letters_tells_the_order(purpose: str, number: str) -> None:
    reading = read(abroad(purpose))
    assert (reading.kind, reading.order_number) == (Kind.RETURNED_ORDER, number)
    assert str(reading.order_on) == "2026-11-20"


@pytest.mark.parametrize(
    "purpose",
    [
        "Invoice 7, module of returns", "PAYMENT FOR RETURN LABELS INV 5",
        "Rechnung 7 Retoure", "OPLATA SCHETA 7 ZA MODUL VOZVRATOV", "Acme 12 refunds handling",
    ],
)  # fmt: skip
def test_a_payment_that_speaks_of_returns_waits_for_a_person(purpose: str) -> None:
    assert read(abroad(purpose)) == LineReading(
        Kind.CLIENT_PAYMENT, "mentions_return", doubtful=True
    )


@pytest.mark.parametrize(
    "purpose",
    [
        "Invoice 7, non-refundable", "INV 7 TAX RETURN PREPARATION", "OPLATA SCHETA 7",
        "OPLATA PO DOGOVORU 7. VOZVRATU NE PODLEZHIT", "Rechnung 7 vom 01.11.2026",
        "Invoice 7 commission module", "Payment for interest calculator",
        "KOMISSIYA ZA PODKLYUCHENIE PO SCHETU 8", "",
    ],
)  # fmt: skip
def test_an_ordinary_payment_from_abroad(purpose: str) -> None:
    assert read(abroad(purpose)) == LineReading(Kind.CLIENT_PAYMENT, "ordinary")


@pytest.mark.parametrize(
    "fact",
    [
        abroad("whatever", number=KEY),
        abroad(f"Agency fee report 5 {KEY} AC04"),
        abroad(f"PAYMENT {KEY[:10]} {KEY[10:]} BACK"),
        replace(abroad("x"), reference=KEY),
        line(f"Оплата по счету 7 {KEY}"),
    ],
)
def test_a_credit_with_our_own_key_is_our_payout_come_back(fact: StatementLineFact) -> None:
    assert read(fact) == LineReading(Kind.RETURNED_ORDER, "our_key", order_key=KEY)


def test_a_debit_with_our_key_is_our_payout() -> None:
    reading = read(abroad("Commission for October", "out", number=KEY))
    assert reading == LineReading(Kind.OUTGOING_ORDER, "our_key", order_key=KEY)
    fee = read(abroad("x", "out", number=KEY, operation="CHG", code="NCHG", other=NOBODY))
    assert fee.kind is Kind.BANK_FEE, "the fee for the order is not the order"
    commission = read(abroad("x", "out", number=KEY, operation="COM", code="NCOM"))
    assert commission.order_key == KEY, "it went to the partner, whatever the bank calls it"


@pytest.mark.parametrize("number", ["159", "808", "814"])
def test_a_number_that_stands_alone_is_the_banks_own(number: str) -> None:
    """Dutch banks have tables of their own."""
    assert read(abroad("Invoice 7", operation=number, code=f"N{number}")).reason == "ordinary"
    assert read(abroad("Invoice 7", operation="", code=number)).reason == "ordinary"


@pytest.mark.parametrize(
    "text", ["XZ000123-1-0BADCAFE", f"{KEY}0", "Z000123-1-0BADCAF", "Z123-1-00"]
)
def test_what_only_looks_like_a_key(text: str) -> None:
    assert payout_key_in(text) == ""


@pytest.mark.parametrize(
    ("operation", "code"),
    [("RTI", "NRTI"), ("TRF", "NTRF+159"), ("RRTN", "PMNT"), ("", "NTRF+159+00931")],
)
def test_a_return_by_its_code(operation: str, code: str) -> None:
    came = read(abroad("Agency fee", operation=operation, code=code))
    assert (came.kind, came.reason) == (Kind.RETURNED_ORDER, "reversal")
    went = read(abroad("Invoice 7", "out", operation=operation, code=code))
    assert (went.kind, went.reason) == (Kind.CLIENT_REFUND, "reversal")


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        ("CHG", "NCHG"), ("COM", "NCOM"), ("TRF", "NTRF+808"), ("MSC", "NMSC+809"), ("CHRG", ""),
        ("COMM", ""), ("FEES", ""), ("", "NCHG+805+00000"),
    ],
)  # fmt: skip
def test_a_fee_by_its_code(operation: str, code: str) -> None:
    fact = abroad("QUARTER 4", "out", operation=operation, code=code, other=NOBODY)
    assert read(fact) == LineReading(Kind.BANK_FEE, "fee_operation")
    given_back = read(replace(fact, direction="in"))
    assert given_back.kind is Kind.OTHER_IN, "a fee that is given back is no client's payment"


@pytest.mark.parametrize(
    ("operation", "code"), [("INT", "NINT"), ("INTR", ""), ("MSC", "NMSC+814"), ("", "NINT+814")]
)
def test_interest_by_its_code(operation: str, code: str) -> None:
    fact = abroad("Q4", operation=operation, code=code)
    assert read(fact) == LineReading(Kind.OTHER_IN, "interest")
    assert read(replace(fact, direction="out")) == LineReading(Kind.OTHER_OUT, "interest")


FEES = [
    "KOMISSIYA BANKA ZA PEREVOD", "Komissija za vedenie scheta", "PLATA ZA OBSLUZHIVANIE",
    "Комиссия за ведение счёта", "COMMISSION", "BANK CHARGES NOV", "Service fee", "MONTHLY ACCOUNT FEE",
    "Gebühren November", "KONTOFUEHRUNGSENTGELT", "Buchungsgebuehren", "ABSCHLUSS PER 30.11.2026",
]  # fmt: skip


@pytest.mark.parametrize("purpose", FEES)
def test_a_fee_by_its_words(purpose: str) -> None:
    """Only where nobody else stands at the other end: commissions are what we pay partners, too."""
    for other in (NOBODY, Side(name="COMMERZBANK AG")):
        reading = read(abroad(purpose, "out", other=other, operation="MSC", code="NMSC"))
        assert reading == LineReading(Kind.BANK_FEE, "fee_wording")
        came = read(abroad(purpose, other=other))
        assert came == LineReading(Kind.CLIENT_PAYMENT, "mentions_fee", doubtful=True)
    partner = read(abroad(purpose, "out"))
    assert partner.kind is Kind.OUTGOING_ORDER


@pytest.mark.parametrize(
    "purpose",
    [
        "PROCENTY NA OSTATOK PO SCHETU", "NACHISLENNYE PROTSENTY", "Vyplata protsentov za noyabr",
        "CREDIT INTEREST", "INTEREST 01.10-31.12", "Habenzinsen", "ZINSGUTSCHRIFT", "Проценты за ноябрь",
    ],
)  # fmt: skip
def test_interest_by_its_words(purpose: str) -> None:
    assert read(abroad(purpose, other=NOBODY)) == LineReading(Kind.OTHER_IN, "interest")


def test_loans_and_wages_in_latin_letters() -> None:
    assert read(abroad("VOZVRAT ZAYMA PO DOGOVORU 5")) == LineReading(Kind.OTHER_IN, "loan")
    assert read(abroad("ZARABOTNAYA PLATA ZA NOYABR", "out")).reason == "wages"


@pytest.mark.parametrize(
    ("mark", "kind"), [("NRTI", "returned_order"), ("NCHG", "other_in"), ("NINT", "other_in")]
)
def test_codes_of_a_swift_line(mark: str, kind: str) -> None:
    fact = only(mt940(f":61:2611201120C10,50{mark}NONREF//B1", ":86:Agency fee"))
    assert kind_of(fact, own_accounts={IBAN}).kind == kind


def test_german_numbers_in_field_86() -> None:
    fee = only(mt940(":61:2611201120D10,50NMSCNONREF", ":86:808?00POSTEN?20Quartal 4"))
    assert kind_of(fee, own_accounts={IBAN}).kind == "bank_fee"
    back = only(mt940(":61:2611201120C10,50NMSCNONREF", ":86:166?00RETOURE?20Otchet 5"))
    assert kind_of(back, own_accounts={IBAN}).kind == "returned_order"
    polish = only(mt940(":61:2611201120C10,50NMSCNONREF", ":86:808~00PRZELEW~20Faktura 5"))
    assert kind_of(polish, own_accounts={IBAN}).kind == "client_payment", (
        "there 808 is the bank's own"
    )


@pytest.mark.parametrize(
    ("latin", "russian"),
    [
        ("OPLATA PO SCHETU N 15", "оплата по счету № 15"), ("OPLATA PO ScETU n 15", "оплата по счету № 15"),
        ("Vozvrashchen platezh", "возвращен платеж"), ("POGASHENIE ZAYMA", "погашение займа"),
        ("Уже русский", "Уже русский"), ("", ""),
    ],
)  # fmt: skip
def test_russian_out_of_latin_letters(latin: str, russian: str) -> None:
    assert in_russian(latin) == russian


def test_a_long_purpose_in_latin_letters_is_read_quickly() -> None:
    for piece in ("return ", "REFUND ", "procent ", "KOMISSIYA ", "aA", "Z000123-1-", "payment "):
        assert read(abroad(piece * 50_000)).kind in Kind
