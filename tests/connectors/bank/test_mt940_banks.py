"""SWIFT statements in the manner of many banks; made up, but each is legal and met in the wild.

Told of every line: direction, minor units, the other side's name, account, number, kind; and the
invoice that its purpose names.
"""

from __future__ import annotations

import pytest

from zabota.connectors.bank.facts import StatementFile
from zabota.connectors.bank.translate import check_balances, kind_of, lines_of, read_statement
from zabota.connectors.bank.translate.mt940_fields import cut_statements
from zabota.domain.invoices.rules.numbers import (
    find_invoice_numbers,
    find_references,
    make_reference,
)

OUR_NUMBER = make_reference(year=26, seq=123)
KEY = "Z000123-1-0BADCAFE"


def read(text: str) -> StatementFile:
    file = read_statement(text.replace("\n", "\r\n").encode())
    assert file.unreadable == ()
    assert check_balances(file) == []
    return file


def told(file: StatementFile) -> list[tuple[str, int, str, str, str, str]]:
    return [
        (
            line.direction,
            line.amount,
            line.counterparty.name,
            line.counterparty.account,
            line.number,
            kind_of(line, own_accounts=file.own_accounts).kind.value,
        )
        for line in lines_of(file)
    ]


def purposes(file: StatementFile) -> list[str]:
    return [line.purpose for line in lines_of(file)]


def test_a_russian_bank_in_plain_latin_letters() -> None:
    file = read(
        """{1:F01SABRRUMMAXXX0000000000}{2:O9401200261120SABRRUMMAXXX00000000002611201200N}{4:
:20:STMT20261120
:25:40702810900000000123
:28C:224/1
:60F:C261119RUR100000,00
:61:2611201120C10000,00NTRF15//0001234567
:86:INN 7707083893 OOO ROMASHKA 40702810299993174021
OPLATA PO SCHETU N 15 OT 01.11.2026 NDS NE OBLAGAETSYA
:61:2611201120D400,00NMSC77//0001234568
:86:KOMISSIYA ZA VEDENIE SCHETA
:61:2611201120C3,00NMSC78//0001234569
:86:VYPLATA PROTSENTOV ZA NOYABR
:61:2611201120C500,00NTRF45//0001234570
:86:VOZVRAT P/P N 45 OT 20.11.2026: SCHET ZAKRYT
:62F:C261120RUR110103,00
-}{5:{CHK:123456789ABC}}
"""
    )
    assert told(file) == [
        ("in", 1_000_000, "", "40702810299993174021", "15", "client_payment"),
        ("out", 40_000, "", "", "77", "bank_fee"),
        ("in", 300, "", "", "78", "other_in"),
        ("in", 50_000, "", "", "45", "returned_order"),
    ]
    first = lines_of(file)[0]
    assert (first.counterparty.inn, first.currency) == ("7707083893", "RUB")
    assert find_invoice_numbers(first.purpose) == ["15"]


def test_a_russian_bank_in_swifts_own_letters() -> None:
    """The number is broken by the end of the line, № is a small n and Ч a small c."""
    file = read(
        """{1:F01VTBRRUMMAXXX0000000000}{2:O940}{4:
:20:1
:25:40702810900000000123
:28C:00224
:60F:C261119RUB0,00
:61:2611201120CD1220,00S103000015//77
:86:'INN 7707083893 OOO ROMAsKA 40702810299993174021 OPLATA ScETA nSc-
26-000123-3 OT 01.11.2026 V T.c. NDS 220-00'
:62F:C261120RUB1220,00
-}
"""
    )
    assert told(file) == [
        ("in", 122_000, "", "40702810299993174021", "000015", "client_payment")
    ]  # fmt: skip
    [line] = lines_of(file)
    assert line.counterparty.inn == "7707083893"
    assert [found.number for found in find_references(line.purpose)] == [OUR_NUMBER]


