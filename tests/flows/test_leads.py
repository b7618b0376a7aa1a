"""A company asks for an integrator: one after another is asked, who takes it has the client."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.make.money import NOON, payment
from tests.world import World, assert_books_balance
from zabota.domain.attribution.operations import attribute_client
from zabota.domain.attribution.queries import find_attribution
from zabota.domain.clients.facts import ClientFact
from zabota.domain.clients.operations import add_clients
from zabota.domain.leads.facts import LeadFact
from zabota.domain.leads.models import Answer, Lead, LeadStatus, Proposal
from zabota.domain.leads.operations import LeadRefused, close_lead, note_won, set_profile
from zabota.domain.leads.queries import find_waiting, list_outcomes
from zabota.domain.partners.models import Partner
from zabota.domain.rewards.models import Reward
from zabota.flows.lead_handed import (
    lead_accepted,
    lead_declined,
    lead_proposed,
    lead_returned,
    lead_taken,
    leads_passed_on,
)
from zabota.flows.payments_received import payments_received

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def profile(partner: Partner, *, city: str = "", most_open: int = 3) -> None:
    set_profile(
        partner, published=True, about="", city=city, site="", crms=["amocrm"], messengers=["whatsapp"],
        tongues=["ru"], most_open=most_open, at=NOON, by=partner.name,
    )  # fmt: skip


def lead(**words: object) -> Lead:
    fact = LeadFact(source="form", company="Новая", inn="", crm="amocrm", **words)  # type: ignore[arg-type]
    return lead_taken(fact, at=NOON)


def waiting(of: Lead) -> Proposal:
    found = find_waiting(of)
    assert found is not None
    return found


def test_taken_it_is_his_client_and_pays(world: World) -> None:
    profile(world.ivan, city="Казань")
    profile(world.rita)
    came = lead(city="Казань", email="new@example.com")
    assert waiting(came).partner == world.ivan
    client = lead_accepted(waiting(came), at=NOON + HOUR, by="Иван")
    owner = find_attribution(client, at=NOON + 2 * HOUR)
    assert owner is not None
    assert (owner.partner, owner.source) == (world.ivan, "lead")

    payments_received([payment(client, 1000_00, at=NOON + 3 * HOUR)], at=NOON + 3 * HOUR)
    assert Reward.objects.get(payment__client=client).partner == world.ivan
    assert note_won(at=NOON + 4 * HOUR) == 1
    assert note_won(at=NOON + 4 * HOUR) == 0
    came.refresh_from_db()
    assert came.status == LeadStatus.WON
    (first,) = list_outcomes(since=NOON - HOUR)
    assert (first.partner, first.accepted, first.won, first.hours) == (world.ivan, 1, 1, 1)
    assert_books_balance()


def test_declined_then_silent_then_ours(world: World) -> None:
    profile(world.ivan)
    profile(world.rita)
    came = lead()
    first = waiting(came)
    lead_declined(first, why="Далеко", at=NOON + HOUR, by="Иван")
    second = waiting(came)
    assert second.partner != first.partner
    assert leads_passed_on(at=NOON + 2 * HOUR) == 0
    assert leads_passed_on(at=NOON + 30 * HOUR) == 1
    came.refresh_from_db()
    assert came.status == LeadStatus.NOBODY
    assert set(came.proposals.values_list("answer", flat=True)) == {Answer.DECLINED, Answer.SILENT}
    with pytest.raises(LeadRefused):
        lead_accepted(second, at=NOON + 31 * HOUR, by="Рита")

    lead_proposed(came, to=world.ivan, at=NOON + 31 * HOUR, by="Ольга")
    assert waiting(came).why == {"by_hand": "Ольга"}
    lead_accepted(waiting(came), at=NOON + 32 * HOUR, by="Иван")
    with pytest.raises(LeadRefused):
        lead_proposed(came, to=world.rita, at=NOON + 33 * HOUR, by="Ольга")
    assert_books_balance()


def test_given_back_the_next_one_is_asked(world: World) -> None:
    profile(world.ivan, city="Казань")
    profile(world.rita)
    came = lead(city="Казань")
    client = lead_accepted(waiting(came), at=NOON + HOUR, by="Иван")
    came.refresh_from_db()
    lead_returned(came, why="Нет свободных рук", at=NOON + 2 * HOUR, by="Иван")
    assert find_attribution(client, at=NOON + 3 * HOUR) is None
    assert waiting(came).partner == world.rita, "he who gave it back is not asked again"
    again = lead_accepted(waiting(came), at=NOON + 4 * HOUR, by="Рита")
    owner = find_attribution(client, at=NOON + 5 * HOUR)
    assert (again, owner and owner.partner) == (client, world.rita)

    came.refresh_from_db()
    payments_received([payment(client, 1000_00, at=NOON + 5 * HOUR)], at=NOON + 5 * HOUR)
    assert Reward.objects.get(payment__client=client).partner == world.rita
    came = Lead.objects.get()
    with pytest.raises(LeadRefused):
        lead_returned(came, why="Передумали", at=NOON + 6 * HOUR, by="Рита")
    assert_books_balance()


def test_who_brought_the_client_himself_cannot_give_him_back(world: World) -> None:
    profile(world.ivan)
    came = lead_taken(LeadFact(source="form", company="Новая", inn="7707083893"), at=NOON)
    (client,) = add_clients([ClientFact(name="Новая", inn="7707083893", at=NOON)], by="Ольга")
    attribute_client(client, to=world.ivan, since=NOON, at=NOON, source="staff", by="Ольга")
    lead_accepted(waiting(came), at=NOON + HOUR, by="Иван")
    with pytest.raises(LeadRefused):
        lead_returned(Lead.objects.get(), why="Нет рук", at=NOON + 2 * HOUR, by="Иван")
    assert Lead.objects.get().status == LeadStatus.ACCEPTED


def test_the_same_lead_twice_is_one(world: World) -> None:
    assert lead(external_id="7") == lead(external_id="7")
    assert Lead.objects.get().status == LeadStatus.NOBODY, "nobody takes leads yet"


def test_full_hands_are_not_asked(world: World) -> None:
    profile(world.ivan, most_open=1)
    lead()
    assert lead().status == LeadStatus.NOBODY
    profile(world.rita, most_open=0)
    assert lead().status == LeadStatus.NOBODY


def test_anothers_client_is_not_taken_away(world: World) -> None:
    profile(world.rita)
    fact = LeadFact(source="form", company="Акме", inn=world.acme.inn)
    came = lead_taken(fact, at=NOON)
    with pytest.raises(LeadRefused):
        lead_accepted(waiting(came), at=NOON + HOUR, by="Рита")
    owner = find_attribution(world.acme, at=NOON + HOUR)
    assert owner is not None
    assert owner.partner == world.ivan
    close_lead(came, why="Клиент другого партнёра", at=NOON + HOUR, by="Ольга")
    assert find_waiting(came) is None
    assert_books_balance()
