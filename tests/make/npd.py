"""A self-employed partner who was paid, with the tax service's yes of that day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.make.money import client_of, payment
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.domain.payouts.facts import NpdAnswer
from zabota.domain.payouts.models import Payout
from zabota.domain.payouts.operations import Settlement
from zabota.domain.payouts.operations.npd import record_npd_answers
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_sent
from zabota.flows.payments_received import payments_received
from zabota.flows.payouts_settled import payouts_settled
from zabota.kit.clock import local_date

OCTOBER = datetime(2026, 10, 12, 9, tzinfo=UTC)
NINA_INN, OTHER_INN = "500100732259", "773370857141"


def earn(partner: Partner, minor: int = 100_000, *, at: datetime = OCTOBER) -> None:
    """A payment of his client; the tax service has said yes that day."""
    client = Client.objects.filter(name=f"Клиент {partner}").first()
    client = client or client_of(partner, f"Клиент {partner}")
    payments_received([payment(client, minor, at=at)], at=at)
    answer = NpdAnswer(inn=partner.inn, on=local_date(at), standing="yes", asked_at=at)
    record_npd_answers([answer])


def paid(partner: Partner, minor: int = 100_000, *, at: datetime = OCTOBER) -> Payout:
    """A payout that the bank has paid: 40 % of a payment."""
    earn(partner, minor, at=at)
    batch = batch_formed(before=at + timedelta(days=9), at=at, by="Ольга").batch
    batch_approved(batch, at=at, by="Виктор")
    batch_sent(batch, at=at, by="Ольга")
    payout = batch.payouts.get()
    line = Settlement(payout.order_number, payout.amount_minor, payout.account, at, f"l{payout.pk}")
    payouts_settled([line], at=at)
    return Payout.objects.get(pk=payout.pk)


def link(number: str, inn: str = NINA_INN) -> str:
    """What “My tax” gives to send."""
    return f"https://lknpd.nalog.ru/api/v1/receipt/{inn}/{number}/print"
