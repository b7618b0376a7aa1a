"""Posting: any number of transfers in a constant number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zabota.domain.ledger.facts import Line
from zabota.kit.sql import fetch, run

_OPEN = """
INSERT INTO ledger_account (code, currency, cached)
SELECT code, currency, code NOT LIKE 'vendor:%%'
FROM unnest(%s::text[], %s::text[]) AS new(code, currency) ORDER BY code, currency
ON CONFLICT DO NOTHING
"""

# Balances are increments in account order, written last: batches cannot deadlock on them, and no
# row is locked longer than it must be. Accounts are found by their codes in the same statement;
# when one is not open yet nothing at all is posted, and the unknown codes come back.
_POST = """
WITH line AS (
    SELECT d.id AS debit, c.id AS credit, new.*
    FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[],
                %s::timestamptz[])
         AS new(debit_code, credit_code, amount, currency, kind, cause, at)
    LEFT JOIN ledger_account AS d ON (d.code, d.currency) = (new.debit_code, new.currency)
    LEFT JOIN ledger_account AS c ON (c.code, c.currency) = (new.credit_code, new.currency)
), closed AS (
    SELECT count(*) AS lines FROM line WHERE debit IS NULL OR credit IS NULL
), posted AS (
    INSERT INTO ledger_transfer
        (debit_account_id, credit_account_id, amount_minor, currency, kind, cause, at, posted_at)
    SELECT debit, credit, amount, currency, kind, cause, at, %s::timestamptz
    FROM line WHERE (SELECT lines FROM closed) = 0
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
UNION ALL
SELECT NULL FROM closed WHERE lines > 0
"""


def post_transfers(lines: Sequence[Line], *, at: datetime) -> set[str]:
    """Post the lines; returns the causes that were new. A cause posted before changes nothing.

    Accounts that do not exist yet are opened.
    """
    if not lines:
        return set()
    posted = _post(lines, at=at)
    if (None,) in posted:
        wanted = {(code, x.currency) for x in lines for code in (x.debit, x.credit)}
        run(_OPEN, _columns(sorted(wanted)))
        posted = _post(lines, at=at)
    return {cause for (cause,) in posted if cause is not None}


def open_accounts(codes: Sequence[str], *, currency: str) -> None:
    """Open accounts beforehand, so that the first payment does not have to; twice is once."""
    run(_OPEN, _columns([(code, currency) for code in codes]))


def _post(lines: Sequence[Line], *, at: datetime) -> list[tuple[str | None]]:
    return fetch(
        _POST,
        [
            [line.debit for line in lines],
            [line.credit for line in lines],
            [line.amount_minor for line in lines],
            [line.currency for line in lines],
            [line.kind for line in lines],
            [line.cause for line in lines],
            [line.at for line in lines],
            at,
        ],
    )


def _columns(keys: list[tuple[str, str]]) -> list[list[str]]:
    return [[code for code, _ in keys], [currency for _, currency in keys]]
