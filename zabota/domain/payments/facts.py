"""The shapes in which money that came in, or went back, reaches us from any source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFact:
    """A client's payment as a connector understood it; amounts in minor units.

    `(source, external_id)` is its identity. The client is named in the strongest way the source
    knows: `client_id`, or `client_external_id`, or only by what the payer wrote in `purpose` and
    by his ИНН.
    """

    source: str
    external_id: str
    amount_minor: int
    paid_at: datetime
    currency: str = "RUB"
    fee_minor: int = 0
    vat_minor: int = 0
    client_id: int | None = None
    client_external_id: str = ""
    payer_inn: str = ""
    payer_account: str = ""
    payer_name: str = ""
    purpose: str = ""
    product: str = ""
    doubtful: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundFact:
    """Money returned to a client, of one payment; `(source, external_id)` is its identity.

    `kind` is "chargeback" when the client's bank took the money back.
    """

    source: str
    external_id: str
    payment_source: str
    payment_external_id: str
    amount_minor: int
    refunded_at: datetime
    reason: str = ""
    kind: str = "refund"
