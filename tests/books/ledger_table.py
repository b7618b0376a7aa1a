"""A table of roubles that an accountant reads: each row is an event, each column an account."""

from __future__ import annotations

from django.db import connection

from zabota.domain.partners.models import Partner

_ROWS = """
SELECT t.id, t.kind, d.code, c.code, t.amount_minor
FROM ledger_transfer AS t
JOIN ledger_account AS d ON d.id = t.debit_account_id
JOIN ledger_account AS c ON c.id = t.credit_account_id
ORDER BY t.id
"""


def journal() -> str:
    """Every transfer so far: what it is, debit, credit, roubles; partners by their names."""
    names = {str(pk): name.split()[0] for pk, name in Partner.objects.values_list("pk", "name")}

    def named(code: str) -> str:
        parts = code.split(":")
        return f"{names[parts[1]]} {parts[2]}" if parts[0] == "partner" else parts[1]

    with connection.cursor() as cursor:
        cursor.execute(_ROWS)
        rows = [
            (kind, named(debit), named(credit), f"{minor / 100:,.2f}".replace(",", " "))
            for _, kind, debit, credit, minor in cursor.fetchall()
        ]
    return "\n" + "\n".join(
        f"{kind:<18} {debit:<18} {credit:<18} {amount:>10}".rstrip()
        for kind, debit, credit, amount in rows
    )
