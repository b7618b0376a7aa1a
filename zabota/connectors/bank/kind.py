"""What banks do for us: rails that leave as a file, and feeds that tell of a movement at once.

The statement file stays the daily proof of both.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zabota.connectors.bank.operations.ordering import one_c_file
from zabota.connectors.bank.operations.pushing import (
    TBANK,
    TOCHKA,
    check_tochka_key,
    receive_tbank,
    receive_tochka,
    sample_of_tbank,
)
from zabota.connectors.bank.operations.transferring import credit_transfers, has_iban
from zabota.connectors.bank.translate.pain_writer import PAIN_FORMATS
from zabota.connectors.connections.operations.kinds import Field, Kind
from zabota.domain.payouts.models import Rail
from zabota.domain.payouts.queries.carriers import Carrier

ONE_C_ORDERS = Carrier(rail=Rail.ONE_C, manner="file", prepare=one_c_file)

ISO_20022_FILE = Carrier(
    rail=Rail.PAIN,
    manner="file",
    prepare=credit_transfers,
    is_open=has_iban,
    formats=PAIN_FORMATS,
)

TOCHKA_FEED = Kind(
    code=TOCHKA,
    title=_("Tochka bank"),
    about=_("Transfers to your account within seconds. The statement file confirms them later."),
    fields=(
        Field(name="public_key", label=_("Tochka's public key"),
              help=_("From Tochka's documentation on webhooks: the JSON key or the PEM text.")),
    ),
    receive=receive_tochka,
    job="bank.read_push",
    guide=(
        _("Create a webhook by Tochka's API with this address."),
        _("Choose incomingPayment and outgoingPayment."),
    ),
    headers=("content-type",),
    check_keys=check_tochka_key,
)  # fmt: skip

TBANK_FEED = Kind(
    code=TBANK,
    title=_("T-Bank, account operations"),
    about=_("Transfers to your account within minutes. The statement file confirms them later."),
    fields=(
        Field(name="secret", label=_("Authorization secret"), secret=True,
              help=_("The one you give to the bank with the address: a Bearer token, "
                     "or login:password for Basic.")),
    ),
    receive=receive_tbank,
    job="bank.read_push",
    guide=(
        _("Ask the bank for the webhook oper-feed-operation with this address and secret."),
        _("An authorisation is not money: a payment counts when the bank says “Transaction”."),
    ),
    headers=("content-type",),
    sample=sample_of_tbank,
)  # fmt: skip
