"""Whose client is it: claims that wait and that are decided, companies named beforehand, a level."""

from __future__ import annotations

from datetime import datetime, timedelta

from zabota.config.demo import names
from zabota.config.demo.cast import Cast
from zabota.config.demo.happenings import MANAGER
from zabota.config.demo.programme import DOMAIN
from zabota.domain.attribution.models import Bearer, Claim, Reservation
from zabota.domain.attribution.operations.claims import claim_client, decline_claim
from zabota.domain.attribution.operations.reservations import extend_reservation, reserve_company
from zabota.domain.clients.facts import ClientFact
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import Partner
from zabota.domain.programme.models import Servicing
from zabota.flows.claim_approved import claim_approved
from zabota.flows.client_registered import client_registered
from zabota.flows.servicing_changed import servicing_changed


def claim_forgotten(cast: Cast, *, at: datetime) -> None:
    """A claim waits, two partners want one client, one claim was granted and one declined."""
    others = [p for p in range(5, len(cast.partners)) if len(cast.clients.get(p, [])) > 1]
    asked, granted, kept = (cast.clients[place][1] for place in others[:3])
    ours = "Внедряли мы: договор и переписка есть, про промокод просто не вспомнили"
    _claim(cast.demo_partner, asked, ours, at=at - timedelta(hours=20))
    wanted = cast.clients[others[5]][1]
    came = "Клиент пришёл по нашей рекомендации и оплатил сам"
    _claim(cast.partners[others[1]], wanted, came, at=at - timedelta(hours=3))
    met = "Показывали ему продукт в офисе, акт о встрече приложим"
    _claim(cast.partners[others[3]], wanted, met, at=at - timedelta(hours=2))

    words = "Настраивали им воронку весной, скриншоты и договор на руках"
    claim = _claim(cast.demo_partner, granted, words, at=at - timedelta(days=2))
    claim_approved(
        claim,
        since=claim.since,
        bearer=Bearer.PARTNER,
        reason="Договор на внедрение подписан раньше регистрации",
        at=at - timedelta(hours=19),
        by=MANAGER,
    )
    words = "Кажется, этот клиент от нас"
    claim = _claim(cast.demo_partner, kept, words, at=at - timedelta(days=9))
    reason = "Клиент сам назвал промокод другого партнёра и подтвердил это письмом"
    decline_claim(claim, reason=reason, at=at - timedelta(days=8), by=MANAGER)


def _claim(partner: Partner, client: Client, words: str, *, at: datetime) -> Claim:
    return claim_client(
        partner, said=client.inn, since=client.created_at, words=words, at=at, by=partner.name
    )


def name_beforehand(cast: Cast, *, at: datetime) -> None:
    """Companies kept for a partner: some still are, one time is over, one became his client."""
    demo, rival = cast.demo_partner, cast.partners[2]
    wind, lyre = "ООО «Северный ветер»", "ООО «Лира Мебель»"
    kept = _name(demo, wind, "severwind", "Договор на подписи", at=at - timedelta(days=50))
    extend_reservation(
        kept, reason="Пробный период до конца месяца", at=at - timedelta(days=2), by=demo.name
    )
    _name(demo, lyre, "lira-mebel", "Показали продукт, ждём бюджет", at=at - timedelta(days=12))
    _name(rival, lyre, "lira-mebel", "Обслуживаем их CRM", at=at - timedelta(days=9))
    _name(demo, "ИП Кораблёв", "korablev", "Собирались в июле", at=at - timedelta(days=140))
    _name(demo, "ООО «Сад и пруд»", "sad-i-prud", "Внедрение с понедельника", at=at - timedelta(days=24))  # fmt: skip
    client_registered(
        ClientFact(
            name="Сад и пруд",
            at=at - timedelta(days=16),
            inn=names.company_inn(700_100),
            email=f"sad-i-prud@{DOMAIN}",
            domain="sad-i-prud.example",
            external_id="named-1",
        )
    )


def _name(partner: Partner, name: str, domain: str, words: str, *, at: datetime) -> Reservation:
    return reserve_company(
        partner, name=name, domain=f"{domain}.example", words=words, at=at, by=partner.name
    )


def serve_differently(cast: Cast, *, at: datetime) -> None:
    """A client wants to be left alone: from now on he is only brought."""
    servicing_changed(
        cast.clients[0][7],
        servicing=Servicing.BROUGHT,
        since=at - timedelta(days=1),
        reason="Клиент просил вести его самим: внедрение закончено",
        at=at - timedelta(hours=5),
        by=MANAGER,
    )
