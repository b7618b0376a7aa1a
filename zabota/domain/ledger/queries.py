"""Questions to the books."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from zabota.kit.sql import stream

_BALANCE = """
SELECT coalesce(sum(CASE WHEN t.debit_account_id = a.id THEN t.amount_minor
                         ELSE -t.amount_minor END), 0)::bigint
FROM ledger_account AS a JOIN ledger_transfer AS t
    ON a.id IN (t.debit_account_id, t.credit_account_id)
WHERE a.code = %s AND a.currency = %s
"""


def get_account_balance(code: str, *, currency: str = "RUB") -> int:
    """Debits minus credits of an account, summed from its transfers. Minor units."""
    with connection.cursor() as cursor:
        cursor.execute(_BALANCE, [code, currency])
        return int(cursor.fetchone()[0])


_OPENING = """
SELECT coalesce(sum(CASE WHEN t.debit_account_id = a.id THEN t.amount_minor
                         ELSE -t.amount_minor END), 0)::bigint
FROM ledger_account AS a JOIN ledger_transfer AS t
    ON a.id IN (t.debit_account_id, t.credit_account_id)
WHERE a.code = %s AND a.currency = %s AND t.posted_at < %s
"""

_LINES = """
SELECT t.posted_at, t.kind, t.cause,
    CASE WHEN t.debit_account_id = a.id THEN t.amount_minor ELSE -t.amount_minor END
FROM ledger_account AS a JOIN ledger_transfer AS t
    ON a.id IN (t.debit_account_id, t.credit_account_id)
WHERE a.code = %s AND a.currency = %s AND t.posted_at >= %s AND t.posted_at < %s
ORDER BY t.posted_at, t.id
"""


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One transfer as an account sees it: a debit above zero, a credit below. Minor units."""

    posted_at: datetime
    kind: str
    cause: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """An account over a period: opening + lines = closing, debits minus credits, minor units."""

    opening_minor: int
    lines: list[AccountLine]

    @property
    def closing_minor(self) -> int:
        """The balance at the end of the period."""
        return self.opening_minor + sum(line.amount_minor for line in self.lines)


def get_account_statement(
    code: str, *, since: datetime, before: datetime, currency: str = "RUB"
) -> AccountStatement:
    """Every transfer of an account posted in the period, with the balance before it."""
    with connection.cursor() as cursor:
        cursor.execute(_OPENING, [code, currency, since])
        opening = int(cursor.fetchone()[0])
        cursor.execute(_LINES, [code, currency, since, before])
        return AccountStatement(opening, [AccountLine(*row) for row in cursor.fetchall()])


def list_currencies(code: str) -> list[str]:
    """The currencies in which an account has ever moved, roubles first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT t.currency FROM ledger_account AS a JOIN ledger_transfer AS t "
            "ON a.id IN (t.debit_account_id, t.credit_account_id) WHERE a.code = %s",
            [code],
        )
        found = [str(currency) for (currency,) in cursor.fetchall()]
    return sorted(found, key=lambda one: (one != "RUB", one))


def find_credited(cause: str) -> str | None:
    """The account that the transfer of this cause credits, or None where nothing was posted for it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.code FROM ledger_transfer AS t JOIN ledger_account AS a "
            "ON a.id = t.credit_account_id WHERE t.cause = %s",
            [cause],
        )
        found = cursor.fetchone()
        return found[0] if found else None


def list_causes(kind: str) -> list[str]:
    """What transfers of a rare kind were posted for, in the order of posting."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cause FROM ledger_transfer WHERE kind = %s ORDER BY id", [kind])
        return [cause for (cause,) in cursor.fetchall()]


_TRANSFERS = """
SELECT t.id, t.posted_at, t.at, d.code, c.code, t.amount_minor, t.currency, t.kind, t.cause
FROM ledger_transfer AS t
JOIN ledger_account AS d ON d.id = t.debit_account_id
JOIN ledger_account AS c ON c.id = t.credit_account_id
WHERE t.posted_at >= %s AND t.posted_at < %s ORDER BY t.posted_at, t.id
"""


@dataclass(frozen=True, slots=True)
class Posting:
    """A transfer with the codes of its accounts, as it stands in the journal. Minor units."""

    id: int
    posted_at: datetime
    at: datetime
    debit: str
    credit: str
    amount_minor: int
    currency: str
    kind: str
    cause: str


def stream_postings(*, since: datetime, before: datetime) -> Iterator[Posting]:
    """The journal of the books: every transfer posted in the period, in order, row by row."""
    return (Posting(*row) for row in stream(_TRANSFERS, [since, before]))


_CACHED = """
SELECT coalesce(sum(b.amount_minor), 0)::bigint FROM ledger_balance AS b
JOIN ledger_account AS a ON a.id = b.account_id
WHERE a.currency = %s AND right(a.code, length(%s)) = %s
"""


def get_cached_total(*, ending: str, currency: str) -> int:
    """Debits minus credits of all accounts with a cached balance and this end of their code."""
    with connection.cursor() as cursor:
        cursor.execute(_CACHED, [currency, ending, ending])
        return int(cursor.fetchone()[0])


# A column for the statements of others: the cached balance of the account with a code and currency.
CACHED_BALANCE = """coalesce((
    SELECT b.amount_minor FROM ledger_account AS a JOIN ledger_balance AS b ON b.account_id = a.id
    WHERE a.code = %s::text AND a.currency = %s::text), 0)"""
