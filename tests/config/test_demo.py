"""The demo year: the story's figures, reached by honest computation from payments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count, Sum

from tests.world import assert_books_balance
from zabota.config.demo.load import YEAR_OF_REWARDS_MINOR, load_year
from zabota.config.demo.rails import PAYEES
from zabota.connectors.registers.models import RegisterRow
from zabota.domain.attribution.models import (
    Claim,
    ClaimStatus,
    Correction,
    PromoCode,
    Reservation,
    ReservationStatus,
    Visit,
)
from zabota.domain.attribution.queries.visits import list_funnels
from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import Draft, Invoice, Schedule
from zabota.domain.invoices.queries import STATES, state_of
from zabota.domain.news.models import Bulletin
from zabota.domain.notices.models import Notice
from zabota.domain.papers.models import Paper, PaperStatus
from zabota.domain.papers.queries.figures import list_month_figures
from zabota.domain.partners.models import Farewell, FarewellStatus, Partner, PartnerStatus
from zabota.domain.payments.models import Payment, Refund, RefundKind
from zabota.domain.payments.queries import list_waiting
from zabota.domain.payouts.models import HandProof, Payout, PayoutStatus, Rail
from zabota.domain.payouts.queries import list_due
from zabota.domain.people.models import ApiKey, Role, StaffRole
from zabota.domain.programme.models import Servicing, TermsStatus, TermsVersion
from zabota.domain.rewards.models import Hold, Reversal, Reward, Trial
from zabota.domain.rewards.queries.trials import list_changed
from zabota.domain.scrutiny.models import Finding
from zabota.domain.stories.models import Story
from zabota.kit.clock import local_date

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
    assert sum(forms.values()) == 350 + len(PAYEES)
    assert {"ooo", "ip", "npd", "person", "foreign"} <= set(forms)
    assert 1_900 <= Client.objects.count() <= 2_100
    versions = TermsVersion.objects.filter(status=TermsStatus.PUBLISHED).order_by("number")
    assert list(versions.values_list("number", flat=True)) == [1, 2, 3, 4]
    hurt = Trial.objects.get(version__number=2)
    assert hurt.after_minor < hurt.before_minor * 4 // 5, "The second version took a quarter."
    losers = list_changed(hurt, by_client=False, loses_percent=60)
    assert 3 <= len(losers) <= 20, "Worst off were those who only bring."
    assert PromoCode.objects.filter(code="ЗАБОТА7").exists()

    assert Refund.objects.exists()
    assert set(Bulletin.objects.values_list("status", flat=True)) == {"draft", "sent"}
    assert Notice.objects.filter(kind="news").count() > 300
    assert Correction.objects.exists(), "A forgotten promo code was put right."
    assert list_waiting().exists(), "Unmatched payments wait."
    assert list_due(before=TODAY), "Somebody is overdue."
    assert Payout.objects.filter(status=PayoutStatus.FAILED).exists()
    assert Payout.objects.filter(status=PayoutStatus.SENT).exists()
    stopped = Partner.objects.filter(status=PartnerStatus.STOPPED)
    assert year.filter(partner__in=stopped).exists(), "Who stopped selling still earns."
    assert set(StaffRole.objects.values_list("role", flat=True)) == set(Role.values)

    today = local_date(TODAY)
    shown = {state_of(one, today=today) for one in Invoice.objects.all()}
    assert shown == set(STATES), "Invoices stand in every state."
    assert Draft.objects.exists()
    assert Schedule.objects.exists()
    told = set(Story.objects.values_list("status", flat=True))
    assert told == {"published", "proposed", "returned"}

    states = set(Paper.objects.values_list("status", flat=True))
    assert states == set(PaperStatus.values), "Papers stand in every state."
    kept = [one.kept_bp for one in list_month_figures(at=TODAY) if one.promised]
    assert sum(share or 0 for share in kept) > 9_700 * len(kept), "The promise is mostly kept."

    late = Payment.objects.filter(paid_at__gt=TODAY)
    assert not late.exists(), "Nothing has been paid in the future."
    missing = RegisterRow.objects.exclude(external_id__in=Payment.objects.values("external_id"))
    assert missing.count() == 1, "The processor's register knows what we were not told."
    by_which_rails()
    whose_is_whose()
    who_came_by_links()
    what_went_back_and_who_leaves()
    assert_books_balance()


def by_which_rails() -> None:
    settled = Payout.objects.filter(status=PayoutStatus.SETTLED)
    assert set(settled.values_list("batch__rail", flat=True)) == set(Rail.values)
    unknown = Payout.objects.get(status=PayoutStatus.UNKNOWN)
    assert unknown.batch.rail == Rail.YOOKASSA
    assert HandProof.objects.exists()


def whose_is_whose() -> None:
    waiting = Claim.objects.filter(status=ClaimStatus.WAITING)
    assert waiting.values("client").annotate(n=Count("pk")).filter(n=2).exists(), "Two want one."
    for answer in (ClaimStatus.APPROVED, ClaimStatus.DECLINED):
        assert Claim.objects.filter(status=answer).exists()
    named = Reservation.objects.all()
    assert named.filter(status=ReservationStatus.BECAME, client__isnull=False).exists()
    standing = named.filter(status=ReservationStatus.STANDING)
    assert standing.filter(expires_at__gt=TODAY, extended_at__isnull=False).exists()
    assert standing.filter(expires_at__lt=TODAY).exists(), "One time is over."
    assert Correction.objects.filter(servicing=Servicing.BROUGHT).exists()


def who_came_by_links() -> None:
    rows = list_funnels(Visit.objects.all())
    assert len({row["campaign"] for row in rows}) == 4
    assert Visit.objects.exclude(utm_source="").exists()
    for row in rows:
        assert row["visits"] > row["sign_ups"] > 0
        assert row["sign_ups"] >= row["paid"] > 0
    assert sum(row["sign_ups"] for row in rows) > sum(row["paid"] for row in rows)
    assert ApiKey.objects.filter(revoked_at=None).exists()
    assert ApiKey.objects.filter(revoked_at__isnull=False).exists()


def what_went_back_and_who_leaves() -> None:
    paid = Reversal.objects.filter(reward__payout_items__payout__status=PayoutStatus.SETTLED)
    assert paid.filter(refund__source="hand", refund__kind=RefundKind.REFUND).exists()
    chargebacks = Refund.objects.filter(kind=RefundKind.CHARGEBACK)
    assert chargebacks.filter(undone_at=None).exists(), "A bank took one back."
    assert chargebacks.filter(undone_at__isnull=False).exists(), "The dispute of another was won."
    held = Finding.objects.filter(cleared_at=None, holds=True)
    assert held.filter(suspects__reward__hold=Hold.CHECK).exists()
    assert Partner.objects.filter(status=PartnerStatus.PAUSED).exists()
    farewell = Farewell.objects.get(status=FarewellStatus.WAITING)
    assert farewell.on > TODAY.date()
