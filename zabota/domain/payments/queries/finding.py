"""Payments by what people read to each other: the number the source gave, or the invoice's."""

from __future__ import annotations

from zabota.kit.sql import fetch

# The sources are few: each is found by a step through the index of numbers, never by reading it.
_BY_REFERENCE = """
WITH RECURSIVE known(source) AS (
    (SELECT source FROM payments_payment ORDER BY source LIMIT 1)
    UNION ALL
    SELECT (SELECT p.source FROM payments_payment AS p WHERE p.source > known.source
            ORDER BY p.source LIMIT 1)
    FROM known WHERE known.source IS NOT NULL
)
SELECT p.id FROM known JOIN payments_payment AS p
    ON p.source = known.source AND p.external_id = %s::text
ORDER BY p.id DESC LIMIT %s::int
"""


def list_by_reference(reference: str, *, most: int) -> list[int]:
    """Payments with exactly this number at their source, the newest first."""
    return [pk for (pk,) in fetch(_BY_REFERENCE, [reference, most])]
