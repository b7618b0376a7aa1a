"""What Robokassa needs from staff, and how it speaks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zabota.connectors.connections.models import SlipKind
from zabota.connectors.connections.operations.kinds import SAME_KEY, Field, Kind
from zabota.connectors.connections.operations.till import TILL_FIELDS
from zabota.connectors.robokassa.client import API_URL, REFUNDS_URL, TILL_URL
from zabota.connectors.robokassa.operations import slips
from zabota.connectors.robokassa.operations.receiving import (
    answer,
    ask_about,
    begin,
    check_keys,
    receive,
    sample,
)
from zabota.connectors.robokassa.translate.results import HASHES

ROBOKASSA = Kind(
    code="robokassa",
    title=_("Robokassa"),
    about=_("Cards, SBP and wallets. A refund made in Robokassa's cabinet is recorded by hand: Robokassa does not tell of it."),
    fields=(
        Field(name="login", label=_("Shop identifier"), pattern=r"[\w.-]{2,60}",
              help=_("MerchantLogin: in the cabinet under My shops, Technical settings.")),
        Field(name="password1", label=_("Password 1"), secret=True,
              help=_("Signs the link by which a client pays.")),
        Field(name="password2", label=_("Password 2"), secret=True,
              help=_("Signs the result. In the test mode give the pair of test passwords.")),
        Field(name="password3", label=_("Password 3"), secret=True, required=False,
              help=_("Signs refunds. Without it money is returned in Robokassa's cabinet only.")),
        Field(name="hash", label=_("Algorithm of the signature"), default="md5",
              choices=tuple((name, name.upper()) for name in HASHES)),
        Field(name="pay_url", label=_("Address of the payment page"), aside=True,
              default="https://auth.robokassa.ru/Merchant/Index.aspx"),
        Field(name="api_url", label=_("Address of the API"), aside=True,
              default=API_URL),
        Field(name="refunds_url", label=_("Address of refunds"), aside=True, default=REFUNDS_URL),
        Field(name="till_url", label=_("Address of second slips"), aside=True, default=TILL_URL),
        *TILL_FIELDS,
    ),
    receive=receive,
    job="robokassa.read",
    answer=answer,
    methods=frozenset({"GET", "POST"}),
    guide=(
        _("In the cabinet open My shops, Technical settings."),
        _("Paste the address as the Result URL, by POST."),
        _("Choose the same algorithm of the signature there and here."),
    ),
    sample=sample,
    check_keys=check_keys,
    knows_test_keys=False,
    begin=begin,
    ask=ask_about,
    give_back=slips.give_back,
    close_advance=slips.close_advance,
    ask_slip=slips.ask_slip,
    ask_first_slip=slips.ask_first_slip,
    knows_again={SlipKind.CLOSING: SAME_KEY},
)  # fmt: skip
