"""Partners and their clients, who join through the product's own flows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

from zabota.config.demo import names
from zabota.config.demo.programme import DOMAIN, sign_in_person
from zabota.domain.attribution.models import PromoCode, PromoCodeStatus
from zabota.domain.attribution.operations import decide_code
from zabota.domain.clients.facts import ClientFact
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import MemberRole, Partner, PartnerStatus
from zabota.domain.partners.operations import (
    add_member,
    change_standing,
    set_bank_details,
    set_requisites,
)
from zabota.domain.partners.operations.vat import propose_partner_vat, set_partner_vat
from zabota.domain.partners.rules import VAT_PAYERS, simplified_basis
from zabota.domain.programme.models import Offer, Servicing
from zabota.flows.client_registered import clients_registered
from zabota.flows.partner_joined import partner_joined
from zabota.flows.servicing_changed import servicing_changed

PARTNERS = 350
CLIENTS = 2000
FORMS = ["ooo"] * 9 + ["ip"] * 8 + ["npd"] * 3
MASKS = {"ooo": "40702", "ip": "40802", "npd": "40817"}
DEMO_CODE = "ЗАБОТА7"
WITH_VAT, PROPOSES_VAT = 30, 9
VAT_SINCE, VAT_CHANGES = date(2026, 1, 1), date(2027, 1, 1)
WITHOUT_DETAILS = 149  # a small one: his lateness should not drown the day's work


@dataclass(slots=True)
class Cast:
    """Everybody of the demo: partners by their place, and each one's clients."""

    partners: list[Partner] = field(default_factory=list)
    clients: dict[int, list[Client]] = field(default_factory=dict)
    homeless: list[Client] = field(default_factory=list)

    @property
    def demo_partner(self) -> Partner:
        return self.partners[0]

    @property
    def veteran(self) -> Partner:
        """He stopped selling long ago and still earns."""
        return self.partners[1]

    @property
    def without_details(self) -> Partner:
        """He never entered bank details, so his payout is late."""
        return self.partners[WITHOUT_DETAILS]


def assemble(random: Random, *, offer: Offer, at: datetime) -> Cast:
    """350 partners of all legal forms and about 2 000 clients of theirs."""
    cast = Cast()
    for number in range(PARTNERS):
        cast.partners.append(_join(random, number, offer=offer, at=at))
    sign_in = sign_in_person("member", "Полина Снегова")
    add_member(cast.demo_partner, person=sign_in, at=at, role=MemberRole.MANAGER)
    change_standing(
        cast.veteran,
        to=PartnerStatus.STOPPED,
        reason="Ушёл в другое дело, клиенты остались за ним",
        at=at - timedelta(days=200),
        by="Марина Рощина",
    )
    places = [_place(random, number) for number in range(CLIENTS)]
    facts = [_newcomer(random, place, number, at=at) for number, place in enumerate(places)]
    for client, place, fact in zip(clients_registered(facts), places, facts, strict=True):
        if fact.promo:
            cast.clients.setdefault(place, []).append(client)
        else:
            cast.homeless.append(client)
    _only_bring(cast)
    return cast


def _only_bring(cast: Cast) -> None:
    """Some partners bring clients and leave them to us: by the terms of today it is the same to them."""
    for number in range(7, PARTNERS, 50):
        for client in cast.clients.get(number, []):
            servicing_changed(
                client,
                servicing=Servicing.BROUGHT,
                since=client.created_at,
                reason="Партнёр только приводит, сопровождаем мы",
                at=client.created_at + timedelta(minutes=5),
                by="Марина Рощина",
            )


def _join(random: Random, number: int, *, offer: Offer, at: datetime) -> Partner:
    legal_form = "ooo" if number == 0 else FORMS[number % len(FORMS)]
    joined_at = at - timedelta(days=random.randint(370, 1500))
    if number == 1:
        joined_at = datetime(2018, 3, 1, tzinfo=UTC)
    name = _partner_name(random, number, legal_form)
    email = f"partner@{DOMAIN}" if number == 0 else f"partner{number}@{DOMAIN}"
    joined = partner_joined(
        name=name,
        email=email,
        legal_form=legal_form,
        wished_code=DEMO_CODE if number == 0 else names.code_for(number),
        offer=offer,
        at=joined_at,
        address="192.0.2.10",
        user_agent="demo",
    )
    partner = joined.partner
    if number == 0:
        sign_in_person("partner", name)
    if number % 25 != 3:
        _approve(joined.promo_code, at=joined_at)
    _set_requisites(random, partner, number)
    if number < WITH_VAT:
        _say_vat(partner, number, at=joined_at)
    if number != WITHOUT_DETAILS:
        _set_bank_details(random, partner, number, at=joined_at)
    return partner


