"""Words by which payers and banks tell what a movement is, in Russian and in other languages.

Russian in Latin letters is put back into Russian first and stands beside the text as written, so
that every rule has its words once.
"""

from __future__ import annotations

import re

from zabota.connectors.bank.translate.transliteration import in_russian

# A purpose has at most 210 characters; what is glued behind them is not searched.
_READ = 500
_BESIDE = "\n;\n"


def words_of(purpose: str) -> str:
    """What is searched of a purpose: as written and, of Latin letters, as the Russian it may be."""
    written = purpose[:_READ]
    russian = in_russian(written)
    return written if russian == written else f"{russian}{_BESIDE}{written}"


def begins(pattern: re.Pattern[str], words: str) -> bool:
    """Whether the words, in one of their spellings, begin so."""
    return any(pattern.match(text) for text in words.split(_BESIDE))


BORROWED = (
    r"[^.;]{0,40}?\b(?:за[йе]м[ау]?\b|заём|кредит[ау]?\b|кредитн\w+\s+(?:договор|лини)|депозит\w*"
    r"|вклад\w*|транш\w*|овердрафт\w*|ссуд\w*)"
)
LOAN = re.compile(
    rf"(?:выдач|предоставлен|погашен|возврат|процент|размещен)\w*{BORROWED}", re.IGNORECASE
)
LOAN_CONTRACT = re.compile(rf"(?:уплат|догов)\w*{BORROWED}", re.IGNORECASE)
TOP_UP = re.compile(
    r"пополнени\w*|баланс\w*\s+(?:для\s+)?выплат|для\s+(?:проведени\w+\s+|осуществлени\w+\s+)?выплат"
    r"|обеспечительн\w+\s+(?:плат|вклад|взнос)",
    re.IGNORECASE,
)
WALLET = re.compile(r"кошел[её]?к\w*", re.IGNORECASE)
INTEREST = re.compile(
    r"процент\w*[^.;]{0,40}?(?:остат|депозит|вклад|счет)|начислен\w*\s+процент", re.IGNORECASE
)
# What a bank begins with when it credits interest, and nobody is named as the payer.
INTEREST_FIRST = re.compile(
    r"\W*(?:(?:уплат|выплат|начисл|зачисл)\w*\s+)?процент"
    r"|\W*(?:credit(?:ed)?\s+|deposit\s+)?interest\b|\W*(?:haben|guthaben)?zins(?:en|gutschrift)?\b"
    r"|\W*rente\b|\W*odsetki\b",
    re.IGNORECASE,
)
FEE = re.compile(
    r"комисси|плат[аы]\s+за|за\s+(?:ведение|обслуживание|рко|расчетно)|абонентск|смс|sms|тариф"
    r"|пакет\s+услуг|вознаграждение\s+банк",
    re.IGNORECASE,
)
FEE_FIRST = re.compile(
    r"\W*(?:комисси|плат[аы]\s+за|(?:ежемесячн\w+\s+)?абонентск)"
    r"|\W*(?:bank\W+|account\W+|service\W+|monthly\W+|transaction\W+|transfer\W+|maintenance\W+)*"
    r"(?:commission|charges?|fees?|kosten)\b"
    r"|\W*\w*(?:geb(?:ü|ue|u)hr(?:en)?|entgelte?|provision|kontof(?:ü|ue|u)hrung|kontoabschluss)\b"
    r"|\W*(?:konto)?abschluss\b|\W*prowizja\b",
    re.IGNORECASE,
)
WAGES = re.compile(
    r"заработн\w+\s+плат|\bз/?пл?\b|зарплат|\bотпускн|больничн|командировочн|под\s?отч[её]т"
    r"|алимент|дивиденд",
    re.IGNORECASE,
)
REWARD = re.compile(r"вознагражден", re.IGNORECASE)
INVOICED = re.compile(
    r"(?<!ведение )(?<!обслуживание )\bсч[её]т|\bсч\.|invoice|\brechnung|\bfactuur|\bfaktur|\bfacture",
    re.IGNORECASE,
)
ORDER_OF_BANK = re.compile(r"\bордер", re.IGNORECASE)
BANK_NAME = re.compile(
    r"\bбанк|\w*banka?\b|\bbanco\b|\bbanque\b|sparkasse|\bing\b|\bвтб\b|сбер", re.IGNORECASE
)