def test_an_austrian_bank() -> None:
    file = read(
        """:20:RBI
:25:AT611904300234573201
:28C:123/1
:60F:C261119EUR1000,00
:61:2611201120CR40,00NTRFNONREF//123456789
:86:051?00GUTSCHRIFT?100001?20SVWZ+Zahlung Rechnung SCH-26?21-000123
-3?30RLNWATWW?31AT026000000001349870?32ACME HANDELS GMBH?34000
:61:2611201120DR5,00NCHGNONREF
:86:808?00KONTOFUEHRUNG?100001?20Kontofuehrung 11/2026
:62F:C261120EUR1035,00
-
"""
    )
    assert told(file) == [
        ("in", 4_000, "ACME HANDELS GMBH", "AT026000000001349870", "", "client_payment"),
        ("out", 500, "", "", "", "bank_fee"),
    ]
    assert [found.number for found in find_references(purposes(file)[0])] == [OUR_NUMBER]


def test_a_german_bank_on_two_pages() -> None:
    file = read(
        f""":20:CMXXX
:25:20041133/0532013000EUR
:28C:00224/00001
:60F:C261119EUR1000,
:61:2611201120CR40,00N051NONREF
:86:166?00SEPA-GUTSCHRIFT?109075/679?20EREF+NOTPROVIDED?21SVWZ+INV 55
/A DATED 01.11.2?22026?30COBADEFFXXX?31DE02120300000000202051?32ACME
 GMBH
:61:2611201120RD400,00N159NONREF
:86:159?00RETOURE?20EREF+{KEY}?21SVWZ+RETURN AC04
:62M:C261120EUR1440,00
-
:20:CMXXX
:25:20041133/0532013000EUR
:28C:00224/00002
:60M:C261120EUR1440,00
:61:2611201120D40,00NMSCNONREF
:86:805?00ABSCHLUSS?20ABSCHLUSS PER 20.11.2026
:62F:C261120EUR1400,00
-
"""
    )
    assert told(file) == [
        ("in", 4_000, "ACME GMBH", "DE02120300000000202051", "", "client_payment"),
        ("in", 40_000, "", "", KEY, "returned_order"),
        ("out", 4_000, "", "", "", "bank_fee"),
    ]
    assert find_invoice_numbers(purposes(file)[0]) == ["55/A"]


def test_dutch_banks() -> None:
    ing = read(
        """{1:F01INGBNL2ABXXX0000000000}
{2:I940INGBNL2AXXXN}
{4:
:20:P261120000000001
:25:NL69INGB0123456789EUR
:28C:00000
:60F:C261119EUR662,23
:61:2611201120C1,56NTRFEREF//00000000001005
/TRCD/00100/
:86:/EREF/EV12341REP1231456T1234//CNTP/NL32INGB0000012345/INGBNL2A/ACM
E WEB BV///REMI/USTD//FACTUUR 55/
:62F:C261120EUR663,79
:64:C261120EUR663,79
:65:C261121EUR663,79
:86:/SUM/1/1/1,57/1,56/
-}
"""
    )
    assert told(ing) == [
        ("in", 156, "ACME WEB BV", "NL32INGB0000012345", "EV12341REP1231456T1234", "client_payment")
    ]  # fmt: skip
    rabo = read(
        f""":940:
:20:940S261120
:25:NL50RABO0123456789 EUR
:28C:00224
:60F:C261119EUR000000001000,00
:61:261120C000000000400,00N544EREF{" " * 12}
NL91ABNA0417164300
:86:/EREF/{KEY}/ORDP//NAME/PARTNER BV/REMI/RETOUR REK
ENING OPGEHEVEN/ISDT/2026-11-20
:62F:C261120EUR000000001400,00
"""
    )
    assert told(rabo) == [
        ("in", 40_000, "PARTNER BV", "NL91ABNA0417164300", KEY, "returned_order")
    ]  # fmt: skip


