"""What people call by a number: "реестр 153", "payout No. 4337", "№ 12"."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from django.db.models import QuerySet

from zabota.domain.leads.models import Lead
from zabota.domain.payments.models import Payment
from zabota.domain.payouts.models import Batch, Payout

_NUMBER = re.compile(r"(?:([^\W\d_]+)\.?\s*)?(?:№|#|no\.?)?\s*(\d{1,9})", re.IGNORECASE)
_CALLED = {  # however it is declined, by its beginning
    "batch": ("реестр", "batch"),
    "payout": ("выплат", "платёж", "платеж", "payout", "order"),
    "lead": ("заявк", "lead"),
    "payment": ("оплат", "payment"),
}
ANYWAY = (
    "batch",
    "payout",
)  # what a bare number may be, beside the numbers of banks and processors


class Numbered(NamedTuple):
    """A thing as a subject of events, and its row."""

    subject: str
    row: Any


def list_numbered(words: str) -> list[Numbered]:
    """Batches, payouts, leads and payments with this number; nothing for other words."""
    found = _NUMBER.fullmatch(words.strip())
    if found is None:
        return []
    called, number = (found[1] or "").lower(), int(found[2])
    kinds = (
        [kind for kind, roots in _CALLED.items() if called.startswith(roots)] if called else ANYWAY
    )
    rows: dict[str, QuerySet[Any]] = {
        "batch": Batch.objects.filter(pk=number),
        "payout": Payout.objects.filter(order_number=number).select_related("partner"),
        "lead": Lead.objects.filter(pk=number),
        "payment": Payment.objects.filter(pk=number),
    }
    return [Numbered(f"{kind}:{row.pk}", row) for kind in kinds for row in rows[kind]]
