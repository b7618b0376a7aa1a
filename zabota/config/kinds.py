"""Which kinds of connections staff can set up, in the order in which they are offered."""

from __future__ import annotations

from zabota.connectors.bank.kind import TBANK_FEED, TOCHKA_FEED
from zabota.connectors.cloudpayments.kind import CLOUDPAYMENTS
from zabota.connectors.connections.operations.kinds import Kind, tell_kinds
from zabota.connectors.mail.kind import RETURNED_MAIL
from zabota.connectors.robokassa.kind import ROBOKASSA
from zabota.connectors.stripe.kind import STRIPE
from zabota.connectors.tbank.kind import TBANK
from zabota.connectors.telegram.kind import TELEGRAM
from zabota.connectors.yookassa.kind import YOOKASSA, YOOKASSA_PAYOUTS

KINDS: tuple[Kind, ...] = (
    YOOKASSA,
    TBANK,
    CLOUDPAYMENTS,
    ROBOKASSA,
    STRIPE,
    YOOKASSA_PAYOUTS,
    TOCHKA_FEED,
    TBANK_FEED,
    TELEGRAM,
    RETURNED_MAIL,
)

tell_kinds(KINDS)
