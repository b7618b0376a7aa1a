"""What does not go smoothly: refunds, a forgotten code, money that waits, money that is held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from zabota.config.demo.cast import Cast
from zabota.config.demo.invoices import bill
from zabota.domain.attribution.models import Bearer, Source
from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import Invoice
from zabota.domain.payments.facts import PaymentFact, RefundFact
from zabota.flows.client_placed import attribution_corrected, client_attributed
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded

MANAGER = "Марина Рощина"


@dataclass(slots=True)
class Refunds:
    """Refunds that will happen, in the order of time."""

    facts: list[RefundFact]

    def happen(self, *, upto: datetime) -> Refunds:
        """Record those whose time has come; returns the rest."""
        ready = [fact for fact in self.facts if fact.refunded_at < upto]
        if ready:
            payments_refunded(ready, at=upto)
        return Refunds([fact for fact in self.facts if fact.refunded_at >= upto])


def refund_some(payments: list[PaymentFact], *, upto: datetime) -> Refunds:
    """Every 230th payment is returned some days later: in part, or in full."""
    facts = [
        RefundFact(
            source=fact.source,
            external_id=f"refund-{fact.external_id}",
            payment_source=fact.source,
            payment_external_id=fact.external_id,
            amount_minor=fact.amount_minor if number % 3 else fact.amount_minor // 2,
            refunded_at=fact.paid_at + timedelta(days=6),
            reason="Клиент передумал" if number % 3 else "Часть срока не использована",
        )
        for number, fact in enumerate(payments[::230])
        if fact.paid_at + timedelta(days=6) < upto
    ]
    return Refunds(sorted(facts, key=lambda fact: fact.refunded_at))


def correct_forgotten_code(cast: Cast, *, at: datetime) -> None:
    """A client of another partner turns out to have been brought by the demo partner."""
    other = next(p for p in range(5, len(cast.partners)) if cast.clients.get(p))
    attribution_corrected(
        cast.clients[other][0],
        to=cast.demo_partner,
        since=cast.clients[other][0].created_at,
        bearer=Bearer.VENDOR,
        reason="Клиент забыл назвать промокод; переписка о подключении приложена",
        at=at,
        by=MANAGER,
    )
    client = cast.homeless[0]
    client_attributed(
        client,
        partner=cast.demo_partner,
        since=client.created_at,
        source=Source.STAFF,
        at=at,
        by=MANAGER,
        evidence="Передан партнёру по заявке клиента",
    )


def bank_lines(cast: Cast, *, today: datetime, at: datetime) -> None:
    """Bank transfers of the last days: by invoice, from strangers, and from a partner himself."""
    clients = cast.clients[0]
    facts = [
        _transfer(invoice, number, today - timedelta(days=number % 3, hours=-9))
        for number, invoice in enumerate(_invoices(cast, at=today - timedelta(days=6)))
    ]
    paid_by = [clients[1].inn, cast.demo_partner.inn]
    facts += [
        _transfer(_invoice(cast, clients[0], at=today - timedelta(days=5)), 50 + n, today, inn)
        for n, inn in enumerate(paid_by)
    ]
    waiting = _invoice(cast, clients[6], at=today - timedelta(days=4))
    strangers = [
        (f"ООО «{clients[5].name}»", "7725123455", "Оплата по договору 17/2", 298_000),
        ("ИП Рогов А. В.", "", "Оплата за лицензию", waiting.amount_minor),
        (_alike(clients[2]), "7804567897", "Оплата по счёту № 209 от 11.11.2026", 447_000),
        (_alike(clients[1]), "7736001123", "Предоплата за подключение мессенджера", 99_000),
    ]
    facts += [
        PaymentFact(
            source="bank",
            external_id=f"demo-stranger-{number}",
            amount_minor=minor,
            paid_at=today - timedelta(days=1 + number, hours=-10),
            payer_inn=inn,
            payer_name=name,
            purpose=purpose,
        )
        for number, (name, inn, purpose, minor) in enumerate(strangers)
    ]
    facts = [fact for fact in facts if fact.paid_at <= at]
    payments_received(facts, at=at)


def _alike(client: Client) -> str:
    """A payer whose name gives a hint and whose ИНН does not."""
    return f"ТД {client.name}, АО"


def _invoices(cast: Cast, *, at: datetime) -> list[Invoice]:
    return [_invoice(cast, client, at=at) for client in cast.clients[0][:5]]


def _invoice(cast: Cast, client: Client, *, at: datetime) -> Invoice:
    return bill(cast, client, at=at)


def _transfer(invoice: Invoice, number: int, at: datetime, inn: str = "") -> PaymentFact:
    return PaymentFact(
        source="bank",
        external_id=f"demo-transfer-{number}",
        amount_minor=invoice.amount_minor,
        paid_at=at,
        payer_inn=inn or invoice.client.inn,
        payer_name=f"ООО «{invoice.client.name}»",
        purpose=invoice.purpose,
    )
