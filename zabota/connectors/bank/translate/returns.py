"""Money that went and came back: how banks of different countries say it, and of which order."""

from __future__ import annotations

import re
from datetime import date

from zabota.connectors.bank.translate.amounts import DateUnreadable, read_date
from zabota.connectors.bank.translate.readings import Kind, LineReading
from zabota.connectors.bank.translate.wording import begins

_RETURN = re.compile(r"\bвозврат(?!н)\w*|\bвозвращ[а-яё]+", re.IGNORECASE)
_NO_RETURN = re.compile(
    r"(?:не\s+подлеж\w+|без)\s+возврат\w*|возврат\w*\s+не\s+(?:подлеж|осуществл|производ)\w*"
    r"|с\s+правом\s+возврат\w*"
    r"|\bnon[\s-]*(?:refund|return)\w*|\b(?:not|no)\s+(?:be\s+)?(?:refund|return)\w*"
    r"|\btax\s+returns?\b|\bkeine\s+r(?:ü|ue|u)ck\w*|\breturns?\s+to\s+(?!sender)\w+",
    re.IGNORECASE,
)
# Nobody but a bank, or somebody who gives money back, says this.
_FOREIGN = re.compile(
    r"\W*(?:sepa\W+|swift\W+|credit\W+|transfer\W+|payment\W+|pmt\W+)*(?:returned|return|refund)\b"
    r"(?!\s+(?:module|portal|management|ticket|label))"
    r"|\W*(?:sepa\W+|transfer\W+|payment\W+|pmt\W+)*(?:rejected|reject|rejection|undeliverable)\b"
    r"|.*?(?:\b(?:returned|return)\s+(?:of|payment|transfer|funds?|item|remittance|order|by)\b"
    r"|\b(?:funds?|payment|transfer|amount|money)\s+(?:was\s+|were\s+|is\s+|has\s+been\s+)?"
    r"(?:returned|rejected)\b|\brefund\s+of\b|\breturned\s+to\s+sender\b"
    r"|/RTRN/|\bR[RT]RN\b|\bRJCT\b|\breto?urn?ed?[\s-]?(?:ü|ue|u)?berweisung"
    r"|\bretoure?n?\b|\bretour(?:né|nee|ed)?\b|\brejet\b|\bzwrot\b|\bdevoluci[oó]n\b|\bstorno\b"
    r"|\bunzustellbar|\br(?:ü|ue|u)ck(?:gabe|(?:ü|ue|u)berweisung|buchung|lastschrift|zahlung|ruf"
    r"|rechnung|weisung|erstattung))",
    re.IGNORECASE | re.DOTALL,
)
_MENTIONED = re.compile(
    r"\b(?:return(?:s|ed|ing)?|refund(?:s|ed|ing)?|chargeback|r(?:ü|ue)ck(?:gabe|zahlung)\w*)\b",
    re.IGNORECASE,
)
# "Оплата … за модуль возвратов": a payment that only speaks of returns, unless it was returned.
_PAYS = re.compile(
    r"\W*(?:(?:пред|до)?оплат[аыу]?|авансов\w+\s+плат[её]ж|аванс|за|по\s+сч[её]т\w*"
    r"|payment|pmt|paid|invoice|inv|bill|subscription|rechnung|rg|zahlung|bezahlung|begleichung"
    r"|factuur|betaling|faktura|facture|paiement|for)\b"
    r"(?!\W*(?:был[аио]?\W+)?возвр|\W*(?:was\W+|is\W+|has\W+been\W+)?(?:return|reject|refund))",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"(?:\bп\s*[/.\\-]?\s*п(?:\.|\b)|плат[а-яё.]*\s*поруч[а-яё.]*|плат[её]жк[а-яё]*"
    r"|\bпоруч[а-яё.]*|распоряж[а-яё.]*|\bдок(?:\.|умент[а-яё]*)|\bpayment\s+order)"
    r"[\s.:(]*(?:№|[#]|N[oо0]?\.?|номер)?\s*(?P<number>\d{1,10})\b"
    r"(?:\s*(?:от|дата|dated|dd\.?|of)?\s*(?P<on>\d{1,2}[./-]\d{1,2}[./-]\d{2,4}))?",
    re.IGNORECASE,
)
_BY_DATE = re.compile(
    r"возвр(?P<lead>[^0-9№#]{0,50})(?:№|[#]|N)\s*(?P<number>\d{1,6})\s*от\s*"
    r"(?P<on>\d{1,2}[./-]\d{1,2}[./-]\d{2,4})",
    re.IGNORECASE,
)
_OTHER_PAPER = re.compile(r"дог|контр|сч|отч|акт|оферт|накл", re.IGNORECASE)


def is_less_a_fee(came: int, went: int) -> bool:
    """Whether what came back is what went, or lacks only what a bank keeps for bringing it back.

    A tenth of it, or 50.00 where that is more, but never half; both in minor units.
    """
    return 0 <= went - came <= max(went // 10, min(5000, went // 2))


def is_return(words: str) -> bool:
    """Whether money is said to go back, and not that it never will."""
    said = _NO_RETURN.sub(" ", words)
    return _RETURN.search(said) is not None or begins(_FOREIGN, said)


def begins_with_return(words: str) -> bool:
    """Whether the first word is a return."""
    return begins(_RETURN, words)


def mentions_return(words: str) -> bool:
    """Whether returns are spoken of at all, though perhaps as what was bought."""
    return is_return(words) or _MENTIONED.search(_NO_RETURN.sub(" ", words)) is not None


def pays(words: str) -> bool:
    """Whether the words begin as those of one who pays for something."""
    return begins(_PAYS, words)


def returned(words: str) -> LineReading:
    """Money that came back: our order by its number, or something a person must name."""
    match = _ORDER.search(words)
    if match is None:
        match = _BY_DATE.search(words)
        if match is not None and _OTHER_PAPER.search(match["lead"]):
            match = None
    if match is None:
        return LineReading(Kind.RETURNED_ORDER, "return_unnumbered", doubtful=True)
    return LineReading(
        Kind.RETURNED_ORDER,
        "return_wording",
        order_number=match["number"].lstrip("0"),
        order_on=_day(match["on"]),
    )


def _day(text: str | None) -> date | None:
    try:
        return read_date(text) if text else None
    except DateUnreadable:
        return None
