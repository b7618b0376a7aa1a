"""What a mail server needs from us to tell which letters came back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zabota.connectors.connections.operations.kinds import Kind
from zabota.connectors.mail.operations.returned import CODE, receive, sample

RETURNED_MAIL = Kind(
    code=CODE,
    title=_("Letters that came back"),
    about=_("Your mail server tells which letters of a bulletin cannot be delivered, and why."),
    fields=(),
    receive=receive,
    job="mail.returned",
    guide=(
        _("Let the mailbox of the sender pass what comes to it on to this address, as it came: a POST of the whole letter."),
        _("In Postfix one line of aliases does it: | curl --data-binary @- and the address."),
        _("Other letters to that mailbox are turned away here: keep a copy in the mailbox."),
    ),
    headers=("content-type",),
    sample=sample,
)  # fmt: skip
