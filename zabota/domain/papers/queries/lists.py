"""Questions about the papers there are."""

from __future__ import annotations

from zabota.domain.papers.models import Paper, PaperStatus
from zabota.domain.payouts.models import Payout


def find_notice(payout: Payout) -> Paper | None:
    """The notice of a payout that counts, if it was made."""
    live = Paper.objects.filter(payout=payout).exclude(status=PaperStatus.REPLACED)
    return live.defer("pdf", "content").first()
