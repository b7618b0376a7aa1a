"""What every form of bank details knows of the account it would replace."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from zabota.domain.partners.models import BankDetails
from zabota.kit.clock import local_date
from zabota.ui.meanwhile import MeanwhileForm
from zabota.ui.templatetags.lists import masked
from zabota.ui.templatetags.ui import moment_words


class PayeeForm(MeanwhileForm):
    """Whom we pay and where to; the number of the account is never shown, and all the same never overwritten unseen."""

    def __init__(self, *args: Any, current: BankDetails | None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.beside = {_("The account we pay to"): _as_read(current)}


def _as_read(details: BankDetails | None) -> str:
    if details is None:
        return "—"
    since = moment_words(local_date(details.valid_from))
    return _("%(account)s, since %(day)s") % {"account": masked(details.account), "day": since}
