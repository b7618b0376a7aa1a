"""Which kinds of connections staff can set up, in the order in which they are offered."""

from __future__ import annotations

from zabota.connectors.bank.kind import TBANK_FEED, TOCHKA_FEED
from zabota.connectors.connections.operations.kinds import Kind, tell_kinds
from zabota.connectors.stripe.kind import STRIPE
from zabota.connectors.yookassa.kind import YOOKASSA

KINDS: tuple[Kind, ...] = (YOOKASSA, STRIPE, TOCHKA_FEED, TBANK_FEED)

tell_kinds(KINDS)
