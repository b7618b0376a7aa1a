"""A statement file in: stored raw, read, checked, and every line brought to its story.

Each step is a transaction of its own and harmless when done twice, so that a crash anywhere ends
in the same books after the next try.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from zabota.connectors.bank.facts import (
    BalanceFault,
    NotAStatement,
    Oddity,
    StatementFile,
    StatementLineFact,
)
from zabota.connectors.bank.models import LineKind, Statement, StatementStatus
from zabota.connectors.bank.operations.bundles import proved_before, settle_batches
from zabota.connectors.bank.operations.completing import complete_waiting
from zabota.connectors.bank.operations.keeping import keep_lines, link_lines
from zabota.connectors.bank.operations.stories import (
    SOURCE,
    Line,
    fail_returned,
    keyed_settlements_of,
    receive_payments,
    refund_payments,
    settlements_of,
    top_ups_of,
)
from zabota.connectors.bank.translate import (
    LineReading,
    check_balances,
    foreign_accounts,
    is_explained,
    kind_of,
    lines_of,
    read_statement,
    with_our_names,
)
from zabota.connectors.inbox.models import InboundEvent
from zabota.connectors.inbox.operations import mark_failed, mark_handled, receive
from zabota.domain.invoices.models import Letterhead
from zabota.flows.balance_moved import balance_moved
from zabota.flows.payouts_settled import payouts_settled
from zabota.kit.errors import Refusal

JOB = "bank.import_statement"


class NotOurAccount(Refusal):
    """The statement is of somebody else's account."""

    code = "not_our_account"


def receive_statement(raw: bytes, *, name: str, at: datetime, by: str) -> tuple[InboundEvent, bool]:
    """Store an uploaded file in its own bytes and queue its reading: (event, is new)."""
    return receive(source=SOURCE, raw=raw, job=JOB, at=at, name=name, by=by)


def import_statement(event_id: int, *, at: datetime) -> Statement | None:
    """Read a stored statement and bring every line to its story; None when it is not a statement.

    A file whose figures do not agree is kept and shown, and nothing of it is imported, unless it is
    the lines that could not be read which the sums lack: then the good ones go through. Of a file
    of several accounts only ours are imported; the others are named, and no fault of theirs matters.
    """
    event = InboundEvent.objects.get(pk=event_id)
    try:
        file = read_statement(bytes(event.raw))
    except NotAStatement as refused:
        mark_failed(event_id, error=f"not_a_statement:{refused.looks_like}")
        return None
    own = own_accounts()
    file = with_our_names(file, own)
    strangers = foreign_accounts(file, own)
    if strangers and not own & file.own_accounts:
        mark_failed(event_id, error=f"not_our_account:{', '.join(strangers)}")
        return None
    statement, _lines = bring_lines(event, file, at=at)
    mark_handled(event_id, at=at)
    return statement


def own_accounts() -> frozenset[str]:
    """The vendor's accounts, as the settings write them, and the IBAN of his letterhead."""
    ibans = Letterhead.objects.exclude(iban="").values_list("iban", flat=True)
    return frozenset(settings.VENDOR["accounts"]) | frozenset(ibans)


def bring_lines(
    event: InboundEvent, file: StatementFile, *, at: datetime
) -> tuple[Statement, list[Line]]:
    """Keep a statement, prove its figures, and bring each line to its story: (statement, told)."""
    own = own_accounts()
    strangers = foreign_accounts(file, own)
    found = check_balances(file)
    theirs = [one for one in found if one.account in strangers and one.code != "order_file"]
    short = [one for one in found if one not in theirs and is_explained(one, file)]
    faults = [fault for fault in found if fault not in theirs and fault not in short]
    odd = [*file.oddities, *map(_foreign, strangers), *map(_faulty, theirs)]
    odd += [_short(fault, file) for fault in short]
    statement = _keep(event, file, odd, faults=[asdict(fault) for fault in faults], at=at)
    if faults:
        return statement, []
    lines = [
        Line(line, _read(line, own))
        for line in lines_of(file, own)
        if line.own_account not in strangers
    ]
    return statement, _tell_stories(statement, lines, at=at)


def _read(line: StatementLineFact, own: frozenset[str]) -> LineReading:
    return kind_of(line, own_accounts=own, own_inn=str(settings.VENDOR["inn"]))


def _foreign(account: str) -> Oddity:
    return Oddity(0, "account_foreign", account, {"account": account})


def _faulty(fault: BalanceFault, code: str = "foreign_fault") -> Oddity:
    """What is wrong with an account that is not ours is said, and keeps nothing of ours out."""
    figures = {"expected": fault.expected, "found": fault.found}
    told = {name: str(figure) for name, figure in figures.items() if figure is not None}
    params = {**fault.params, **told, "account": fault.account, "fault": fault.code}
    return Oddity(fault.line, code, fault.account, params)


def _short(fault: BalanceFault, file: StatementFile) -> Oddity:
    """What the lines that were read lack: those that were not are named, and keep no good one out."""
    odd = _faulty(fault, "sum_short")
    money = {part.account: part.currency for part in file.accounts}.get(fault.account, "")
    return replace(odd, params={**odd.params, "money": money})


def _keep(
    event: InboundEvent,
    file: StatementFile,
    oddities: Sequence[Oddity],
    *,
    faults: list[dict[str, Any]],
    at: datetime,
) -> Statement:
    with transaction.atomic():
        statement, _ = Statement.objects.update_or_create(
            event=event,
            defaults={
                "status": StatementStatus.REFUSED if faults else StatementStatus.IMPORTED,
                "origin": file.origin,
                "encoding": file.encoding[:20],
                "sender": file.sender[:160],
                "accounts": _plain([asdict(section) for section in file.accounts]),
                "period_from": file.period_from,
                "period_to": file.period_to,
                "faults": _plain(faults),
                "oddities": _plain([asdict(oddity) for oddity in oddities]),
                "unreadable": _plain([asdict(document) for document in file.unreadable]),
                "read_at": at,
            },
        )
    return statement


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that JSON can keep: days as text, no zero bytes (PostgreSQL has no room for them)."""
    text = json.dumps(rows, default=str, ensure_ascii=False)
    kept: list[dict[str, Any]] = json.loads(text.replace("\\u0000", ""))
    return kept


def _tell_stories(statement: Statement, lines: Sequence[Line], *, at: datetime) -> list[Line]:
    kept = keep_lines(statement, lines)
    told = kept.lines
    settled = payouts_settled(settlements_of(told), keyed=keyed_settlements_of(told), at=at)
    settle_batches(told, at=at)
    balance_moved(top_ups_of(told), at=at)
    payments = receive_payments(told, at=at)
    complete_waiting(kept.again, at=at, by=statement.origin)
    returned = fail_returned(told, at=at)
    refunded = refund_payments(told, at=at)
    keys = {line.proof: line.fact.external_key for line in told}
    payouts = {keys[proof]: pk for proof, pk in {**settled, **returned}.items()}
    payouts |= {key: pk for key, pk in proved_before(told).items() if key not in payouts}
    link_lines({**payments.ids, **refunded}, payouts)
    counts = Counter(line.kind for line in lines)
    client_lines = counts[LineKind.CLIENT_PAYMENT]
    Statement.objects.filter(pk=statement.pk).update(
        recorded=payments.recorded,
        waiting=payments.waiting,
        known=client_lines - payments.recorded,
        settled=len(settled),
        other=len(lines) - client_lines - len(settled),
        oddities=statement.oddities + _plain([asdict(odd) for odd in kept.oddities]),
    )
    statement.refresh_from_db()
    return told
