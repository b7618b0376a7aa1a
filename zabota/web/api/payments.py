"""Payments that the vendor's own systems know of."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Header, Router, Status

from zabota.connectors.vendor.operations import keep
from zabota.domain.people.rules import KeyRight
from zabota.kit.clock import now
from zabota.web.api.access import needs
from zabota.web.api.clients import FAULTS, idempotency_of
from zabota.web.api.problems import ProblemOut
from zabota.web.api.schemas import Accepted, PaymentsIn

router = Router(tags=["payments"])


@router.post(
    "/payments",
    response={202: Accepted, FAULTS: ProblemOut},
    auth=needs(KeyRight.PAYMENTS_ADD),
    summary="Payments were received",
)
def add(
    request: HttpRequest,
    body: PaymentsIn,
    idempotency_key: str = Header("", alias="Idempotency-Key"),
) -> Status:
    """Keep a batch of up to 1000 payments; a payment known already by (source, external id) is counted once.

    All or nothing is kept: one faulty field refuses the batch and names its place.
    """
    raw = body.model_dump_json().encode()
    event, new = keep(
        raw=raw,
        job="vendor.take_payments",
        key=f"payments:{idempotency_of(request, idempotency_key, raw)}",
        by=f"API: {request.auth}",  # type: ignore[attr-defined]
        at=now(),
    )
    return Status(
        202, Accepted(event_id=event.pk, payments=len(body.payments), known_batch=not new)
    )
