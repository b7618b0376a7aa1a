"""Questions of the matching ladder: what is known about a batch, and what is recorded already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from zabota.domain.invoices.rules import find_invoice_numbers, find_references, number_key
from zabota.domain.payments.facts import PaymentFact
from zabota.domain.payments.rules import Clues, Known, OpenInvoice

_INVOICES = """
SELECT i.id, i.number_key, i.client_id, c.inn, i.amount_minor, i.amount_minor - i.paid_minor,
    i.currency
FROM invoices_invoice AS i JOIN clients_client AS c ON c.id = i.client_id
WHERE i.number_key = ANY(%s) AND i.status <> 'cancelled'
"""

_CLIENTS = """
SELECT 'inn', inn, id FROM clients_client WHERE inn = ANY(%(inns)s) AND inn <> ''
UNION ALL
SELECT 'inn', inn, client_id FROM clients_payer WHERE inn = ANY(%(inns)s)
UNION ALL
SELECT 'external', external_id, id FROM clients_client
WHERE external_id = ANY(%(external)s) AND external_id <> ''
"""

_OF_KEYS = """
SELECT p.source, p.external_id, p.id, p.amount_minor, p.currency
FROM payments_payment AS p
JOIN unnest(%s::text[], %s::text[]) AS k(source, external_id) USING (source, external_id)
"""


def read_clues(fact: PaymentFact) -> Clues:
    """Invoice references and numbers in the purpose, as keys."""
    return clues_in(fact.purpose)


def clues_in(purpose: str) -> Clues:
    """The same of a purpose alone."""
    if not purpose:
        return Clues()
    references = [number_key(found.number) for found in find_references(purpose)]
    numbers = [number_key(found) for found in find_invoice_numbers(purpose)]
    return Clues(references, [key for key in numbers if key not in references])


def get_known(facts: Sequence[PaymentFact], clues: Iterable[Clues]) -> Known:
    """Invoices and clients that a batch may be about; at most two statements."""
    keys = sorted({key for clue in clues for key in (*clue.references, *clue.numbers)})
    inns = sorted({fact.payer_inn for fact in facts if fact.payer_inn})
    external = sorted({f.client_external_id for f in facts if f.client_external_id})
    invoices: dict[str, OpenInvoice] = {}
    found: dict[str, dict[str, int]] = {"inn": {}, "external": {}}
    with connection.cursor() as cursor:
        if keys:
            cursor.execute(_INVOICES, [keys])
            invoices = {row[1]: OpenInvoice(*row) for row in cursor.fetchall()}
        if inns or external:
            cursor.execute(_CLIENTS, {"inns": inns, "external": external})
            for kind, word, client_id in cursor.fetchall():
                found[kind].setdefault(word, client_id)
    return Known(invoices, found["inn"], found["external"])


def get_payments_of(keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, int, str]]:
    """(source, external id) → (id, minor units, currency) of payments that are recorded."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_KEYS, [[key[0] for key in keys], [key[1] for key in keys]])
        return {
            (source, external_id): (pk, minor, currency)
            for source, external_id, pk, minor, currency in cursor.fetchall()
        }
