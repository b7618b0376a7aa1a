"""Lines of a statement kept, each once, whatever source tells of it and in whatever order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from zabota.connectors.bank.facts import Oddity
from zabota.connectors.bank.models import LineEcho, Statement, StatementLine
from zabota.connectors.bank.operations.stories import BATCH, Line, inn_of
from zabota.connectors.bank.translate.currencies import currency_named
from zabota.connectors.bank.translate.echoes import Echo, Told, find_bundles, find_echoes
from zabota.kit.locks import Lock, hold

_AROUND = timedelta(days=7)
_TOLD_LATER = [
    "number", "reference", "counterparty", "counterparty_inn", "counterparty_account", "purpose",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """The lines that have a story of their own, and what was odd about the others."""

    lines: list[Line]
    oddities: list[Oddity]
    again: list[Line]  # of the lines, those that were told before with less


@transaction.atomic
def keep_lines(statement: Statement, lines: Sequence[Line]) -> Kept:
    """Keep what is new; a line that another source has told already goes on under its first key.

    Held alone, so that a push and a statement that come at once find each other.
    """
    hold(Lock.BANK_IMPORT)
    origin = statement.origin
    keys = [line.fact.external_key for line in lines]
    rows = StatementLine.objects.filter(key__in=keys).select_related("statement")
    stored = {line.key: line for line in rows}
    echoed = {
        echo.key: echo.line
        for echo in LineEcho.objects.filter(key__in=keys).select_related("line__statement")
    }
    echoed |= _known_as_rur([line for line in lines if line.fact.external_key not in stored])
    fresh = [
        line
        for line in lines
        if line.fact.external_key not in stored and line.fact.external_key not in echoed
    ]
    _note_same_keys(statement, {*stored, *(line.key for line in echoed.values())})
    known = _strangers(origin, fresh)
    told = [_told(line, origin) for line in fresh]
    echoes = find_echoes(told, known)
    met = {echo.new.key for echo in echoes} | {echo.known.key for echo in echoes}
    echoes += find_bundles(
        [one for one in told if one.key not in met], [one for one in known if one.key not in met]
    )
    first_told = _write_echoes(statement, echoes)
    echoed |= first_told
    fuller = _fill_in({**stored, **echoed}, lines)
    _write_lines(statement, [line for line in fresh if line.fact.external_key not in echoed])
    return _kept(lines, echoed, {echo.new.key: echo for echo in echoes}, fuller)


def _known_as_rur(lines: Sequence[Line]) -> dict[str, StatementLine]:
    """Lines kept when a bank's RUR was not yet read as RUB, by the keys they have now."""
    former = {
        line.fact.former_key: line.fact.external_key for line in lines if line.fact.former_key
    }
    rows = StatementLine.objects.filter(key__in=list(former)).select_related("statement")
    return {former[row.key]: row for row in rows}


def link_lines(payments: Mapping[str, int], payouts: Mapping[str, int]) -> None:
    """Note on the lines what the stories made of them; what is noted already stays."""
    for field, ids in (("payment_id", payments), ("payout_id", payouts)):
        if not ids:
            continue
        loose = StatementLine.objects.filter(key__in=list(ids), **{f"{field}__isnull": True})
        changed = list(loose)
        for line in changed:
            setattr(line, field, ids[line.key])
        StatementLine.objects.bulk_update(changed, [field], batch_size=BATCH)


def _note_same_keys(statement: Statement, keys: Collection[str]) -> None:
    """This source tells of these lines as well: none of them is free for another movement of it."""
    told = StatementLine.objects.filter(key__in=keys).exclude(
        Q(statement__origin=statement.origin) | Q(echoes__origin=statement.origin)
    )
    LineEcho.objects.bulk_create(
        [
            LineEcho(line=line, statement=statement, origin=statement.origin, by="key")
            for line in told
        ],
        batch_size=BATCH,
    )


def _strangers(origin: str, lines: Sequence[Line]) -> list[Told]:
    """Lines of other sources about the same accounts and days that this source has not told of."""
    days = [line.fact.on for line in lines]
    if not days:
        return []
    rows = (
        StatementLine.objects.filter(
            account__in={line.fact.own_account for line in lines},
            on__gte=min(days) - _AROUND,
            on__lte=max(days) + _AROUND,
        )
        .exclude(statement__origin=origin)
        .exclude(echoes__origin=origin)
        .select_related("statement")
    )
    return [
        Told(
            key=row.key,
            origin=row.statement.origin,
            account=row.account,
            direction=row.direction,
            amount=row.amount_minor,
            currency=currency_named(row.currency),
            on=row.on,
            number=row.number,
            reference=row.reference,
            inn=row.counterparty_inn,
            other_account=row.counterparty_account,
            purpose=row.purpose,
        )
        for row in rows
    ]


