"""What links brought: visitors by campaign, some who registered, some of them who pay; keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from zabota.config.demo import names
from zabota.config.demo.cast import DEMO_CODE, Cast
from zabota.config.demo.programme import DOMAIN
from zabota.domain.attribution.models import PromoCode, Source
from zabota.domain.attribution.operations.visits import note_sign_up, note_visit
from zabota.domain.clients.facts import ClientFact
from zabota.domain.clients.models import Client
from zabota.domain.people.operations import make_key, revoke_key
from zabota.domain.people.rules import KeyRight
from zabota.flows.client_registered import clients_registered

OWNER = "Виктор Дубов"


class Run(NamedTuple):
    """A link with its tags: how many came by it, how many of them registered, and pay."""

    campaign: str
    source: str
    medium: str
    visitors: int
    registered: int
    paying: int


RUNS = (
    Run("осенний-вебинар", "telegram", "post", 86, 6, 3),
    Run("статья-о-crm", "vc", "article", 58, 3, 2),
    Run("визитка", "qr", "offline", 17, 3, 3),
    Run("", "", "", 31, 2, 1),
)


def bring_by_links(cast: Cast, *, at: datetime) -> None:
    """Visitors of the demo partner's links; a key that the vendor's site uses and a former one."""
    code = PromoCode.objects.filter(partner=cast.demo_partner, code=DEMO_CODE).get()
    paying = iter(sorted(cast.clients[0], key=lambda client: client.created_at, reverse=True))
    curious = iter(_who_only_registered(at=at))
    for place, run in enumerate(RUNS):
        came = _signed_up(run, paying, curious)
        for number in range(run.visitors):
            client = next(came, None) if number % 5 == 0 else None
            _visit(code, run, f"demo-{place}-{number}", _moment(client, place, number, at), client)
    _keys(at=at)


def _signed_up(
    run: Run, paying: Iterator[Client], curious: Iterator[Client]
) -> Iterator[Client | None]:
    for number in range(run.registered):
        yield next(paying if number < run.paying else curious, None)


def _who_only_registered(*, at: datetime) -> list[Client]:
    """They came by a link in the last weeks and have not paid yet."""
    wanted = sum(run.registered - run.paying for run in RUNS)
    facts = [
        ClientFact(
            name=f"{names.CLIENT_WORDS[-1 - number]} Плюс",
            at=at - timedelta(days=3 + 4 * number, hours=number),
            inn=names.company_inn(700_000 + number),
            email=f"trying{number}@{DOMAIN}",
            external_id=f"t{number:03d}",
            promo=DEMO_CODE,
        )
        for number in range(wanted)
    ]
    return clients_registered(facts, source=Source.LINK)


def _moment(client: Client | None, place: int, number: int, at: datetime) -> datetime:
    if client is not None:
        return client.created_at - timedelta(minutes=14 + number % 30)
    return at - timedelta(hours=7 + 19 * number, minutes=13 * place)


def _visit(
    code: PromoCode, run: Run, visitor: str, came_at: datetime, client: Client | None
) -> None:
    note_visit(
        code,
        visitor=visitor,
        at=came_at,
        campaign=run.campaign,
        utm_source=run.source,
        utm_medium=run.medium,
    )
    if client is not None:
        note_sign_up(client, code=code, visitor=visitor, at=client.created_at)


def _keys(*, at: datetime) -> None:
    rights = [KeyRight.CLIENTS_ADD, KeyRight.CODES_READ, KeyRight.PAYMENTS_ADD]
    make_key(name="Сайт и личный кабинет", rights=rights, at=at - timedelta(days=90), by=OWNER)
    former, _secret = make_key(
        name="Прежний сайт", rights=rights[:1], at=at - timedelta(days=300), by=OWNER
    )
    revoke_key(former, at=at - timedelta(days=89), by=OWNER)