def test_a_polish_bank_with_codes_of_its_own() -> None:
    file = read(
        """:20:ST261120/224
:25:PL61109010140000071219812874
:28C:224/1
:60F:C261119PLN1000,00
:61:2611201120CN40,00S944NONREF//11
:86:944 ^00PRZELEW PRZYCH. ^34001
^3010901014^20FAKTURA SCH-26-000123-3^21ZA LISTOPAD^32ACME SP. Z O.O.
^38PL27114020040000300201355387
:61:2611201120DN5,00SXXXNONREF
:86:908 ^00PROWIZJA^20PROWIZJA ZA PRZELEW
:62F:C261120PLN1035,00
-
"""
    )
    assert told(file) == [
        ("in", 4_000, "ACME SP. Z O.O.", "PL27114020040000300201355387", "", "client_payment"),
        ("out", 500, "", "", "", "bank_fee"),
    ]
    assert purposes(file)[0] == "FAKTURA SCH-26-000123-3 ZA LISTOPAD"


def test_a_finnish_bank_with_its_words_beside_the_line() -> None:
    file = read(
        """:20:1
:25:FI2112345600000785
:28:1
:60F:C261119EUR1000,00
:61:2611201120C40,00NTRF1234567890123456//REF12345678901
ACME OY INVOICE 55
:61:2611201120D2,00NCOMNONREF
:62F:C261120EUR1038,00
:86:/SUM/
-
"""
    )
    assert told(file) == [
        ("in", 4_000, "", "", "1234567890123456", "client_payment"),
        ("out", 200, "", "", "", "bank_fee"),
    ]
    assert purposes(file) == ["ACME OY INVOICE 55", ""]


def test_a_british_bank_and_a_czech_one() -> None:
    british = read(
        """:20:AI-1
:25:123456-123456-001
:28C:00224/001
:60F:C261119GBP1000,00
:61:261120C40,00NTRFACME INV 55     //99
ACME LTD
:86:PAYMENT INVOICE 55
ACME LTD
:61:261120D12,00NCHGNONREF
:86:CHARGES
:62F:C261120GBP1028,00
-
"""
    )
    assert told(british) == [
        ("in", 4_000, "", "", "ACME INV 55", "client_payment"),
        ("out", 1_200, "", "", "", "bank_fee"),
    ]
    czech = read(
        """:20:1
:25:0800/0000192000145399
:28C:1/1
:60F:C261119CZK1000,00
:61:2611201120C40,00NMSC0000000055//B1
:86:051?00Prichozi platba?20VS:0000000055?21KS:0308?22OPLATA SCHETA?23
SCH-26-000123-3?30CZ0800?310000192000145399?32ACME S.R.O.
:62F:C261120CZK1040,00
-
"""
    )
    [line] = lines_of(czech)
    assert line.purpose == "VS:0000000055 KS:0308 OPLATA SCHETA SCH-26-000123-3"
    assert [found.number for found in find_references(line.purpose)] == [OUR_NUMBER]


@pytest.mark.parametrize("currency", ["RUB", "EUR", "JPY"])
def test_a_day_without_movements(currency: str) -> None:
    noughts = "" if currency == "JPY" else "00"
    file = read(
        f":20:1\n:25:40702810900000000123\n:28C:1\n:60F:C261119{currency}100,{noughts}\n"
        f":62F:C261120{currency}100,{noughts}\n-\n"
    )
    assert told(file) == []
    assert file.accounts[0].closing == (100 if currency == "JPY" else 10_000)


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "koi8-r", "utf-8"])
def test_a_russian_bank_in_capitals_names_the_payer(encoding: str) -> None:
    """Half of the letters were capitals, and the line came out as ÈÍÍ ÎÎÎ in Western ones."""
    raw = """:20:STATEMENT
:25:40702810900000000123
:28C:325/1
:60F:C261124RUB1000,00
:61:2611251125C100,00NTRF412//0001
:86:ИНН 7707083893 КПП 770701001 ООО "РОМАШКА" Р/С 40702810338000012345 В ПАО БАНК Г.МОСКВА БИК 044525225
ОПЛАТА ПО СЧЕТУ № 15
:62F:C261125RUB1100,00
-
"""
    file = read_statement(raw.replace("\n", "\r\n").replace("№", "N").encode(encoding))
    (line,) = lines_of(file)
    payer = line.counterparty
    assert (payer.name, payer.inn) == ('ООО "РОМАШКА"', "7707083893")
    assert payer.account == "40702810338000012345"
    assert "БИК 044525225 ОПЛАТА ПО СЧЕТУ" in line.purpose, "lines that no width broke stay apart"
    assert find_invoice_numbers(line.purpose) == ["15"]