def _told(line: Line, origin: str) -> Told:
    fact = line.fact
    return Told(
        key=fact.external_key,
        origin=origin,
        account=fact.own_account,
        direction=fact.direction,
        amount=fact.amount,
        currency=fact.currency,
        on=fact.on,
        number=fact.number[:20],
        reference=fact.reference[:80],
        inn=inn_of(line),
        other_account=fact.counterparty.account[:34],
        purpose=fact.purpose[:500],
    )


def _write_echoes(statement: Statement, echoes: Sequence[Echo]) -> dict[str, StatementLine]:
    lines = StatementLine.objects.select_related("statement").in_bulk(
        {echo.known.key for echo in echoes}, field_name="key"
    )
    found: dict[str, StatementLine] = {}
    rows: list[LineEcho] = []
    parts: dict[str, int] = defaultdict(int)
    for echo in echoes:
        found.setdefault(echo.new.key, lines[echo.known.key])
        parts[echo.new.key] += 1
        rows.append(
            LineEcho(
                line=lines[echo.known.key],
                statement=statement,
                origin=statement.origin,
                key=echo.new.key if parts[echo.new.key] == 1 else "",
                by=echo.by,
            )
        )
    LineEcho.objects.bulk_create(rows, batch_size=BATCH)
    return found


def _fill_in(kept: Mapping[str, StatementLine], lines: Sequence[Line]) -> set[str]:
    """What a first source left out, a later one tells; what was told first stays.

    The keys of lines that became fuller.
    """
    fuller: dict[str, StatementLine] = {}
    for line in lines:
        first = kept.get(line.fact.external_key)
        if first is None or first.amount_minor != line.fact.amount:
            continue  # of a bundle, the words of one are not those of the whole
        later = _row(first.statement, line)
        told = [name for name in _TOLD_LATER if getattr(later, name) and not getattr(first, name)]
        for name in told:
            setattr(first, name, getattr(later, name))
        if told:
            fuller[line.fact.external_key] = first
    StatementLine.objects.bulk_update(
        {line.pk: line for line in fuller.values()}.values(), _TOLD_LATER, batch_size=BATCH
    )
    return set(fuller)


def _write_lines(statement: Statement, lines: Sequence[Line]) -> None:
    StatementLine.objects.bulk_create([_row(statement, line) for line in lines], batch_size=BATCH)


def _row(statement: Statement, line: Line) -> StatementLine:
    fact = line.fact
    return StatementLine(
        statement=statement,
        key=fact.external_key,
        account=fact.own_account,
        direction=fact.direction,
        on=fact.on,
        number=fact.number[:20],
        reference=fact.reference[:80],
        amount_minor=fact.amount,
        currency=fact.currency,
        counterparty=fact.counterparty.name[:300],
        counterparty_inn=inn_of(line),
        counterparty_account=fact.counterparty.account[:34],
        purpose=fact.purpose[:500],
        kind=line.kind,
        reason=line.reading.reason[:60],
        processor=line.reading.processor[:20],
        line=fact.line,
    )


def _kept(
    lines: Sequence[Line],
    echoed: Mapping[str, StatementLine],
    fresh: Mapping[str, Echo],
    fuller: Collection[str],
) -> Kept:
    """Lines under the key they are known by; one that reads differently here tells no story."""
    kept: list[Line] = []
    oddities: list[Oddity] = []
    again: list[Line] = []
    for line in lines:
        key = line.fact.external_key
        told = line
        if (first := echoed.get(key)) is not None:
            same = first.kind == line.kind
            if key in fresh or not same:
                by = fresh[key].by if key in fresh else ""
                params = {"of": first.statement.origin, "by": by}
                code = "echo" if same else "echo_differs"
                oddities.append(Oddity(line.fact.line, code, line.fact.purpose[:200], params))
            if not same or first.amount_minor != line.fact.amount:
                continue
            told = Line(replace(line.fact, external_key=first.key), line.reading)
        kept.append(told)
        if key in fuller:
            again.append(told)
    return Kept(kept, oddities, again)
