"""What has grown old in a batch since it was formed: an order leaves only while what it says is true."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q, QuerySet

from zabota.domain.payouts.models import Batch, Payout, PayoutStatus
from zabota.kit.clock import local_date
from zabota.kit.errors import Refusal

NOT_LEFT = (PayoutStatus.FORMED, PayoutStatus.APPROVED)


class StaleConfirmation(Refusal):
    """The tax service was asked on an earlier day."""

    code = "stale_confirmation"


class StaleForm(Refusal):
    """A partner has become something else since his order was written."""

    code = "stale_form"


def refuse_stale(batch: Batch, *, at: datetime) -> None:
    """Refused when orders that have not left name a former legal form, or rest on the status of another day."""
    waiting = batch.payouts.filter(status__in=NOT_LEFT)
    changed = waiting.exclude(legal_form="").filter(
        ~Q(legal_form=F("partner__legal_form")) | ~Q(inn=F("partner__inn"))
    )
    if names := _names(changed):
        raise StaleForm(
            "The legal form or the INN has changed since the batch was formed: %(names)s. Cancel the "
            "batch; the next one has the right payee, purpose and codes.",
            names=names,
        )
    if names := _names(
        waiting.filter(npd_check__isnull=False).exclude(npd_check__on=local_date(at))
    ):
        raise StaleConfirmation(
            "The tax service confirmed these self-employed partners on an earlier day: %(names)s. "
            "Cancel the batch; the next one is formed after they are confirmed again.",
            names=names,
        )


def _names(payouts: QuerySet[Payout]) -> str:
    return ", ".join(payouts.order_by("partner__name").values_list("partner__name", flat=True))