def test_western_letters_do_not_pass_for_russian_ones() -> None:
    raw = """:20:X
:25:DE89370400440532013000
:28C:1
:60F:C261124EUR0,
:61:2611251125C5,NTRFNONREF
:86:Müller & Söhne, Straße; Geschäft für Bücher, größer, süß
:62F:C261125EUR5,
-
"""
    for encoding in ("cp1252", "latin-1"):
        (line,) = lines_of(read_statement(raw.encode(encoding)))
        assert line.purpose.startswith("Müller & Söhne, Straße")


def test_citi_names_who_ordered_and_who_receives() -> None:
    file = read(
        """{1:F01CITIGB2LAXXX0000000000}{2:I940XXXXXXXXXXXXN2020}{4:
:20:CITI1
:25:40478470872490
:28C:1/1
:60F:C261124GBP0,00
:61:2611251125C1234,56NTRFINV15//G0123456789
/CTC/001/TRANSFER
:86:/PT/FT/BO/ACME LTD/BN/US LTD/PY/INVOICE 15
:61:2611251125D34,56NTRFEREF//G0123456790
:86:/PT/FT/BO/US LTD/BN/JOHN DOE/PY/FEE
:62F:C261125GBP1200,00
-}
"""
    )
    assert [(one[2], one[4]) for one in told(file)] == [("ACME LTD", "INV15"), ("JOHN DOE", "")]
    assert purposes(file) == ["INVOICE 15", "FEE"]


def test_what_a_statement_lost_is_said() -> None:
    """No opening balance, a detail without its line, a statement that names no account."""
    file = read_statement(
        b""":20:X
:25:DE89370400440532013000
:28C:1
:86:166?00GUTSCHRIFT?20RG 15
:61:261125D5,NTRFNONREF
:62F:C261125EUR5,
-
:20:Y
:28C:2
:60F:C261125EUR5,
:61:261125C7,NTRFNONREF
:62F:C261125EUR12,
-
"""
    )
    codes = [odd.code for odd in file.oddities]
    assert {"stray_line", "balance_missing", "account_missing"} <= set(codes)
    assert [one.code for one in file.unreadable] == ["account_missing"]


def test_a_long_file_is_cut_in_proportion_to_its_length() -> None:
    """Each field once counted all lines before it; twenty thousand statements took minutes."""
    statements = list(cut_statements(":20:X\n:25:DE89370400440532013000\n" * 20_000))
    assert len(statements) == 20_000
    assert statements[-1].place == 39_999


def test_marks_between_russian_and_latin_do_not_part_a_word_from_its_number() -> None:
    """SWIFT's Russian letters stand between apostrophes: 'OPLATA PO ScETU 'N' 15."""
    file = read(
        """:20:STATEMENT
:25:40702810900000000123
:28C:325/1
:60F:C261124RUR1000,00
:61:2611251125CR100,00S103412//0001
:86:'OPLATA PO SCETU 'N' 15 OT 20.11.2026
:62F:C261125RUR1100,00
"""
    )
    assert purposes(file) == ["OPLATA PO SCETU N 15 OT 20.11.2026"]
    assert find_invoice_numbers(purposes(file)[0]) == ["15"]
