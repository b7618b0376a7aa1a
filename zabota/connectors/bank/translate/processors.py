"""Who pays out what clients paid by card: payment processors and acquiring banks, as a table.

A processor proper sends us nothing but settlements, so its ИНН decides. A bank with its own ИНН
also sends interest, returned orders and other people's transfers, so its wording must agree.
ИНН are from the companies' published requisites; the names serve where a statement has no ИНН.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Processor:
    """A payer of settlements; `name` is a pattern, `certain` when it sends us nothing else."""

    code: str
    inns: frozenset[str]
    name: re.Pattern[str]
    certain: bool = True


def _processor(code: str, inns: str, name: str, *, certain: bool = True) -> Processor:
    return Processor(code, frozenset(inns.split()), re.compile(name, re.IGNORECASE), certain)


PROCESSORS: tuple[Processor, ...] = (
    _processor(
        "yookassa", "7750005725", r"\bю\.?\s?мани\b|яндекс\.деньги|юкасса|yookassa|yoomoney"
    ),
    _processor("cloudpayments", "7708806062", r"кла[уо]д\s?п[эе]й?мент|cloud\s?payments"),
    _processor("robokassa", "5047063929", r"робокасса|robokassa"),
    _processor("payanyway", "1215192632", r"нко\s\W?монета|монета\.ру|payanyway"),
    _processor("prodamus", "", r"\bпродамус\b|prodamus"),
    _processor("unitpay", "", r"\bюнитп[эе]й\b|unitpay"),
    _processor("paykeeper", "", r"\bп[эе]йкипер\b|paykeeper"),
    _processor("stripe", "", r"\bstripe\b"),
    _processor("paypal", "", r"\bpaypal\b"),
    _processor("mollie", "", r"\bmollie\b"),
    _processor("adyen", "", r"\badyen\b"),
    _processor("tbank", "7710140679", r"\bт-?банк\b|тинькофф", certain=False),
    _processor("sberbank", "7707083893", r"сбербанк", certain=False),
    _processor("alfabank", "7728168971", r"альфа-?\s?банк", certain=False),
    _processor("vtb", "7702070139", r"\bвтб\b", certain=False),
    _processor("tochka", "9721194461", r"банк\W+точка|\bточка\W+банк", certain=False),
    _processor("modulbank", "2204000595", r"модульбанк", certain=False),
    _processor("raiffeisen", "7744000302", r"райффайзен", certain=False),
)

# What settlements are called. Strong wording is used by nobody else; weak occurs in any trade.
STRONG = re.compile(
    r"(?:возмещени\w*|зачислени\w*|перечислени\w*|перевод\w*|выплат\w*|расч[её]т\w*)"
    r"[^;]{0,80}?\b(?:эквайринг\w*|по\s+реестр\w*|по\s+операци\w+\s+(?:с\s+|в\s+|по\s+)?"
    r"(?:\w+\s+)?(?:банковск\w+\s+)?(?:карт|сбп)|мерчант\w*|терминал\w*)"
    r"|\bреестр\w*\s+(?:принятых\s+)?(?:платеж|перевод|операци)"
    r"|возмещени\w*\s+(?:средств\s+)?по\s+(?:торгов|интернет|операц|картам|сбп)"
    r"|\bsettlement\b|\bmerchant\s+id\b",
    re.IGNORECASE,
)
WEAK = re.compile(
    r"эквайринг|по\s+реестр|возмещени\w*\s+по|юкасс|yookassa|cloudpayments|robokassa|робокасс",
    re.IGNORECASE,
)


def processor_of(
    inn: str, name: str, processors: tuple[Processor, ...] = PROCESSORS
) -> Processor | None:
    """The processor with this ИНН, else with this name; a bank by name only without any ИНН."""
    for processor in processors:
        if inn and inn in processor.inns:
            return processor
    for processor in processors:
        if (processor.certain or not inn) and processor.name.search(name):
            return processor
    return None
