"""Writes credit transfers as ISO 20022 pain.001, versions .03 and .09: one file, one debtor, one currency.

The same orders always give the same file: no clock and no chance is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import Element, register_namespace, tostring

from defusedxml.ElementTree import fromstring
from sepaxml import SepaTransfer
from sepaxml.validation import ValidationError, try_valid_xml

from zabota.connectors.bank.translate.pain_text import NotLatin, latin
from zabota.kit import requisites

PAIN_FORMATS = ("pain.001.001.09", "pain.001.001.03")
NAME_LIMIT = 70
TEXT_LIMIT = 140
KEY_LIMIT = 35


class TransferRefused(ValueError):
    """A transfer that a bank would not take, or would take wrongly.

    `code` is one of: nothing_to_write, empty, too_long, sign, check_digit, digits, prefix, amount,
    currency, key_repeated, schema. `field` names the field, `whose` the payee it is about.
    """

    def __init__(self, code: str, field: str, *, whose: str = "", detail: str = "") -> None:
        super().__init__(f"{whose} {field}: {code} {detail}".strip())
        self.code, self.field, self.whose, self.detail = code, field, whose, detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Debtor:
    """Who pays, and from which account."""

    name: str
    iban: str
    bic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTransfer:
    """One transfer: minor units; `key` comes back in the statement as EndToEndId."""

    key: str
    amount: int
    name: str
    iban: str
    bic: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PainHeader:
    """What is said once for a file."""

    message_id: str
    made_at: datetime
    execute_on: date
    currency: str
    debtor: Debtor


@dataclass(frozen=True, slots=True)
class PainFile:
    """The file, and (as we have it, as it is written) for every text that was written over."""

    content: bytes
    written_over: tuple[tuple[str, str], ...]


def write_credit_transfers(
    transfers: Sequence[CreditTransfer], header: PainHeader, *, form: str
) -> PainFile:
    """The file in one of `PAIN_FORMATS`; raises `TransferRefused` for the first thing amiss."""
    if form not in PAIN_FORMATS:
        raise TransferRefused("schema", form)
    if not transfers:
        raise TransferRefused("nothing_to_write", "transfers")
    if len({one.key for one in transfers}) != len(transfers):
        raise TransferRefused("key_repeated", "key")
    over: dict[str, str] = {}
    writer = SepaTransfer(_config(header, over), schema=form, clean=False)
    for one in transfers:
        writer.add_payment(_payment(one, header, over))
    content = _settled(writer.export(validate=False), header, form)
    try:
        try_valid_xml(content, form)
    except ValidationError as fault:
        raise TransferRefused("schema", form, detail=str(fault.__cause__)[:200]) from fault
    return PainFile(content, tuple(over.items()))


def _config(header: PainHeader, over: dict[str, str]) -> dict[str, Any]:
    debtor = header.debtor
    if len(header.currency) != 3 or not header.currency.isupper():
        raise TransferRefused("currency", "currency", detail=header.currency)
    _check(debtor.iban, debtor.bic, whose=debtor.name)
    return {
        "name": _text(debtor.name, "name", NAME_LIMIT, debtor.name, over),
        "IBAN": debtor.iban,
        **({"BIC": debtor.bic} if debtor.bic else {}),
        "batch": True,
        "currency": header.currency,
        "domestic": header.currency != "EUR",  # only euros go at the SEPA service level
    }


def _payment(one: CreditTransfer, header: PainHeader, over: dict[str, str]) -> dict[str, Any]:
    if one.amount <= 0:
        raise TransferRefused("amount", "amount", whose=one.name)
    if not one.key or len(one.key) > KEY_LIMIT or latin(one.key) != one.key:
        raise TransferRefused("sign", "key", whose=one.name)
    _check(one.iban, one.bic, whose=one.name)
    return {
        "name": _text(one.name, "name", NAME_LIMIT, one.name, over),
        "IBAN": one.iban,
        **({"BIC": one.bic} if one.bic else {}),
        "amount": one.amount,
        "currency": header.currency,
        "execution_date": header.execute_on,
        "description": _text(one.text, "text", TEXT_LIMIT, one.name, over),
        "endtoend_id": one.key,
    }


def _check(iban: str, bic: str, *, whose: str) -> None:
    if reason := requisites.check_iban(iban):
        raise TransferRefused(reason, "iban", whose=whose)
    if reason := requisites.check_swift(bic):
        raise TransferRefused(reason, "bic", whose=whose)


def _text(text: str, field: str, limit: int, whose: str, over: dict[str, str]) -> str:
    try:
        written = latin(text)
    except NotLatin as fault:
        raise TransferRefused("sign", field, whose=whose, detail=fault.character) from fault
    if not written:
        raise TransferRefused("empty", field, whose=whose)
    if len(written) > limit:
        raise TransferRefused("too_long", field, whose=whose, detail=f"{len(written)} > {limit}")
    if written != text:
        over[text] = written
    return written


def _settled(raw: bytes, header: PainHeader, form: str) -> bytes:
    """The writer's own clock and chance replaced by ours, so that a second file is the same one."""
    space = f"urn:iso:std:iso:20022:tech:xsd:{form}"
    register_namespace("", space)
    root: Element = fromstring(raw)
    for tag, text in _ours(header):
        for element in root.iter(f"{{{space}}}{tag}"):
            element.text = text
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + bytes(tostring(root, "utf-8"))


def _ours(header: PainHeader) -> Iterator[tuple[str, str]]:
    yield "MsgId", header.message_id
    yield "PmtInfId", header.message_id
    yield "CreDtTm", header.made_at.strftime("%Y-%m-%dT%H:%M:%S")
