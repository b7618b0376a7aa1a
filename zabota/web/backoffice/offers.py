"""What is offered for a payment without a client: who it may be, and what tying would bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.domain.payments.models import Payment
from zabota.domain.payments.queries import Suggestion, suggest_clients
from zabota.domain.rewards.operations import Foreseen, foresee_rewards
from zabota.domain.scrutiny.queries import get_payer_watch
from zabota.flows.payment_matched import to_price
from zabota.web.backoffice.words.payments import sign_sentence
from zabota.web.backoffice.words.rewards import foreseen_sentence

MOST = 8  # clients found by a word


@dataclass(frozen=True, slots=True)
class Choice:
    """A client to tie the payment to: why he, what it brings, whether his payer may be learned."""

    client: Client
    signs: list[str]
    brings: str
    may_learn: bool
    learn: bool
    invoice_id: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A waiting payment with its choices, the likeliest first."""

    payment: Payment
    choices: list[Choice]


def offers_for(payments: Sequence[Payment], at: datetime) -> list[Offer]:
    """Suggestions for the payments, in the same order; a constant number of statements."""
    suggested = suggest_clients(payments)
    pairs = [(payment, one) for payment, found in zip(payments, suggested, strict=True)
             for one in found]  # fmt: skip
    choices = _choices(pairs, at)
    return [
        Offer(payment, [next(choices_left) for _ in found])
        for choices_left in [iter(choices)]
        for payment, found in zip(payments, suggested, strict=True)
    ]


def others_for(payment: Payment, found: str, at: datetime) -> list[Choice]:
    """Clients that a person looks for by a word: name, ИНН, e-mail, website or their own number."""
    if not found:
        return []
    clients = Client.objects.filter(
        Q(name__icontains=found)
        | Q(inn__startswith=found)
        | Q(email__iexact=found)
        | Q(domain__icontains=found)
        | Q(external_id=found)
        | Q(invoices__number=found)
    )
    chosen = clients.order_by("name", "pk").distinct()[:MOST]
    return _choices([(payment, Suggestion(client, ())) for client in chosen], at)


def _choices(pairs: Sequence[tuple[Payment, Suggestion]], at: datetime) -> list[Choice]:
    foreseen = foresee_rewards(
        [to_price(payment, one.client) for payment, one in pairs],
        watch=get_payer_watch({payment.payer_inn for payment, _ in pairs}),
    )
    partners = Partner.objects.in_bulk({one.partner_id for one in foreseen if one})
    return [
        _choice(payment, one, coming, partners, at)
        for (payment, one), coming in zip(pairs, foreseen, strict=True)
    ]


def _choice(
    payment: Payment,
    one: Suggestion,
    coming: Foreseen | None,
    partners: dict[int, Partner],
    at: datetime,
) -> Choice:
    kinds = {sign.kind for sign in one.signs}
    may_learn = bool(payment.payer_inn) and not kinds & {"inn", "payer"}
    learn = may_learn and "name" in kinds and not one.client.inn
    partner = partners.get(coming.partner_id) if coming else None
    return Choice(
        client=one.client,
        signs=[sign_sentence(sign) for sign in one.signs],
        brings=foreseen_sentence(coming, partner, known=learn, now=at),
        may_learn=may_learn,
        learn=learn,
        invoice_id=one.invoice_id,
    )
