"""What CloudPayments needs from staff, and how it speaks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zabota.connectors.cloudpayments.operations import slips
from zabota.connectors.cloudpayments.operations.receiving import (
    answer,
    ask_about,
    begin,
    check_keys,
    receive,
    sample,
)
from zabota.connectors.connections.models import SlipKind
from zabota.connectors.connections.operations.kinds import Field, Kind
from zabota.connectors.connections.operations.till import TILL_FIELDS

KINDS = ("pay", "refund", "check", "confirm", "cancel", "fail")  # the needed ones first

CLOUDPAYMENTS = Kind(
    code="cloudpayments",
    title=_("CloudPayments"),
    about=_("Cards and wallets. Every notification is signed and asked about."),
    fields=(
        Field(name="public_id", label=_("Public ID"), pattern=r"[\w-]{4,60}",
              help=_("In the cabinet, the settings of the site: it begins with pk_.")),
        Field(name="api_secret", label=_("Password for the API"), secret=True,
              help=_("Beside the Public ID; it signs notifications.")),
        Field(name="strangers", label=_("A check of an unknown invoice"), default="allow",
              choices=(("allow", _("let it be paid")), ("refuse", _("refuse the payment"))),
              aside=True),
        Field(name="api_url", label=_("Address of the API"), default="https://api.cloudpayments.ru/",
              aside=True),
        *TILL_FIELDS,
    ),
    receive=receive,
    job="cloudpayments.read",
    answer=answer,
    guide=(
        _("In the cabinet open the settings of the site, Notifications."),
        _("Each notification has an address of its own: copy it from here and switch it on there."),
    ),
    entrances=tuple((word.capitalize(), f"kind={word}") for word in KINDS),
    headers=("content-type", "content-hmac"),
    sample=sample,
    check_keys=check_keys,
    begin=begin,
    ask=ask_about,
    give_back=slips.give_back,
    close_advance=slips.close_advance,
    ask_slip=slips.ask_slip,
    knows_again={SlipKind.REFUND: slips.KNOWS_AGAIN, SlipKind.CLOSING: slips.KNOWS_AGAIN},
)  # fmt: skip
