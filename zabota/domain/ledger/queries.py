"""Questions to the books."""

from __future__ import annotations

from django.db import connection

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
