"""Invoice numbers: ours with a check digit, and finding any in what a payer wrote.

Our number is `СЧ-26-000123-9`: series, year, number in the year, check digit. The digit is Damm's
(H. M. Damm, 2004): a quasigroup of order ten that notices every wrong digit and every two
neighbours swapped, the check digit included; Luhn's misses 09 ↔ 90.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SERIES = "СЧ"
LAST_SEQ = 999_999

_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)

# A purpose has at most 210 characters; what is glued behind them is not searched.
_READ = 500

_LATIN_ALIKE = str.maketrans("ABCEHKMOPTXYЁ", "АВСЕНКМОРТХУЕ")
_NOUGHTS = str.maketrans("OОoо", "0000")

_GAP = r"[\s\-\u2010-\u2015\u2212_./\\]{0,3}"
_DIGIT = "[0-9OОoо]"
_BODY = f"({_DIGIT}{{2}}){_GAP}({_DIGIT}{{3}}){_GAP}({_DIGIT}{{3}}){_GAP}([0-9])"
# СЧ through the tables of banks: SCH, CH, SC of SWIFT's own (which has a small n for №), S4.
_LATIN_SERIES = "[Ss](?:[Cc][Hh]?|[Hh][Cc][Hh]|[Tt][Cc][Hh]|4|[Čč])|[Cc][Hh]"
_REFERENCE = re.compile(
    rf"(?:[СCсc][Чч]|{_LATIN_SERIES}){_GAP}{_BODY}(?![0-9])"
    r"|(?<![\w\-])([0-9]{2})-([0-9]{3})([0-9]{3})-([0-9])(?![\w\-])"
)

_DATE = r"\d{1,2}[./\-]\d{1,2}[./\-]\d{2,4}(?!\d)"
_DATED = rf"(?:(?:от|ot|dated|vom)\s*)?{_DATE}\s*(?:г(?:\.|ода)?)?"
_MARK = r"(?:№\s*№?|[#]|N[oо0rº°]?[.:]?(?=[\s\d№])|номера?|ном\.|nomera?\b)"
# Счёт in Latin letters: SCHET, SCHYOT, SCET, S4ET.
_LATIN_ROOT = "s(?:h?ch|tch|c|4|č)(?:[eyj][eo]?|o)t"
_SIGNS = r"[0-9A-Za-zА-Яа-яЁё]+(?:(?:[\-\u2010-\u2015/_\\]|\.(?=\d))[0-9A-Za-zА-Яа-яЁё]+)*"
_WORD = re.compile(
    rf"""
    (?<![\w/])
    (?P<word>сч[её]т(?:ов|ами|ам|ах|ом|а|у|е)?|сч|invoices?
        |{_LATIN_ROOT}(?:ov|ami|am|ak?h|om|a|u|e)?|sch(?=\.|\s*[N№\d])|rechnung(?:en|snummer|snr)?
        |factuur|facture|inv(?=[\s.:\#]*(?:n[or°º]?[\s.:]*)?\d))
    (?!\w|\s*[-/]?\s*(?:ф(?:акт|\b)|f(?:akt|\b)))           # an invoice for VAT is another paper
    (?:\s*[-(/]\s*(?:договор|оферт|дог|dogovor|ofert)\w*\)?)?  # счёт-договор, счёт-оферта
    [\s.:(]*
    (?:(?:на\s+оплату|покупателю|за\s+услуги|na\s+oplatu|za\s+uslugi|{_DATED})[\s.:,]*)*
    (?P<mark>{_MARK})?[\s.:]*
    (?P<number>{_SIGNS})
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BARE_SERIES = re.compile(r"(?<!\w)[СCсc][Чч]-\d[\d\-/]*\d")
_LATIN_BARE = re.compile(rf"(?<!\w)[Nn]?(?:{_LATIN_SERIES})-(\d{{2}}-\d{{6}}(?:-\d)?)(?![\d-])")
_NEXT = re.compile(
    rf"\s*(?:{_DATED})?\s*(?:[,;&+]|\bи\b|\band\b|\bi\b|\bund\b)\s*(?P<mark>{_MARK})?\s*(?P<number>{_SIGNS})",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    rf"сч[её]т(?:ов|ами|ам|ах|а)|сч|invoices|{_LATIN_ROOT}(?:ov|ami|am|ak?h|a)|sch|rechnungen",
    re.IGNORECASE,
)
_TAIL_OF_NUMBER = re.compile(r"\s(\d[0-9A-Za-zА-Яа-яЁё\-/]*)")
_OTHER_ACCOUNT = re.compile(
    r"(?:расч[её]тн|лицев|корр|банковск|текущ|депозитн|транзитн|накопительн|[рлк]/"
    r"|ra[sz](?:ch|c|4)[eyj]o?tn|li(?:ts|c)ev|korr|bankovsk|tekus|tranzitn|nakopit|\b[rlk]/)"
    r"[\w.\-]*\s*$",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\s*(?:%|[.,=]\d|р\.|руб|₽|коп|шт|мес|дн|чел|лиц|[.,]?\s*месяц"
    r"|rub|kop|sht|mes|eur|usd|€|\$)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\d+[-=.,]\d{2}")
_STOP_WORDS = frozenset(
    [
        "от",
        "на",
        "за",
        "по",
        "и",
        "в",
        "из",
        "к",
        "с",
        "без",
        "ндс",
        "дог",
        "договор",
        "договору",
        "н",
        "б",
        *("ot", "na", "za", "po", "i", "v", "iz", "k", "s", "bez", "nds", "dog", "dogovor"),
        *("dogovoru", "dated", "vom", "from", "for", "of"),
    ]
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One of our invoice numbers, its check digit already proved."""

    year: int
    seq: int

    @property
    def number(self) -> str:
        """The number as we print it: `СЧ-26-000123-9`."""
        return make_reference(year=self.year, seq=self.seq)


def make_reference(*, year: int, seq: int) -> str:
    """Our invoice number for a year (two digits) and a number in it (1…999 999)."""
    if not 0 <= year <= 99 or not 1 <= seq <= LAST_SEQ:
        raise ValueError(f"no such number in a series: {year}, {seq}")
    return f"{SERIES}-{year:02d}-{seq:06d}-{check_digit(f'{year:02d}{seq:06d}')}"


def check_digit(digits: str) -> str:
    """Damm's check digit of a row of digits; a row that ends with its own digit gives "0"."""
    state = 0
    for digit in digits:
        state = int(_DAMM[state][int(digit)])
    return str(state)


def find_references(text: str) -> list[Reference]:
    """Our references in a purpose, in order, each once.

    Forgives lost dashes and spaces, small and Latin letters, O for 0, and a lost series when both
    dashes are in their places. A wrong check digit is not forgiven.
    """
    found: dict[Reference, None] = {}
    for match in _REFERENCE.finditer(text[:_READ]):
        groups = [group for group in match.groups() if group is not None]
        digits = "".join(groups).translate(_NOUGHTS)
        if check_digit(digits) == "0" and digits[2:8] != "000000":
            found[Reference(year=int(digits[:2]), seq=int(digits[2:8]))] = None
    return list(found)


def find_invoice_numbers(text: str) -> list[str]:
    """Numbers that stand by the word счёт, сч. or invoice, as written, in order, each once.

    A contract's number, an account's, a date or an amount is not one.
    """
    found: dict[str, None] = {}
    text = text[:_READ]
    for match in _WORD.finditer(text):
        if _OTHER_ACCOUNT.search(text[max(0, match.start() - 25) : match.start()]):
            continue
        for number in _numbers_from(match, text):
            found.setdefault(number)
    for match in _BARE_SERIES.finditer(text):
        if not any(match[0] in number for number in found):
            found.setdefault(match[0])
    for match in _LATIN_BARE.finditer(text):
        found.setdefault(_in_series(match[0]))
    return [number for number in found if number_key(number)]  # an invoice 0 is none


def number_key(number: str) -> str:
    """What two spellings of one invoice number have in common: for comparing, not for showing."""
    letters = number.upper().translate(_LATIN_ALIKE)
    return "".join(sign for sign in letters if sign.isalnum()).lstrip("0")


def _numbers_from(match: re.Match[str], text: str) -> Iterator[str]:
    number, end = _first_number(match, text)
    if not number:
        return
    yield number
    several = _SEVERAL.fullmatch(match["word"]) is not None
    while following := _NEXT.match(text, end):
        number = _cleaned(following["number"])
        marked = following["mark"] is not None
        if not marked and not (several and _is_plain(number, following, text)):
            return
        if not _is_number(number):
            return
        yield number
        end = following.end()


def _first_number(match: re.Match[str], text: str) -> tuple[str, int]:
    number, end = _cleaned(match["number"]), match.end()
    if match["mark"] and number.isalpha() and number.lower() not in _STOP_WORDS:
        tail = _TAIL_OF_NUMBER.match(text, end)  # "№ УТ 123"
        if tail is None or len(number) > 5:
            return "", end
        number, end = f"{number} {_cleaned(tail[1])}", tail.end()
    if not match["mark"] and number.isdigit() and _MEASURED.match(text, end):
        return "", end
    return (number, end) if _is_number(number) else ("", end)


def _cleaned(token: str) -> str:
    """The number without what was glued to it: `209от11.12.2023` is 209."""
    number = re.split(r"(?<=\d)(?:от|ot)(?=\d|$)", token, maxsplit=1, flags=re.IGNORECASE)[0]
    return _in_series(re.sub(r"(?<=\d)г$", "", number))


def _in_series(number: str) -> str:
    """A number of our series in our own letters: SCH-26-000123 is СЧ-26-000123."""
    match = _LATIN_BARE.fullmatch(number)
    return f"{SERIES}-{match[1]}" if match else number


def _is_number(number: str) -> bool:
    if not any("0" <= sign <= "9" for sign in number) or re.fullmatch(_DATE, number):
        return False
    return not (number.isdigit() and len(number) > 15)


def _is_plain(number: str, match: re.Match[str], text: str) -> bool:
    """Whether a number without № in a list is a number and not an amount or a quantity."""
    if not number[:1].isdigit() or _AMOUNT.fullmatch(number):
        return False
    return _MEASURED.match(text, match.end()) is None