def _say_vat(partner: Partner, number: int, *, at: datetime) -> None:
    """Companies on the general regime, proprietors on УСН; one has told of a change himself."""
    if partner.legal_form not in VAT_PAYERS:
        return
    company = partner.legal_form == "ooo"
    kind, basis = ("22", "") if company else ("none", simplified_basis(VAT_SINCE))
    set_partner_vat(partner, valid_from=VAT_SINCE, kind=kind, basis=basis, at=at, by="Ольга Зимина")
    if number == PROPOSES_VAT:
        propose_partner_vat(partner, valid_from=VAT_CHANGES, kind="5", at=at, by=partner.name)


def _approve(code: PromoCode, *, at: datetime) -> None:
    decide_code(code, status=PromoCodeStatus.APPROVED, at=at, by="Марина Рощина")


def _partner_name(random: Random, number: int, legal_form: str) -> str:
    if legal_form == "ooo":
        word = names.PARTNER_WORDS[number % len(names.PARTNER_WORDS)]
        return f"{word} {names.PARTNER_TAILS[(number // 20) % len(names.PARTNER_TAILS)]}"
    return names.person_name(random)


def _set_requisites(random: Random, partner: Partner, number: int) -> None:
    company = partner.legal_form == "ooo"
    ogrn = {"ooo": names.company_ogrn(number), "ip": names.proprietor_ogrnip(number)}
    set_requisites(
        partner,
        inn=names.company_inn(100_000 + number) if company else names.person_inn(200_000 + number),
        kpp="770101001" if company else "",
        ogrn=ogrn.get(partner.legal_form, ""),
    )


def _set_bank_details(random: Random, partner: Partner, number: int, *, at: datetime) -> None:
    bic, bank_name, corr_account = names.BANKS[number % len(names.BANKS)]
    prefix = {"ooo": "ООО «{}»", "ip": "ИП {}"}.get(partner.legal_form, "{}")
    set_bank_details(
        partner,
        holder=prefix.format(partner.name),
        account=names.account(MASKS[partner.legal_form], 38_000_000 + number, bic),
        bic=bic,
        bank_name=bank_name,
        corr_account=corr_account,
        at=at,
        by=partner.name,
    )


def _newcomer(random: Random, place: int, number: int, *, at: datetime) -> ClientFact:
    """A client registers with a partner's code; some partners bring many, most a few."""
    registered = at - timedelta(days=random.randint(5, 365), minutes=random.randint(0, 600))
    if place == 1 and number < 40:
        registered = datetime(2018, 5, 1, tzinfo=UTC) + timedelta(days=number * 10)
    elif place == 1 or number % 3:
        registered = at - timedelta(days=366 + random.randint(0, 500))
    word = names.CLIENT_WORDS[number % len(names.CLIENT_WORDS)]
    tail = names.CLIENT_TAILS[(number // len(names.CLIENT_WORDS)) % len(names.CLIENT_TAILS)]
    return ClientFact(
        name=f"{word} {tail}" + (f" {number // 504 + 1}" if number >= 504 else ""),
        at=registered,
        inn=names.company_inn(500_000 + number),
        email=f"client{number}@{DOMAIN}",
        external_id=f"c{number:05d}",
        promo="" if number % 100 == 99 else _code_of(place),
    )


def _code_of(place: int) -> str:
    return DEMO_CODE if place == 0 else names.code_for(place)


def _place(random: Random, number: int) -> int:
    if number < 24:
        return number % 2
    return (
        min(int(random.paretovariate(0.75) * 4) - 2, PARTNERS - 1)
        if number % 4
        else (number // 4) % PARTNERS
    )
