"""Every page of the back office in a browser: accessible, no sideways scrolling, no complaints."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.make.invoices import bill, vat
from tests.make.money import partner, payment, refund
from tests.make.stories import draft as story_draft
from tests.web.backoffice import rails
from tests.web.backoffice.conftest import sign_in
from tests.web.jobs import run_jobs
from tests.web.looking import find_pages, look_at
from tests.world import World
from zabota.connectors.connections.facts import Call
from zabota.connectors.connections.operations.keeping import add_connection
from zabota.connectors.connections.operations.receiving import receive_call
from zabota.connectors.yookassa.kind import YOOKASSA
from zabota.domain.attribution.operations.claims import claim_client
from zabota.domain.clients.models import Client
from zabota.domain.news.operations import start_bulletin, write_bulletin
from zabota.domain.papers.models import ErrandKind, Paper, PaperKind
from zabota.domain.papers.operations.errands import start_errand
from zabota.domain.papers.operations.signing import take_scan
from zabota.domain.payments.models import Payment
from zabota.domain.payouts.models import Payout
from zabota.domain.people.models import Role
from zabota.domain.programme.models import Audience, Clause, Offer
from zabota.domain.programme.operations import (
    draft_offer,
    draft_special,
    draft_terms,
    join_campaign,
)
from zabota.domain.rewards.operations import start_trial
from zabota.domain.stories.operations.agreeing import propose
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import batch_approved, batch_sent
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.flows.rewards_examined import rewards_examined
from zabota.flows.specials_renewed import special_published
from zabota.kit.clock import local_date, now

pytestmark = pytest.mark.django_db(transaction=True)
PARTS = 2  # of the pages, so that every process of the run has some


@pytest.fixture
def lived(world: World) -> list[str]:
    """Money came and went, a client is claimed, terms are drafted and tried; all addresses."""
    at = now()
    back = payment(world.acme, 50_000, at=at - timedelta(days=2))
    made = payments_received([back, payment(None, at=at - timedelta(days=1))], at=at)
    payments_refunded([refund(back, 20_000)], at=at)
    batch = batch_formed(before=at + timedelta(days=9), at=at, by="Ольга").batch
    batch_approved(batch, at=at, by="Ольга")
    batch_sent(batch, at=at, by="Ольга")
    claim = claim_client(
        world.ivan, said=world.zero.inn, since=at, words="Внедряли мы", at=at, by="Иван"
    )
    rivalled, _second = (
        claim_client(
            asking, said=world.acme.inn, since=at - timedelta(days=9), words="Мы", at=at, by="Рита"
        )
        for asking in (world.rita, partner("Третьи", "ТРИ"))
    )
    draft = draft_terms(
        title="Примерка",
        effective_from=at + timedelta(days=5),
        clauses=[Clause(rate_bp=5000, to_month=12), Clause(rate_bp=3000, from_month=13)],
    )
    race = draft_special(
        name="Марафон", is_campaign=True, audience=Audience.JOINED, starts_at=at,
        ends_at=at + timedelta(days=30), clauses=[Clause(rate_bp=6000)],
    )  # fmt: skip
    special_published(race, at=at, by="Виктор")
    join_campaign(race, partner=world.ivan, at=at, by="Иван")
    payments_received([payment(world.acme, 30_000, at=at)], at=at)
    period = {"since": at - timedelta(days=9), "until": at}
    trial = start_trial(version=draft, at=at, by="Виктор", **period)
    month = at - timedelta(days=45)
    payments_received([payment(world.acme, 70_000, at=month)], at=month)
    making = start_errand(ErrandKind.MAKE, first_on=local_date(month), at=at, by="Ольга")
    Client.objects.filter(pk=world.acme.pk).update(email=world.ivan.email)
    rewards_examined(at=at)
    run_jobs()
    paper = Paper.objects.get(kind=PaperKind.AGENT_REPORT)
    take_scan(paper, name="скан.pdf", content=b"%PDF-1.7 signed", at=at, by="Иван")
    del made
    shop = add_connection(
        kind="yookassa", name="Карты", settings={"shop_id": "100500"},
        secrets={"secret_key": "x"}, at=at, by="Ольга",
    )  # fmt: skip
    told = b'{"event":"payment.canceled","object":{"id":"p1","status":"canceled"}}'
    for mark in (True, False):
        receive_call(shop, YOOKASSA, Call(body=told, at=at, address="203.0.113.9", rehearsal=mark))
    vat()
    text = draft_offer(title="Оферта", text="## 1. О чём\n\nПлатим 50 %.", needed_from=at)
    story = propose(story_draft(world.ivan), at=at, by="Иван")
    words = {
        "title": "Новое в программе",
        "text": "Здравствуйте, {name}!",
        "title_en": "News",
        "text_en": "Hello",
    }
    drafts = [
        write_bulletin(
            None,
            words=words,
            filters={},
            partner_ids=[],
            by_mail=True,
            shown_until=None,
            at=at,
            by="Марина",
        )
        for _ in range(2)
    ]
    start_bulletin(drafts[1], at=at, by="Марина")
    numbered = [
        ("story", story.pk), ("edit_story", story.pk),
        *(("bulletin", one.pk) for one in drafts), ("edit_bulletin", drafts[0].pk),
        ("offer", Offer.objects.get(number=1).pk), ("offer", text.pk), ("edit_offer", text.pk),
        ("partner", world.ivan.pk), ("client", world.acme.pk), ("correct", world.acme.pk), ("servicing", world.acme.pk),
        ("claim", claim.pk), ("claim", rivalled.pk), ("batch", batch.pk), ("payout", Payout.objects.get().pk),
        ("version", draft.pk), ("edit_version", draft.pk), ("special", race.pk),
        ("paper", paper.pk), ("errand", making.pk), ("trial", trial.pk), ("farewell", world.ivan.pk), ("record_refund", Payment.objects.order_by("pk")[0].pk),
        ("payment", Payment.objects.order_by("pk")[0].pk),
        ("connection", shop.pk), ("edit_connection", shop.pk), ("invoice", bill(world.acme).pk),
    ]  # fmt: skip
    return [
        *(reverse(f"office:{name}", args=[pk]) for name, pk in numbered),
        reverse("office:new_connection", args=["yookassa"]),
        f"{reverse('office:new_invoice')}?client={world.acme.pk}",
        reverse("office:history", args=["partner", world.ivan.pk]),
        reverse("office:partner_part", args=[world.ivan.pk, "notes"]),
        reverse("office:partner_part", args=[world.ivan.pk, "taxes"]),
        reverse("office:legal_form", args=[world.ivan.pk]),
        *rails.addresses(at),
    ]


@pytest.mark.browser
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page(live_server: Any, page: Page, lived: list[str], part: int) -> None:
    visitor = sign_in(Role.OWNER, "ru")
    pages = find_pages(visitor, site="office", also=lived)
    look_at(page, visitor, at=live_server.url, pages=pages[part::PARTS])
