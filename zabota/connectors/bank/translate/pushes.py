"""Movements that a bank pushes the moment they happen, as statements of one line.

Tochka: developers.tochka.com, webhooks incomingPayment and outgoingPayment. T-Bank: T-API, event
oper-feed-operation, in the words of its statement of operations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from zabota.connectors.bank.facts import BankDocument, Side, StatementFile
from zabota.connectors.bank.translate.amounts import (
    AmountUnreadable,
    DateUnreadable,
    read_date,
    read_exact,
)
from zabota.connectors.bank.translate.currencies import currency_named
from zabota.kit.money import DEFAULT_CURRENCY

Object = Mapping[str, Any]
MOSCOW = timezone(timedelta(hours=3))
# T-Bank gives an operation of the night another number, and maybe another day, until this hour.
_NIGHT = timedelta(hours=3, minutes=5)
_BOOKED = re.compile(r"\W*(?:transaction|транзакция)\W*", re.IGNORECASE)
_INTO = re.compile(r"credit|кредит|приход|поступлен", re.IGNORECASE)
_OUT = re.compile(r"debit|дебет|расход|списан", re.IGNORECASE)


class PushUnreadable(ValueError):
    """Not a movement in the bank's own shape; the words say what is missing."""


@dataclass(frozen=True, slots=True)
class Push:
    """What was pushed: the bank's number and kind of it, and the movement when it is money."""

    number: str
    word: str
    file: StatementFile | None = None


def read_tochka(said: Object, *, came_on: date) -> Push:
    """A movement of Tochka; other events are known by name only."""
    word = str(said.get("webhookType") or "")
    number = str(said.get("paymentId") or said.get("operationId") or "")
    payer, payee = said.get("SidePayer"), said.get("SideRecipient")
    if not isinstance(payer, dict) or not isinstance(payee, dict):
        return Push(number, word)
    incoming = not word.startswith("outgoing")
    amount_of = payee if incoming and payee.get("amount") else payer
    currency = _currency(amount_of.get("currency"))
    on = _day(said.get("date")) or came_on
    document = BankDocument(
        kind="",
        number=str(said.get("documentNumber") or "")[:20],
        on=on,
        amount=_amount(amount_of.get("amount"), currency),
        payer=_side_of_tochka(payer),
        payee=_side_of_tochka(payee),
        debited_on=None if incoming else on,
        credited_on=on if incoming else None,
        purpose=" ".join(str(said.get("purpose") or "").split()),
        currency=currency,
        reference=number,
    )
    own = document.payee.account if incoming else document.payer.account
    return Push(number, word, _file("tochka", document, own))


def read_tbank(said: Object, *, came_at: datetime) -> Push:
    """An operation of T-Bank: an authorisation is not money yet, only «Транзакция» is."""
    said = _inner(said)
    number = str(said.get("operationId") or said.get("id") or "")
    status = str(said.get("operationStatus") or said.get("status") or "")
    if not number or not status:
        raise PushUnreadable("operationId, operationStatus")
    if not _BOOKED.fullmatch(status):
        return Push(number, status)
    moment = _moment(said) or came_at
    on = moment.astimezone(MOSCOW).date()
    code = said.get("accountCurrencyDigitalCode") or said.get("operationCurrencyDigitalCode")
    currency = _currency(code or said.get("currency"))
    amount = _amount(_first(said, "accountAmount", "operationAmount", "amount"), currency)
    incoming = _is_incoming(said)
    own = "".join(str(said.get("accountNumber") or "").split())
    named = said.get("payer" if incoming else "receiver")
    sides = (one for one in (named, said.get("counterParty")) if isinstance(one, dict))
    theirs = _side_of_tbank(next(sides, {}))
    document_number = str(said.get("documentNumber") or "").strip()
    document = BankDocument(
        kind="",
        number=document_number[:20],
        on=_day(said.get("documentDate")) or on,
        amount=amount,
        payer=theirs if incoming else Side(account=own),
        payee=Side(account=own) if incoming else theirs,
        debited_on=None if incoming else on,
        credited_on=on if incoming else None,
        purpose=" ".join(str(_first(said, "payPurpose", "purpose") or "").split()),
        operation=str(said.get("payVo") or said.get("vo") or ""),
        currency=currency,
        # Its own number may change overnight: the order's number and its payer do not.
        reference="" if document_number and theirs.account else number,
        key_on=(moment.astimezone(MOSCOW) - _NIGHT).date(),
    )
    return Push(number, status, _file("tbank", document, own))


def _file(origin: str, document: BankDocument, own: str) -> StatementFile:
    day = document.credited_on or document.debited_on
    return StatementFile(
        encoding="utf-8",
        declared_encoding="",
        version="",
        sender="",
        recipient="",
        created_on=day,
        period_from=day,
        period_to=day,
        header_accounts=(own,) if own else (),
        accounts=(),
        documents=(document,),
        unreadable=(),
        oddities=(),
        complete=True,
        origin=origin,
    )


def _side_of_tochka(said: Object) -> Side:
    return Side(
        name=str(said.get("name") or ""),
        inn=_number(said.get("inn")),
        kpp=_number(said.get("kpp")),
        account=_number(said.get("account")),
        bic=_number(said.get("bankCode")),
        bank=str(said.get("bankName") or ""),
        corr_account=_number(said.get("bankCorrespondentAccount")),
    )


def _side_of_tbank(said: Object) -> Side:
    return Side(
        name=str(said.get("name") or ""),
        inn=_number(said.get("inn")),
        kpp=_number(said.get("kpp")),
        account=_number(_first(said, "account", "acct", "accountNumber")),
        bic=_number(_first(said, "bankBic", "bicRu", "bic")),
        bank=str(said.get("bankName") or ""),
        corr_account=_number(_first(said, "corrAccount", "corAcct")),
    )


def _inner(said: Object) -> Object:
    """The operation itself, whether or not it is wrapped."""
    for name in ("operation", "payload", "data", "body"):
        if isinstance(found := said.get(name), dict):
            return found
    return said


def _is_incoming(said: Object) -> bool:
    words = str(_first(said, "typeOfOperation", "operationType", "type") or "")
    if _INTO.search(words) or _OUT.search(words):
        return bool(_INTO.search(words))
    raise PushUnreadable("typeOfOperation")


def _moment(said: Object) -> datetime | None:
    for name in ("trxnPostDate", "operationDate", "chargeDate", "date"):
        try:
            found = datetime.fromisoformat(str(said.get(name) or ""))
        except ValueError:
            continue
        if 1990 <= found.year <= 2100:
            return found if found.tzinfo else found.replace(tzinfo=MOSCOW)
    return None


def _day(written: object) -> date | None:
    try:
        return read_date(str(written or "")[:10])
    except DateUnreadable:
        return None


def _amount(written: object, currency: str) -> int:
    if isinstance(written, bool) or not isinstance(written, int | str):
        raise PushUnreadable("amount")
    try:
        minor = read_exact(str(written), currency)
    except AmountUnreadable:
        raise PushUnreadable(f"amount {written}"[:60]) from None
    if minor <= 0:
        raise PushUnreadable(f"amount {written}"[:60])
    return minor


def _currency(code: object) -> str:
    found = currency_named(str(code or "")) or DEFAULT_CURRENCY
    if not re.fullmatch("[A-Z]{3}", found):
        raise PushUnreadable(f"currency {found}"[:60])
    return found


def _number(written: object) -> str:
    found = "".join(str(written or "").split())
    return found if found.strip("0") else ""


def _first(said: Object, *names: str) -> Any:
    return next((said[name] for name in names if said.get(name) is not None), None)
