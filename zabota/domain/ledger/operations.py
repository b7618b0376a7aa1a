"""Posting: any number of transfers in a constant number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zabota.domain.ledger.facts import Line
from zabota.kit.sql import fetch, run

_ACCOUNTS = """
SELECT code, currency, id FROM ledger_account
WHERE (code, currency) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
"""

_OPEN = """
INSERT INTO ledger_account (code, currency, cached)
SELECT code, currency, code NOT LIKE 'vendor:%%'
FROM unnest(%s::text[], %s::text[]) AS new(code, currency) ORDER BY code, currency
ON CONFLICT DO NOTHING
"""

# Balances are increments in account order, written last: batches cannot deadlock on them, and no
# row is locked longer than it must be. Accounts are joined, so that a transfer cannot dangle.
_POST = """
WITH posted AS (
    INSERT INTO ledger_transfer
        (debit_account_id, credit_account_id, amount_minor, currency, kind, cause, at, posted_at)
    SELECT debit, credit, amount, currency, kind, cause, at, %s::timestamptz
    FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[],
                %s::timestamptz[]) AS new(debit, credit, amount, currency, kind, cause, at)
    ORDER BY cause
    ON CONFLICT (cause) DO NOTHING
    RETURNING debit_account_id, credit_account_id, amount_minor, cause
), change AS (
    SELECT side.account_id, sum(side.amount) AS amount FROM (
        SELECT debit_account_id AS account_id, amount_minor AS amount FROM posted
        UNION ALL
        SELECT credit_account_id, -amount_minor FROM posted
    ) AS side
    JOIN ledger_account AS account ON account.id = side.account_id AND account.cached
    GROUP BY side.account_id
), kept AS (
    INSERT INTO ledger_balance (account_id, amount_minor)
    SELECT account_id, amount FROM change ORDER BY account_id
    ON CONFLICT (account_id) DO UPDATE
    SET amount_minor = ledger_balance.amount_minor + excluded.amount_minor
)
SELECT cause FROM posted
"""


def post_transfers(lines: Sequence[Line], *, at: datetime) -> set[str]:
    """Post the lines; returns the causes that were new. A cause posted before changes nothing."""
    if not lines:
        return set()
    accounts = _account_ids({(code, x.currency) for x in lines for code in (x.debit, x.credit)})
    posted = fetch(
        _POST,
        [
            at,
            [accounts[line.debit, line.currency] for line in lines],
            [accounts[line.credit, line.currency] for line in lines],
            [line.amount_minor for line in lines],
            [line.currency for line in lines],
            [line.kind for line in lines],
            [line.cause for line in lines],
            [line.at for line in lines],
        ],
    )
    return {cause for (cause,) in posted}


def open_accounts(codes: Sequence[str], *, currency: str) -> None:
    """Open accounts beforehand, so that the first payment does not have to; twice is once."""
    run(_OPEN, _columns([(code, currency) for code in codes]))


def _account_ids(wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Ids of accounts by (code, currency); accounts that do not exist yet are opened."""
    found = _find(sorted(wanted))
    missing = sorted(wanted - found.keys())
    if missing:
        run(_OPEN, _columns(missing))
        found |= _find(missing)
    return found


def _find(keys: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    rows = fetch(_ACCOUNTS, _columns(keys))
    return {(code, currency): pk for code, currency, pk in rows}


def _columns(keys: list[tuple[str, str]]) -> list[list[str]]:
    return [[code for code, _ in keys], [currency for _, currency in keys]]
