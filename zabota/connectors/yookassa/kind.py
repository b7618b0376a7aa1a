"""What YooKassa needs from staff, and how it speaks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zabota.connectors.connections.models import SlipKind
from zabota.connectors.connections.operations.kinds import SAME_KEY, Field, Kind
from zabota.connectors.connections.operations.till import TILL_FIELDS
from zabota.connectors.yookassa.operations import paying, slips
from zabota.connectors.yookassa.operations.receiving import (
    ask_about,
    begin,
    check_keys,
    look,
    receive,
    sample,
)
from zabota.domain.payouts.models import Rail
from zabota.domain.payouts.queries.carriers import Carrier

YOOKASSA = Kind(
    code="yookassa",
    title=_("YooKassa"),
    about=_("Cards, SBP and wallets. Payments, refunds and the fee come by themselves."),
    fields=(
        Field(name="shop_id", label=_("shopId"), pattern=r"\d{3,12}",
              help=_("The number of the shop: in YooKassa under Settings, Shop.")),
        Field(name="secret_key", label=_("Secret key"), secret=True,
              help=_("In YooKassa under Integration, API keys. A test shop's key begins with test_.")),
        Field(name="api_url", label=_("Address of the API"), default="https://api.yookassa.ru/v3/",
              aside=True),
        *TILL_FIELDS,
    ),
    receive=receive,
    job="yookassa.read",
    guide=(
        _("In YooKassa open Integration, HTTP notifications."),
        _("Paste the address as the URL for notifications."),
        _("Tick payment.succeeded, payment.canceled, payment.waiting_for_capture and refund.succeeded."),
        _("Chargebacks come by e-mail only: record them by hand on the payment's page."),
    ),
    headers=("content-type",),
    sample=sample,
    check_keys=check_keys,
    begin=begin,
    ask=ask_about,
    look=look,
    give_back=slips.give_back,
    close_advance=slips.close_advance,
    ask_slip=slips.ask_slip,
    ask_first_slip=slips.ask_first_slip,
    knows_again={SlipKind.REFUND: SAME_KEY, SlipKind.CLOSING: SAME_KEY},
)  # fmt: skip

YOOKASSA_PAYOUTS = Kind(
    code=paying.CODE,
    title=_("YooKassa, payouts"),
    about=_("Payouts to the self-employed: by phone number (SBP) or to a wallet, within minutes."),
    fields=(
        Field(name="agent_id", label=_("agentId"), pattern=r"\d{3,12}",
              help=_("The number of the gateway of payouts: in YooKassa under Settings, Payouts.")),
        Field(name="secret_key", label=_("Secret key"), secret=True,
              help=_("The key of the gateway of payouts; the shop's own key does not fit.")),
        Field(name="api_url", label=_("Address of the API"), default="https://api.yookassa.ru/v3/",
              aside=True),
    ),
    receive=receive,
    job="yookassa.read_payout",
    guide=(
        _("In YooKassa open the gateway of payouts, HTTP notifications."),
        _("Paste the address and tick payout.succeeded and payout.canceled."),
        _("YooKassa no longer registers receipts for the self-employed (since December 29, 2025): each "
          "makes his own in «Мой налог», we ask him for it and remind him."),
        _("Keep enough money on the balance of payouts: what is too little is refused, and you send it again."),
    ),
    headers=("content-type",),
    check_keys=paying.check_keys,
)  # fmt: skip

YOOKASSA_RAIL = Carrier(
    rail=Rail.YOOKASSA,
    manner="calls",
    prepare=paying.check_batch,
    submit=paying.submit,
    status=paying.status,
    is_open=paying.can_pay,
    balance=paying.balance,
)
