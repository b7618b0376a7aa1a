"""What YooKassa does not take in one payout, or in a month, is left out with its reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.connectors.yookassa.nina import Gateway, leave, look
from tests.make.money import LONG_AGO, payment
from tests.web.jobs import run_jobs
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.domain.partners.operations import set_bank_details
from zabota.domain.payouts.models import PayoutStatus
from zabota.domain.payouts.operations.forming import split_ready
from zabota.domain.payouts.queries import list_due
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import now

pytestmark = pytest.mark.django_db


def test_more_than_yookassa_takes_at_once_waits_with_its_reason(gateway: Gateway) -> None:
    at = now()
    payments_received([payment(Client.objects.get(name="Вектор"), 125_000_000, at=at)], at=at)
    due = list_due(before=at + timedelta(days=9))
    assert [one.reason for one in split_ready(due, at=at)[1]] == ["over_rail_limit"]


@pytest.mark.parametrize(
    ("minor", "reason"), [(200, "under_rail_limit"), (102_500_000, "over_wallet_month")]
)
def test_what_a_wallet_does_not_take_waits_with_its_reason(
    gateway: Gateway, minor: int, reason: str
) -> None:
    """Less than a rouble at once, or more than 600 000 roubles within a month."""
    gateway[0].play("config", balance=1_000_000)
    nina = Partner.objects.get(name="Нина")
    set_bank_details(
        nina, kind="wallet", holder="Нина Петрова", account="410011234567890", bic="",
        bank_name="", corr_account="", at=LONG_AGO + timedelta(days=2), by="Нина",
    )  # fmt: skip
    at = now()
    if reason == "over_wallet_month":
        payments_received([payment(Client.objects.get(name="Вектор"), 49_900_000, at=at)], at=at)
    payout = leave()
    run_jobs()
    assert look(payout)[0] == PayoutStatus.SETTLED
    payments_received([payment(Client.objects.get(name="Вектор"), minor, at=at)], at=at)
    due = list_due(before=at + timedelta(days=9))
    assert [one.reason for one in split_ready(due, at=at)[1]] == [reason]
