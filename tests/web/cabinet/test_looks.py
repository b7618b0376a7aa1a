"""Every page of the cabinet in a browser: accessible, no sideways scrolling, no complaints."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.make.invoices import bill, vat
from tests.make.money import payment, refund
from tests.make.stories import draft, published
from tests.web.cabinet.conftest import enter
from tests.web.looking import find_pages, look_at
from tests.world import World
from zabota.domain.attribution.models import Claim
from zabota.domain.attribution.operations.claims import claim_client
from zabota.domain.news.operations import start_bulletin, write_bulletin
from zabota.domain.papers.models import ErrandKind
from zabota.domain.papers.operations.errands import run_errand, start_errand
from zabota.domain.partners.models import MemberRole
from zabota.domain.partners.operations import invite_member
from zabota.domain.payouts.models import Payout
from zabota.domain.rewards.models import Reward
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_sent
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.flows.payouts_settled import payout_failed
from zabota.kit.clock import local_date, now

pytestmark = pytest.mark.django_db(transaction=True)
PARTS = 2  # of the pages, so that every process of the run has some


@pytest.fixture
def lived(world: World) -> list[str]:
    """Ivan has earned, was refunded, was paid and returned; addresses of all his pages."""
    at = now()
    back = payment(world.acme, 50_000, at=at - timedelta(days=2))
    payments_received([back, payment(world.acme, at=at - timedelta(days=1))], at=at)
    payments_refunded([refund(back, 20_000)], at=at)
    batch = batch_formed(before=at + timedelta(days=9), at=at, by="Ольга").batch
    batch_approved(batch, at=at, by="Ольга")
    batch_sent(batch, at=at, by="Ольга")
    payout = Payout.objects.get()
    payout_failed(payout, reason="Счёт закрыт", at=at)
    payments_received([payment(world.acme, 30_000, at=at)], at=at)
    claim_client(world.ivan, said=world.zero.inn, since=at, words="Внедряли мы", at=at, by="Иван")
    month = at - timedelta(days=45)
    payments_received([payment(world.acme, 70_000, at=month)], at=month)
    vat()
    making = start_errand(ErrandKind.MAKE, first_on=local_date(month), at=at, by="Ольга")
    run_errand(making.pk, at=at)
    settled = batch_formed(before=at + timedelta(days=9), at=at, by="Ольга").batch.payouts
    settled.update(status="settled", settled_at=at, legal_form="npd")
    told = published(world.ivan)
    words = {"title": "Новое в программе", "text": "Здравствуйте, {name}!\n\n* раз\n* два"}
    news = write_bulletin(
        None,
        words=words,
        filters={},
        partner_ids=[],
        by_mail=False,
        shown_until=local_date(at),
        at=at,
        by="Марина",
    )
    start_bulletin(news, at=at, by="Марина")
    invite_member(
        world.ivan, email="vera@example.com", role=MemberRole.ACCOUNTANT, at=at, by="Иван"
    )
    return [
        reverse("cabinet:story", args=[told.pk]),
        reverse("cabinet:story", args=[draft(world.ivan).pk]),
        reverse("cabinet:papers"),
        reverse("cabinet:board"),
        f"{reverse('cabinet:search')}?q=Ак",
        reverse("cabinet:one_news", args=[news.pk]),
        reverse("cabinet:offer_version", args=[1]),
        reverse("cabinet:reward", args=[Reward.objects.order_by("pk")[0].pk]),
        reverse("cabinet:payout", args=[payout.pk]),
        reverse("cabinet:client", args=[world.acme.pk]),
        reverse("cabinet:claim", args=[Claim.objects.get().pk]),
        reverse("cabinet:invoice", args=[bill(world.acme, partner=world.ivan).pk]),
    ]


@pytest.mark.browser
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page(
    live_server: Any, page: Page, world: World, lived: list[str], part: int
) -> None:
    visitor = enter(world.ivan.members.get().person, "ru")
    pages = find_pages(visitor, site="cabinet", also=lived)
    look_at(page, visitor, at=live_server.url, pages=pages[part::PARTS])
