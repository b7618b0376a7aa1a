"""Who is meant by a word in a cell: partners by id, ИНН, e-mail or code; clients by id or ИНН."""

from __future__ import annotations

from collections.abc import Collection

from zabota.connectors.spreadsheet.facts import Kind
from zabota.connectors.spreadsheet.models import MovedRow
from zabota.domain.attribution.models import PromoCode
from zabota.domain.attribution.rules import fold_code
from zabota.domain.partners.models import Partner
from zabota.kit.sql import fetch

AMBIGUOUS = 0
SOURCE = "moved_in"  # of payments: with their ids it makes them known for ever


_PAID = """
SELECT external_id, id FROM payments_payment
WHERE source = %s::text AND external_id = ANY(%s::text[])
"""


def find_moved(kind: Kind, keys: Collection[str]) -> dict[str, int]:
    """Key → id of what has moved in under it; a payment keeps its own identity."""
    if kind is Kind.PAYMENTS:
        return dict(fetch(_PAID, [SOURCE, list(keys)]))
    rows = MovedRow.objects.filter(kind=kind, key__in=keys)
    return dict(rows.values_list("key", "object_id"))


def find_partners(words: Collection[str]) -> dict[str, int]:
    """Word → partner id; the other system's id first, then ИНН, e-mail, promo code."""
    found = _once(
        (code.folded, code.partner_id)
        for code in PromoCode.objects.filter(folded__in={fold_code(word) for word in words})
    )
    by_code = {word: found[fold_code(word)] for word in words if fold_code(word) in found}
    by_mail = _once(
        Partner.objects.filter(email__in=[w.lower() for w in words]).values_list("email", "pk")
    )
    by_inn = _once(
        Partner.objects.filter(inn__in=[word for word in words if word]).values_list("inn", "pk")
    )
    return {
        **by_code,
        **{word: by_mail[word.lower()] for word in words if word.lower() in by_mail},
        **by_inn,
        **find_moved(Kind.PARTNERS, words),
    }


_CLIENTS = """
WITH word AS (SELECT DISTINCT w FROM unnest(%s::text[]) AS w)
SELECT w, c.id, 0 FROM word JOIN clients_client AS c ON c.inn = w AND c.inn <> ''
UNION ALL
SELECT w, c.id, 1 FROM word JOIN clients_client AS c ON c.external_id = w AND c.external_id <> ''
UNION ALL
SELECT w, m.object_id, 2 FROM word
JOIN spreadsheet_movedrow AS m ON m.kind = 'clients' AND m.key = w
ORDER BY 3
"""


def find_clients(words: Collection[str]) -> dict[str, int]:
    """Word → client id; the id of the other system first, then ИНН."""
    known = [word for word in words if word]
    return {word: pk for word, pk, _ in fetch(_CLIENTS, [known])} if known else {}


def _once(pairs: object) -> dict[str, int]:
    """Word → id, without the words that mean several."""
    found: dict[str, int] = {}
    for word, pk in pairs:  # type: ignore[attr-defined]
        found[word] = AMBIGUOUS if word in found and found[word] != pk else pk
    return {word: pk for word, pk in found.items() if pk != AMBIGUOUS}
