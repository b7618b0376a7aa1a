"""A company asks for an integrator: one after another is asked, who takes it has the client."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.make.money import NOON, payment
from tests.world import World, assert_books_balance
from zabota.domain.attribution.operations import attribute_client
from zabota.domain.attribution.queries import find_attribution
from zabota.domain.clients.facts import ClientFact
from zabota.domain.clients.operations import add_clients
from zabota.domain.leads.facts import LeadFact
from zabota.domain.leads.models import Answer, Lead, LeadStatus, Proposal
from zabota.domain.leads.operations import (
    LeadRefused,
    close_lead,
    note_won,
    propose_lead,
    record_lead,
    set_profile,
    set_rule,
)
from zabota.domain.leads.queries import find_waiting, get_rule, get_weights, list_candidates
from zabota.domain.leads.queries.outcomes import list_outcomes
from zabota.domain.partners.models import Partner
from zabota.domain.ratings.models import Level
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
from zabota.web.wording.leads import chosen_because

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
    assert (first.partner, first.taken, first.won, first.hours) == (world.ivan, 1, 1, 1)
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


def test_outcomes_tell_what_became_of_each(world: World) -> None:
    """Ivan takes three: one pays, one comes to nothing, one he gives back to Rita, who lets it lie."""
    profile(world.ivan, city="Казань", most_open=5)
    pays, dead, back = (lead(city="Казань", email=f"{n}@example.com") for n in "123")
    clients = [lead_accepted(waiting(one), at=NOON + HOUR, by="Иван") for one in (pays, dead, back)]
    payments_received([payment(clients[0], at=NOON + 2 * HOUR)], at=NOON + 2 * HOUR)
    note_won(at=NOON + 3 * HOUR)
    close_lead(Lead.objects.get(pk=dead.pk), why="Передумали", at=NOON + 3 * HOUR, by="Иван")
    profile(world.rita)
    lead_returned(Lead.objects.get(pk=back.pk), why="Нет рук", at=NOON + 4 * HOUR, by="Иван")
    leads_passed_on(at=NOON + 50 * HOUR)

    ivan, rita = list_outcomes(since=NOON)
    assert (ivan.partner, ivan.proposed, ivan.taken) == (world.ivan, 3, 3)
    assert (ivan.won, ivan.lost, ivan.returned, ivan.declined, ivan.silent) == (1, 1, 1, 0, 0)
    assert (ivan.share_bp, ivan.hours) == (3333, 1)
    assert (rita.partner, rita.proposed, rita.taken, rita.silent) == (world.rita, 1, 0, 1)
    assert (rita.share_bp, rita.hours) == (None, None)
    only_rita = list_outcomes(since=NOON + 4 * HOUR, until=NOON + 5 * HOUR)
    assert [one.partner for one in only_rita] == [world.rita], "the days are those of the proposal"
    assert list_outcomes(since=None, until=NOON) == []

    # Staff hand the dead one to Rita: for Ivan it came to nothing all the same, whatever she makes of it.
    lead_proposed(Lead.objects.get(pk=dead.pk), to=world.rita, at=NOON + 51 * HOUR, by="Ольга")
    assert next(one for one in list_outcomes(since=NOON) if one.partner == world.ivan).lost == 1
    assert_books_balance()


def test_each_level_weighs_what_staff_say(world: World) -> None:
    gold = Level.objects.create(name="Золотой", least_score=9000)
    Level.objects.create(name="Серебряный", least_score=5000)
    assert get_weights(get_rule(NOON)) == {"Золотой": 150, "Серебряный": 150}
    plain: dict[str, Any] = {"answer_hours": 5, "window_days": 90, "level_bonus": 20}
    set_rule(**plain, needs_training=False, level_weights={gold.pk: 300}, at=NOON, by="Виктор")
    Level.objects.filter(pk=gold.pk).update(name="Платиновый")
    assert get_weights(get_rule(NOON)) == {"Платиновый": 300, "Серебряный": 120}

    profile(world.ivan)
    profile(world.rita)
    levels = {world.rita.pk: "Платиновый"}
    candidates = list_candidates(levels=levels, trained=(), at=NOON)
    weighed = {one.partner_id: (one.level, one.weight) for one in candidates}
    assert weighed == {world.ivan.pk: ("", 100), world.rita.pk: ("Платиновый", 300)}
    rows = record_lead(LeadFact(source="form", company="Новая"), at=NOON)
    proposal = propose_lead(rows[0], levels=levels, trained=(), at=NOON)
    assert proposal is not None
    assert (proposal.partner, proposal.answer_by) == (world.rita, NOON + 5 * HOUR)
    _sentence, lines = chosen_because(proposal)
    assert lines[-1].value == "300 %"
    assert "Платиновый" in lines[-1].label


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
