"""Money that goes back after it was paid out, a reward that a check holds, partners who leave."""

from __future__ import annotations

from datetime import datetime, timedelta

from zabota.config.demo.cast import Cast
from zabota.config.demo.happenings import MANAGER
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import BankDetails, ClientsGo, PartnerStatus
from zabota.domain.partners.operations import change_standing
from zabota.domain.payments.facts import PaymentFact, RefundFact
from zabota.domain.payments.models import Payment, Refund, RefundKind
from zabota.domain.payouts.models import PayoutStatus
from zabota.flows.farewells import farewell_said
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded, refund_undone
from zabota.flows.rewards_examined import rewards_examined
from zabota.kit.clock import local_date

FINANCE = "Ольга Зимина"
DISPUTED = "Банк клиента оспорил списание"


def take_back_by_banks(cast: Cast, *, at: datetime) -> None:
    """Clients' banks take two payments back that were paid out; later payouts bear it."""
    his = next(clients for place, clients in sorted(cast.clients.items()) if place > 20)
    for clients, words in ((cast.clients[0], DISPUTED), (his, f"{DISPUTED}, ответить не успели")):
        payment = _paid_out(clients, before=at - timedelta(days=12))
        _refund(payment, payment.amount_minor, words, at=at, kind=RefundKind.CHARGEBACK)


def give_money_back(cast: Cast, *, at: datetime) -> None:
    """A part of a payment goes back after it was paid out, and one dispute is won."""
    payment = _paid_out(cast.clients[0], before=at - timedelta(days=20))
    words = "Два месяца из трёх не понадобились"
    _refund(payment, payment.amount_minor // 3, words, at=at - timedelta(hours=23))
    won = Refund.objects.get(kind=RefundKind.CHARGEBACK, reason=DISPUTED)
    reason = "Спор выигран: клиент подтвердил оплату"
    refund_undone(won, reason=reason, at=at - timedelta(hours=21), by=FINANCE)


def _paid_out(clients: list[Client], *, before: datetime) -> Payment:
    """The newest payment before a moment whose reward the partner has had."""
    paid = Payment.objects.filter(
        client__in=clients,
        paid_at__lt=before,
        refunds=None,
        rewards__payout_items__payout__status=PayoutStatus.SETTLED,
    )
    return paid.latest("paid_at", "pk")


def _refund(
    payment: Payment, minor: int, words: str, *, at: datetime, kind: str = RefundKind.REFUND
) -> Refund:
    fact = RefundFact(
        source="hand",
        external_id=f"demo-{payment.external_id}",
        payment_source=payment.source,
        payment_external_id=payment.external_id,
        amount_minor=minor,
        refunded_at=at,
        reason=words,
        kind=kind,
    )
    payments_refunded([fact], at=at, by=FINANCE)
    return Refund.objects.get(source=fact.source, external_id=fact.external_id)


def look_into_rewards(cast: Cast, *, at: datetime) -> None:
    """A client's bill was paid from the account that his partner is paid to: the reward is held."""
    place = next(p for p, clients in sorted(cast.clients.items()) if p > 40 and clients)
    details = BankDetails.objects.get(partner=cast.partners[place], replaced_at=None)
    fact = PaymentFact(
        source="bank",
        external_id="demo-own-account",
        amount_minor=149_000,
        paid_at=at - timedelta(hours=5),
        client_id=cast.clients[place][0].pk,
        payer_account=details.account,
        payer_name=details.holder,
        purpose="Оплата лицензии за клиента",
    )
    payments_received([fact], at=at - timedelta(hours=4))
    rewards_examined(at=at - timedelta(hours=4))


def part(cast: Cast, *, at: datetime) -> None:
    """One partner's payouts are paused, and to one we say goodbye in twelve days."""
    places = [p for p, clients in sorted(cast.clients.items()) if p > 30 and clients]
    change_standing(
        cast.partners[places[-2]],
        to=PartnerStatus.PAUSED,
        reason="Просит подождать с выплатами: меняет юридическое лицо",
        at=at - timedelta(days=3),
        by=MANAGER,
    )
    farewell_said(
        cast.partners[places[-1]],
        on=local_date(at) + timedelta(days=12),
        clients_go=ClientsGo.PARTNER,
        to=cast.demo_partner,
        reason="Третий месяц не отвечает клиентам и нам; договорились расстаться",
        at=at - timedelta(days=2),
        by=MANAGER,
    )
