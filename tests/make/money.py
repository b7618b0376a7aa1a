"""Builders of terms, offers, partners, clients and payments, with the words of the story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from tests.make.requisites import make_inn, with_key
from zabota.domain.attribution.models import Attribution, Source
from zabota.domain.clients.models import Client
from zabota.domain.clients.operations import add_client
from zabota.domain.partners.models import LegalForm, Partner
from zabota.domain.partners.operations import set_bank_details, set_requisites
from zabota.domain.payments.facts import PaymentFact, RefundFact
from zabota.domain.programme.models import Clause, Offer, Servicing, TermsVersion
from zabota.domain.programme.operations import draft_terms, publish_offer, publish_terms
from zabota.flows.client_placed import client_attributed
from zabota.flows.partner_joined import partner_joined

NOON = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LONG_AGO = datetime(2021, 1, 1, tzinfo=UTC)
BIC = "044525225"
CORR_ACCOUNT = "30101810400000000225"

_numbers = count(1)


def inn() -> str:
    """A valid ИНН of a company that nobody else in the test has."""
    return make_inn(f"7701{next(_numbers):05d}")


def terms(
    number: int = 4,
    *,
    since: datetime = LONG_AGO,
    clauses: list[Clause] | None = None,
    payout_days: int = 3,
    **fields: Any,
) -> TermsVersion:
    """A published version; by itself v4 of the story: 40 % of every payment."""
    version = draft_terms(
        number=number,
        title=f"v{number}",
        effective_from=since,
        clauses=clauses or [Clause(rate_bp=4000)],
        payout_days=payout_days,
        **fields,
    )
    publish_terms(version, at=since, by="Viktor")
    return version


def four_terms() -> list[TermsVersion]:
    """The four versions of the story, each from its year."""
    return [
        terms(1, since=datetime(2018, 1, 1, tzinfo=UTC), clauses=[Clause(rate_bp=2000)]),
        terms(
            2,
            since=datetime(2019, 1, 1, tzinfo=UTC),
            clauses=[
                Clause(rate_bp=3000, servicing=Servicing.FULL),
                Clause(rate_bp=1500, servicing=Servicing.BROUGHT),
            ],
        ),
        terms(3, since=datetime(2020, 1, 1, tzinfo=UTC), clauses=[Clause(rate_bp=3000)]),
        terms(4, since=LONG_AGO),
    ]


def offer() -> Offer:
    """The offer in force, made once."""
    found = Offer.objects.first()
    return found or publish_offer(title="Договор-оферта", text="Мы платим 40 %.", at=LONG_AGO)


def partner(name: str, code: str, *, at: datetime = LONG_AGO, bank_details: bool = True) -> Partner:
    """A company that joined with a promo code, with requisites and bank details."""
    joined = partner_joined(
        name=name,
        email=f"{name.split()[0].lower()}{next(_numbers)}@example.com",
        legal_form=LegalForm.OOO,
        wished_code=code,
        offer=offer(),
        at=at,
    )
    set_requisites(joined.partner, inn=inn(), kpp="770101001", ogrn="")
    if bank_details:
        give_bank_details(joined.partner)
    return joined.partner


def self_employed(name: str, *, inn: str) -> Partner:
    """A self-employed partner (НПД) with an account of a private person."""
    joined = partner_joined(
        name=name,
        email=f"npd{next(_numbers)}@example.com",
        legal_form=LegalForm.NPD,
        wished_code=name[:4].upper(),
        offer=offer(),
        at=LONG_AGO,
    )
    set_requisites(joined.partner, inn=inn, kpp="", ogrn="")
    give_bank_details(joined.partner, prefix="40817")
    return joined.partner


def give_bank_details(partner: Partner, *, at: datetime = LONG_AGO, prefix: str = "40702") -> None:
    """Valid bank details of the partner's own."""
    set_bank_details(
        partner,
        holder=f"ООО {partner.name}",
        account=with_key(f"{prefix}8100{partner.pk:011d}", BIC),
        bic=BIC,
        bank_name="ПАО СБЕРБАНК",
        corr_account=CORR_ACCOUNT,
        at=at,
        by=partner.name,
    )


def client(name: str, *, at: datetime = LONG_AGO, **fields: str) -> Client:
    """A client with an ИНН of his own."""
    return add_client(name=name, at=at, inn=fields.pop("inn", "") or inn(), **fields)


def client_of(
    partner: Partner,
    name: str,
    *,
    since: datetime = LONG_AGO,
    servicing: str = Servicing.FULL,
) -> Client:
    """A client who gave this partner's promo code."""
    made = client(name)
    client_attributed(
        made,
        partner=partner,
        since=since,
        source=Source.PROMO_CODE,
        at=since,
        servicing=servicing,
        promo_code=partner.promo_codes.first(),
    )
    assert Attribution.objects.filter(client=made, withdrawn_at=None).exists()
    return made


def payment(
    client: Client | None = None,
    minor: int = 100_000,
    *,
    id: str = "",
    at: datetime = NOON,
    **fields: object,
) -> PaymentFact:
    """A payment fact; the client is named by the source when given. Minor units."""
    return PaymentFact(
        source="test",
        external_id=id or f"p{next(_numbers)}",
        amount_minor=minor,
        paid_at=at,
        client_id=client.pk if client else None,
        **fields,  # type: ignore[arg-type]
    )


def refund(of: PaymentFact, minor: int, *, id: str = "", days: int = 1) -> RefundFact:
    """A refund of a payment, some days after it. Minor units."""
    return RefundFact(
        source="test",
        external_id=id or f"r{next(_numbers)}",
        payment_source=of.source,
        payment_external_id=of.external_id,
        amount_minor=minor,
        refunded_at=of.paid_at + timedelta(days=days),
    )
