"""Who carries the money of which rail. A new one: docs/howto/add-a-rail.md."""

from __future__ import annotations

from zabota.connectors.bank.kind import ISO_20022_FILE, ONE_C_ORDERS
from zabota.connectors.yookassa.kind import YOOKASSA_RAIL
from zabota.domain.payouts.queries.carriers import BY_HAND, Carrier, tell_carriers

CARRIERS: tuple[Carrier, ...] = (ONE_C_ORDERS, ISO_20022_FILE, YOOKASSA_RAIL, BY_HAND)

tell_carriers(CARRIERS)
