"""Questions about payments without a client: which wait, and whose they may be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from zabota.domain.clients.models import Client
from zabota.domain.payments.models import Payment
from zabota.domain.payments.queries.matching import clues_in
from zabota.domain.payments.rules import likeness, name_stems, sign_weight

MOST = 3  # suggestions for one payment; more are a search, not a suggestion
_MOST_NAMES = 2000

_BY_INN = """
SELECT k.n, c.id, 'inn', '' FROM unnest(%(inns)s::text[]) WITH ORDINALITY AS k(inn, n)
JOIN clients_client AS c ON c.inn = k.inn WHERE k.inn <> ''
UNION ALL
SELECT k.n, y.client_id, 'payer', y.name FROM unnest(%(inns)s::text[]) WITH ORDINALITY AS k(inn, n)
JOIN clients_payer AS y ON y.inn = k.inn WHERE k.inn <> ''
"""

_BY_NUMBER = """
SELECT k.n, i.client_id, i.id, i.number FROM unnest(%s::int[], %s::text[]) AS k(n, key)
JOIN invoices_invoice AS i ON i.number_key = k.key WHERE i.status <> 'cancelled'
"""

_BY_AMOUNT = """
SELECT n, client_id, id, number, rank FROM (
    SELECT k.n, i.client_id, i.id, i.number,
        row_number() OVER (PARTITION BY k.n ORDER BY i.issued_at DESC, i.id DESC) AS rank
    FROM unnest(%s::int[], %s::bigint[], %s::text[], %s::timestamptz[])
        AS k(n, amount, currency, paid_at)
    JOIN invoices_invoice AS i ON i.amount_minor - i.paid_minor = k.amount
        AND i.currency = k.currency AND i.issued_at < k.paid_at + interval '1 day'
        AND i.status IN ('issued', 'part_paid')
) AS open_invoice WHERE rank <= 200 ORDER BY n, rank
"""

_BY_NAME = """
SELECT id, name FROM clients_client
WHERE translate(lower(name), 'ё', 'е') LIKE ANY(%s) ORDER BY id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Sign:
    """What speaks for a client: a kind (inn, payer, number, name, amount), its own words, how well."""

    kind: str
    words: str = ""
    percent: int = 100

    @property
    def weight(self) -> int:
        """How much it says."""
        return sign_weight(self.kind) * self.percent


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A client who may have paid, the signs that say so, and the invoice it would settle."""

    client: Client
    signs: tuple[Sign, ...]
    invoice_id: int | None = None
    invoice_number: str = ""


class _Found:
    """What was found so far: by payment's place and client id, signs and an invoice."""

    def __init__(self) -> None:
        self.signs: dict[tuple[int, int], list[Sign]] = defaultdict(list)
        self.invoices: dict[tuple[int, int], tuple[int, str]] = {}

    def add(self, place: int, client_id: int, sign: Sign) -> None:
        known = self.signs[place, client_id]
        if sign.kind not in {one.kind for one in known}:
            known.append(sign)


def list_waiting() -> QuerySet[Payment]:
    """Payments that no client could be found for, oldest first."""
    return Payment.objects.filter(client=None, set_aside_at=None).order_by("paid_at", "pk")


def list_set_aside() -> QuerySet[Payment]:
    """Money of which a person said that it is no client's payment, the latest decision first."""
    rows = Payment.objects.filter(client=None, set_aside_at__isnull=False)
    return rows.order_by("-set_aside_at", "-pk")


def suggest_clients(payments: Sequence[Payment]) -> list[list[Suggestion]]:
    """For each payment the clients it may be of, the likeliest first; a few statements for all."""
    found = _Found()
    _by_inn(payments, found)
    _by_number(payments, found)
    _by_name(payments, found)
    _by_amount(payments, found)
    clients = Client.objects.in_bulk({client_id for _, client_id in found.signs})
    suggested: list[list[Suggestion]] = [[] for _ in payments]
    for (place, client_id), signs in found.signs.items():
        invoice_id, number = found.invoices.get((place, client_id), (None, ""))
        signs.sort(key=lambda sign: -sign.weight)
        suggested[place].append(Suggestion(clients[client_id], tuple(signs), invoice_id, number))
    for one in suggested:
        one.sort(key=lambda s: (-sum(sign.weight for sign in s.signs), s.client.name))
        del one[MOST:]
    return suggested


def _by_inn(payments: Sequence[Payment], found: _Found) -> None:
    inns = [payment.payer_inn for payment in payments]
    if any(inns):
        with connection.cursor() as cursor:
            cursor.execute(_BY_INN, {"inns": inns})
            for n, client_id, kind, words in cursor.fetchall():
                found.add(n - 1, client_id, Sign(kind, words))


def _by_number(payments: Sequence[Payment], found: _Found) -> None:
    keys = [
        (place, key)
        for place, payment in enumerate(payments)
        for clues in [clues_in(payment.purpose)]
        for key in (*clues.references, *clues.numbers)
    ]
    if not keys:
        return
    with connection.cursor() as cursor:
        cursor.execute(_BY_NUMBER, [[place for place, _ in keys], [key for _, key in keys]])
        for place, client_id, invoice_id, number in cursor.fetchall():
            found.add(place, client_id, Sign("number", number))
            found.invoices.setdefault((place, client_id), (invoice_id, number))


def _by_name(payments: Sequence[Payment], found: _Found) -> None:
    stems = sorted({stem for payment in payments for stem in name_stems(payment.payer_name)})
    if not stems:
        return
    with connection.cursor() as cursor:
        cursor.execute(_BY_NAME, [[f"%{stem}%" for stem in stems], _MOST_NAMES])
        names = cursor.fetchall()
    for place, payment in enumerate(payments):
        like = [(likeness(payment.payer_name, name), pk, name) for pk, name in names]
        best = max((share for share, _, _ in like), default=0)
        for share, client_id, name in like:
            if share and 10 * share >= 9 * best:  # far weaker ones are other companies
                found.add(place, client_id, Sign("name", name, share))


def _by_amount(payments: Sequence[Payment], found: _Found) -> None:
    """An equal amount strengthens what is found; alone it speaks only when few invoices have it."""
    columns: list[Any] = [
        list(range(len(payments))),
        [payment.amount_minor for payment in payments],
        [payment.currency for payment in payments],
        [payment.paid_at for payment in payments],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_BY_AMOUNT, columns)
        rows = cursor.fetchall()
    equal: dict[int, int] = defaultdict(int)
    for place, *_ in rows:
        equal[place] += 1
    for place, client_id, invoice_id, number, _rank in rows:
        if (place, client_id) in found.signs or equal[place] <= MOST:
            found.add(place, client_id, Sign("amount", number))
            found.invoices.setdefault((place, client_id), (invoice_id, number))
