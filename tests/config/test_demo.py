"""The demo year: the story's figures, reached by honest computation from payments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count, Sum

from tests.world import assert_books_balance
from zabota.config.demo.load import YEAR_OF_REWARDS_MINOR, load_year
from zabota.connectors.registers.models import RegisterRow
from zabota.domain.attribution.models import Correction, PromoCode
from zabota.domain.clients.models import Client
from zabota.domain.papers.models import Paper, PaperStatus
from zabota.domain.papers.queries.figures import list_month_figures
from zabota.domain.partners.models import Partner, PartnerStatus
from zabota.domain.payments.models import Payment, Refund
from zabota.domain.payments.queries import list_waiting
from zabota.domain.payouts.models import Payout, PayoutStatus
from zabota.domain.payouts.queries import list_due
from zabota.domain.people.models import Role, StaffRole
from zabota.domain.programme.models import TermsStatus, TermsVersion
from zabota.domain.rewards.models import Reversal, Reward

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_the_year_of_the_story() -> None:
    load_year(at=TODAY, say=lambda _: None)

    year = Reward.objects.filter(payment__paid_at__gte=TODAY - timedelta(days=366))
    gross = year.aggregate(total=Sum("amount_minor"))["total"]
    taken_back = Reversal.objects.filter(reward__in=year).aggregate(total=Sum("amount_minor"))
    earned = gross - taken_back["total"]
    assert abs(earned - YEAR_OF_REWARDS_MINOR) <= YEAR_OF_REWARDS_MINOR // 1000

    forms = dict(Partner.objects.values_list("legal_form").annotate(n=Count("pk")))
    assert sum(forms.values()) == 350
    assert {"ooo", "ip", "npd"} <= set(forms)
    assert 1_900 <= Client.objects.count() <= 2_100
    versions = TermsVersion.objects.filter(status=TermsStatus.PUBLISHED).order_by("number")
    assert list(versions.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert PromoCode.objects.filter(code="ЗАБОТА7").exists()

    assert Refund.objects.exists()
    assert Correction.objects.exists(), "A forgotten promo code was put right."
    assert list_waiting().exists(), "Unmatched payments wait."
    assert list_due(before=TODAY), "Somebody is overdue."
    assert Payout.objects.filter(status=PayoutStatus.FAILED).exists()
    assert Payout.objects.filter(status=PayoutStatus.SENT).exists()
    stopped = Partner.objects.filter(status=PartnerStatus.STOPPED)
    assert year.filter(partner__in=stopped).exists(), "Who stopped selling still earns."
    assert set(StaffRole.objects.values_list("role", flat=True)) == set(Role.values)

    states = set(Paper.objects.values_list("status", flat=True))
    assert states == set(PaperStatus.values), "Papers stand in every state."
    kept = [one.kept_bp for one in list_month_figures(at=TODAY) if one.promised]
    assert sum(share or 0 for share in kept) > 9_700 * len(kept), "The promise is mostly kept."

    late = Payment.objects.filter(paid_at__gt=TODAY)
    assert not late.exists(), "Nothing has been paid in the future."
    missing = RegisterRow.objects.exclude(external_id__in=Payment.objects.values("external_id"))
    assert missing.count() == 1, "The processor's register knows what we were not told."
    assert_books_balance()
