"""Two of everything that a list shows, so that a list has something to arrange."""

from __future__ import annotations

from copy import copy
from datetime import date, timedelta

from tests.flows.test_training import course, passed
from tests.make.invoices import bill
from tests.make.money import NOON, client_of, payment
from tests.make.npd import link
from tests.make.stories import published
from tests.world import World
from zabota.connectors.connections.models import (
    Checkout,
    CheckoutStatus,
    Connection,
    LaterSlip,
    SlipKind,
    SlipStatus,
)
from zabota.connectors.connections.operations.keeping import add_connection
from zabota.domain.academy.models import Material, MaterialKind
from zabota.domain.attribution.models import Claim, Visit
from zabota.domain.attribution.operations.reservations import reserve_company
from zabota.domain.invoices.operations import repeat_invoice
from zabota.domain.leads.facts import LeadFact
from zabota.domain.leads.models import Lead, LeadSource, LeadStatus
from zabota.domain.leads.operations.handing import record_lead
from zabota.domain.partners.models import Partner
from zabota.domain.payouts.models import BalanceMove, MoveKind, Payout, Rail, Receipt
from zabota.domain.programme.models import Audience, Clause
from zabota.domain.programme.operations import draft_special
from zabota.domain.ratings.models import Rating, RatingRule, Standing
from zabota.domain.scrutiny.models import Finding, RuleName
from zabota.flows.batch_formed import batch_formed
from zabota.flows.lead_handed import lead_proposed
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import now

LINES = [{"words": "Лицензия", "quantity": 1, "price_minor": 100_000}]
SLIP = {"email": "a@example.com", "taxation": "usn_income", "method": "full_prepayment",
        "subject": "service", "vat": "none", "lines": LINES}  # fmt: skip
MONTH = date(2026, 10, 1)
FIGURES = (
    "score", "revenue_minor", "newcomers", "retained", "retained_of", "training", "revenue_points",
    "newcomers_points", "retention_points", "training_points",
)  # fmt: skip


def plenty(world: World) -> None:
    """Ivan and Rita have two of each; both are paid by one batch."""
    at = now()
    theirs = [payment(client_of(one, f"Платит {one}"), at=at) for one in (world.ivan, world.rita)]
    payments_received(theirs, at=at)
    batch_formed(before=at + timedelta(days=9), at=at, by="Ольга")
    for number, partner in enumerate((world.ivan, world.rita)):
        _brought(partner, number)
        _asked(partner, number, world)
        published(partner, title=f"История {partner}")
        Finding.objects.create(
            rule=RuleName.SPIKE, key=f"k{number}", partner=partner, holds=True, found_at=NOON,
            evidence={"now_minor": 90_000, "usual_minor": 1_000},
        )  # fmt: skip
    rule = RatingRule.objects.create(
        from_month=MONTH, revenue=70, newcomers=10, retention=10, training=10, made_at=NOON,
        made_by="Виктор",
    )  # fmt: skip
    rating = Rating.objects.create(month=MONTH, rule=rule, counted_at=NOON)
    for place, partner in enumerate((world.ivan, world.rita), 1):
        Standing.objects.create(
            rating=rating, partner=partner, place=place, **dict.fromkeys(FIGURES, 9 - place)
        )
        BalanceMove.objects.create(
            rail=Rail.YOOKASSA, kind=[MoveKind.TOP_UP, MoveKind.FEE][place - 1], amount_minor=place,
            on=MONTH, proof=f"m{place}", booked_at=NOON,
        )  # fmt: skip
        reserve_company(
            world.ivan, name=f"Названа {place}", domain=f"n{place}.ru", at=NOON, by="Он"
        )
    first, second = (course(f"Курс {n}") for n in range(2))
    passed(world.ivan, first, second)
    passed(world.rita, first)
    for number in range(2):
        Material.objects.create(
            kind=MaterialKind.CARD, category=f"Раздел {number}", title=f"Карточка {number}",
            headline="Мы", position=number, published_at=NOON, made_at=NOON, made_by="Марина",
        )  # fmt: skip
        draft_special(
            name=f"Условия {number}", is_campaign=False, audience=Audience.EVERYONE,
            starts_at=NOON, ends_at=None, clauses=[Clause(rate_bp=6000)],
        )  # fmt: skip
    add_connection(
        kind="telegram", name="Чат", settings={"username": "b"}, secrets={"token": "1:t"}, at=NOON
    )


def _brought(partner: Partner, number: int) -> None:
    """Visitors of his link, leads he has, a monthly invoice to each of two clients."""
    code = partner.promo_codes.get()
    for campaign in ("осень", "весна"):
        Visit.objects.create(
            promo_code=code, campaign=f"{campaign} {partner}", utm_source="vc", came_at=NOON,
            visitor=f"{partner.pk}{campaign}",
        )  # fmt: skip
        lead, _new = record_lead(
            LeadFact(source=LeadSource.STAFF, company=f"{campaign} у {partner}", city="Тверь"),
            at=NOON + timedelta(hours=number), by="Марина",
        )  # fmt: skip
        lead_proposed(lead, to=partner, at=NOON, by="Марина")
        Lead.objects.filter(pk=lead.pk).update(partner=partner, status=LeadStatus.ACCEPTED)
        client = client_of(partner, f"Месячный {campaign} {partner}")
        invoice = bill(client, partner=partner)
        repeat_invoice(invoice, day_of_month=5, at=NOON, by="Иван")


def _asked(partner: Partner, number: int, world: World) -> None:
    """He asks for a client, and has entered receipts for what he was paid."""
    for client in (world.zero, client_of(world.rita, f"Спорный {partner}")):
        Claim.objects.get_or_create(
            partner=partner, client=client, status="waiting",
            defaults={"said": f"{client} {partner}", "since": NOON, "words": "Мы", "made_at": NOON,
                      "made_by": "Он"},
        )  # fmt: skip
    payout = Payout.objects.filter(partner=partner).order_by("pk").last()
    assert payout is not None
    for turn in range(2):
        paid, batch = copy(payout), copy(payout.batch)
        batch.pk = None
        batch.save(force_insert=True)
        paid.pk, paid.batch, paid.order_number = None, batch, 9000 + number * 10 + turn
        paid.status, paid.settled_at, paid.legal_form = "settled", NOON, "npd"
        paid.save(force_insert=True)
        name = f"2{number}abc0000{turn}"
        Receipt.objects.create(
            payout=paid, number=name, link=link(name), entered_at=NOON, entered_by="Он"
        )


def slipped(shop: Connection, partner: Partner, number: int) -> Checkout:
    """A client of the partner paid in advance by card and half of it went back; nothing closed it."""
    client = client_of(partner, f"Платит вперёд {partner}")
    payments_received([payment(client, at=NOON)], at=NOON)
    paid = Checkout.objects.create(
        connection=shop, invoice=bill(client, at=NOON), key=f"checkout{number}", slip=SLIP,
        payment=client.payments.get(), amount_minor=100_000, status=CheckoutStatus.PAID,
        begun_at=NOON, moved_at=NOON,
    )  # fmt: skip
    LaterSlip.objects.create(
        checkout=paid, kind=SlipKind.REFUND, key=f"slip{number}", amount_minor=50_000 + number,
        status=(SlipStatus.UNKNOWN, SlipStatus.REFUSED)[number], refusal="нет денег" * number,
        reason="передумали", asked_at=NOON, asked_by="Ольга", moved_at=NOON, slip=SLIP,
    )  # fmt: skip
    return paid
