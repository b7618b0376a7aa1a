"""A partner asks for a client whose promo code was forgotten; staff answer, the money follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.make.money import LONG_AGO, NOON, payment, refund
from tests.world import World, assert_books_balance, owed
from zabota.domain.attribution.models import Bearer, Claim, ClaimStatus, Correction
from zabota.domain.attribution.operations.claims import (
    ClaimRefused,
    claim_client,
    decline_claim,
    take_claim_back,
)
from zabota.domain.attribution.operations.reservations import reserve_company
from zabota.domain.attribution.operations.visits import note_sign_up, note_visit
from zabota.domain.attribution.queries.claims import (
    list_evidence,
    list_waiting_claims,
    suggest_rightful,
)
from zabota.domain.clients.facts import ClientFact
from zabota.domain.rewards.models import Reward
from zabota.flows.claim_approved import claim_approved
from zabota.flows.client_registered import client_registered
from zabota.flows.correction_tried import correction_tried
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.kit.errors import Refusal
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=10)


def rita_claims(world: World, said: str = "") -> Claim:
    """Rita says that Acme is hers since long ago."""
    return claim_client(
        world.rita,
        said=said or world.acme.inn,
        since=LONG_AGO + timedelta(days=1),
        words="Внедряли в марте, код забыли указать",
        at=NOON,
        by="Рита",
    )


@pytest.mark.parametrize("said", ["inn", "https://www.Acme.ru/contacts", "BUH@acme.ru"])
def test_a_client_is_known_by_inn_website_or_mail(world: World, said: str) -> None:
    world.acme.domain, world.acme.email = "acme.ru", "buh@acme.ru"
    world.acme.save()
    claim = rita_claims(world, world.acme.inn if said == "inn" else said)
    assert claim.client == world.acme
    assert list(list_waiting_claims()) == [claim]


@pytest.mark.parametrize("said", ["", "7700000000", "никто", "nobody@acme.ru", "\x00", "acme.ru"])
def test_nobody_known_by_this(world: World, said: str) -> None:
    with pytest.raises(ClaimRefused, match="no client"):
        claim_client(world.rita, said=said, since=NOON, words="", at=NOON, by="Рита")


def test_two_clients_of_one_website_are_nobody(world: World) -> None:
    for client in (world.acme, world.zero):
        client.domain = "holding.ru"
        client.save()
    with pytest.raises(ClaimRefused):
        rita_claims(world, "holding.ru")


def test_one_does_not_ask_twice_nor_for_ones_own(world: World) -> None:
    rita_claims(world)
    with pytest.raises(ClaimRefused, match="already"):
        rita_claims(world)
    with pytest.raises(ClaimRefused, match="yours already"):
        claim_client(world.ivan, said=world.acme.inn, since=NOON, words="", at=NOON, by="Иван")


def test_approval_moves_the_money_and_answers_the_claim(world: World) -> None:
    payments_received([payment(world.acme), payment(world.acme)], at=NOON)
    claim = rita_claims(world)
    correction = claim_approved(
        claim, since=claim.since, bearer=Bearer.VENDOR, reason="Верно", at=LATER, by="Марина"
    )
    assert (owed(world.ivan), owed(world.rita)) == (0, 80_000)
    claim.refresh_from_db()
    assert (claim.status, claim.correction) == (ClaimStatus.APPROVED, correction)
    assert Event.objects.filter(
        name="claim.decided", about__contains=[f"client:{world.acme.pk}"]
    ).exists()
    assert_books_balance()


def test_a_decided_claim_is_not_decided_again_and_nothing_moves(world: World) -> None:
    payments_received([payment(world.acme)], at=NOON)
    claim = rita_claims(world)
    decline_claim(claim, reason="Клиент назвал другой код", at=LATER, by="Марина")
    with pytest.raises(Refusal):
        claim_approved(
            claim, since=claim.since, bearer=Bearer.VENDOR, reason="", at=LATER, by="Марина"
        )
    assert owed(world.ivan) == 40_000
    assert not Correction.objects.exists()
    assert_books_balance()


def test_a_claim_taken_back_may_be_made_again(world: World) -> None:
    take_claim_back(rita_claims(world), at=NOON, by="Рита")
    assert rita_claims(world).status == ClaimStatus.WAITING


def test_the_first_evidence_is_a_suggestion(world: World) -> None:
    claim = rita_claims(world)
    assert suggest_rightful(world.acme) == world.ivan.pk
    assert [one.partner_id for one in list_evidence(world.acme)] == [world.ivan.pk, world.rita.pk]
    assert suggest_rightful(world.zero) is None
    assert claim.status == ClaimStatus.WAITING


def test_the_effect_is_told_before_and_nothing_is_written(world: World) -> None:
    first, second = payment(world.acme), payment(world.acme, 50_000)
    payments_received([first, second], at=NOON)
    payments_refunded([refund(first, 50_000)], at=NOON)
    rewards = list(Reward.objects.order_by("pk").values())

    effect = correction_tried(world.acme, to=world.rita, since=LONG_AGO, at=LATER)
    assert effect.by_partner == {(world.ivan.pk, "RUB"): -40_000, (world.rita.pk, "RUB"): 40_000}
    assert [(one.before.left_minor, one.after.left_minor) for one in effect.moved] == [
        (20_000, 20_000),
        (20_000, 20_000),
    ]
    assert effect.paid_minor == 0
    assert list(Reward.objects.order_by("pk").values()) == rewards
    assert not Correction.objects.exists()

    claim = rita_claims(world)
    claim_approved(claim, since=LONG_AGO, bearer=Bearer.PARTNER, reason="", at=LATER, by="Марина")
    assert (owed(world.ivan), owed(world.rita)) == (0, 40_000)
    assert_books_balance()


def test_of_two_claims_one_is_approved_and_the_other_answered(world: World) -> None:
    payments_received([payment(world.zero)], at=NOON)
    first, second = (
        claim_client(
            partner, said=world.zero.inn, since=LONG_AGO, words="наш", at=at, by=partner.name
        )
        for partner, at in ((world.rita, NOON), (world.ivan, LATER))
    )
    claim_approved(
        first, since=LONG_AGO, bearer=Bearer.VENDOR, reason="", at=LATER, by="Марина",
        to_rivals="Код назван раньше",
    )  # fmt: skip
    second.refresh_from_db()
    assert (second.status, second.reason) == (ClaimStatus.DECLINED, "Код назван раньше")
    assert (owed(world.rita), owed(world.ivan)) == (40_000, 0)
    assert_books_balance()


def test_visits_and_companies_named_beforehand_speak_too(world: World) -> None:
    code = world.rita.promo_codes.get()
    reserve_company(world.ivan, name="Вега", phone="+7 912 000-11-22", at=LONG_AGO, by="Иван")
    note_visit(code, visitor="v", at=NOON, campaign="осень")
    client = client_registered(ClientFact(name="Вега", phone="89120001122", at=NOON))
    note_sign_up(client, code=code, visitor="v", at=NOON)
    told = [(one.partner_id, one.kind) for one in list_evidence(client)]
    assert (world.ivan.pk, "reservation") in told
    assert (world.rita.pk, "visit") in told
    assert suggest_rightful(client) == world.ivan.pk
