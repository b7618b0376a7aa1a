"""What a batch comes to; what was taken out of it does not count."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet, Sum

from zabota.domain.payouts.models import Batch, BatchStatus, PayoutStatus
from zabota.domain.payouts.queries.stuck import UNDER_WAY

# A cancelled batch still says what it was to pay.
_STANDING = ~Q(payouts__status=PayoutStatus.CANCELLED) | Q(status=BatchStatus.CANCELLED)


def list_counted_batches() -> QuerySet[Batch]:
    """Batches with their count, amount_minor, and how many of them are settled, failed, under way or taken_out."""

    def those(condition: Q) -> Count:
        return Count("payouts", filter=condition)

    return Batch.objects.annotate(
        count=those(_STANDING),
        amount_minor=Sum("payouts__amount_minor", filter=_STANDING),
        settled=those(Q(payouts__status=PayoutStatus.SETTLED)),
        failed=those(Q(payouts__status=PayoutStatus.FAILED)),
        open=those(Q(payouts__status__in=UNDER_WAY)),
        taken_out=those(~_STANDING),
    )
