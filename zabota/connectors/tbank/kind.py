"""What T-Bank's acquiring needs from staff, and how it speaks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zabota.connectors.connections.models import SlipKind
from zabota.connectors.connections.operations.kinds import SAME_KEY, Field, Kind
from zabota.connectors.connections.operations.till import TILL_FIELDS
from zabota.connectors.tbank.operations import slips
from zabota.connectors.tbank.operations.receiving import (
    ask_about,
    begin,
    check_keys,
    receive,
    sample,
)

TBANK = Kind(
    code="tbank",
    title=_("T-Bank acquiring"),
    about=_("Cards and SBP by T-Bank. A payment counts when the bank has confirmed it."),
    fields=(
        Field(name="terminal_key", label=_("Terminal"), pattern=r"[\w.-]{4,40}",
              help=_("TerminalKey: in the cabinet under Shops, Terminals. A test one ends with DEMO.")),
        Field(name="password", label=_("Password of the terminal"), secret=True,
              help=_("Beside the terminal; it signs calls both ways.")),
        Field(name="api_url", label=_("Address of the API"), aside=True,
              default="https://securepay.tinkoff.ru/v2/"),
        *TILL_FIELDS,
    ),
    receive=receive,
    job="tbank.read",
    guide=(
        _("In the cabinet open Shops, Terminals, Edit the terminal."),
        _("Choose notifications by HTTP and paste the address."),
        _("Their notices bear no fee: the reward is counted from the whole payment."),
    ),
    headers=("content-type",),
    sample=sample,
    check_keys=check_keys,
    begin=begin,
    ask=ask_about,
    give_back=slips.give_back,
    close_advance=slips.close_advance,
    ask_slip=slips.give_back,
    knows_again={SlipKind.REFUND: SAME_KEY},
)  # fmt: skip
