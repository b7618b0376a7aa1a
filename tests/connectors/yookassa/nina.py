"""Nina's payouts through YooKassa: sent, looked at, and what YooKassa has of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.emulators.running import Running
from zabota.connectors.connections.models import Connection
from zabota.domain.payouts.models import Batch, Payout, Rail
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_sent
from zabota.kit.clock import now

Gateway = tuple[Running, Connection]


def leave(at: datetime | None = None) -> Payout:
    """Nina's payout, formed, approved and on its way: not yet called about."""
    at = at or now()
    batch: Batch = batch_formed(before=at + timedelta(days=7), at=at, by="Ольга").batch
    assert batch.rail == Rail.YOOKASSA
    batch_approved(batch, at=at, by="Ольга")
    batch_sent(batch, at=at, by="Ольга")
    return batch.payouts.get()


def look(payout: Payout) -> tuple[str, str]:
    """Where the payout and its last attempt stand."""
    payout.refresh_from_db()
    last = payout.attempts.order_by("number").last()
    assert last is not None
    return payout.status, last.status


def made(program: Running) -> list[dict[str, Any]]:
    """Payouts that YooKassa has."""
    return list(program.play("truth")["payouts"])
