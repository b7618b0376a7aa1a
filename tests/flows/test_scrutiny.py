"""Care for money: every rule finds its story and no other; a hold lands before any batch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.make.money import LONG_AGO, NOON, client_of, give_bank_details, payment, refund
from tests.world import World, assert_books_balance, owed
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import BankDetails, Partner
from zabota.domain.payouts.operations import NothingDue
from zabota.domain.programme.operations import accept_offer, publish_offer
from zabota.domain.rewards.models import Hold, Reward
from zabota.domain.scrutiny.models import Finding, RuleName
from zabota.domain.scrutiny.operations import clear_finding, set_rule
from zabota.flows.batch_formed import batch_formed
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.flows.rewards_examined import rewards_examined
from zabota.kit.errors import Refusal

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=30)


def account_of(partner: Partner) -> str:
    return BankDetails.objects.get(partner=partner, replaced_at=None).account


def from_his_account(world: World) -> None:
    fact = payment(world.acme, payer_account=account_of(world.ivan))
    payments_received([fact], at=NOON)


def refunded_to_his_account(world: World) -> None:
    other = payment(world.zero, payer_account=account_of(world.ivan))
    payments_received([other, payment(world.acme)], at=NOON)
    payments_refunded([refund(other, 5_000)], at=NOON)


def his_own_phone(world: World) -> None:
    Partner.objects.filter(pk=world.ivan.pk).update(phone="+7 (900) 123-45-67")
    Client.objects.filter(pk=world.acme.pk).update(phone="8 900 123 45 67")
    payments_received([payment(world.acme)], at=NOON)


def his_own_domain(world: World) -> None:
    Partner.objects.filter(pk=world.ivan.pk).update(email="ivan@ivan-soft.ru")
    Client.objects.filter(pk=world.acme.pk).update(domain="ivan-soft.ru")
    payments_received([payment(world.acme)], at=NOON)


def one_account_for_two(world: World) -> None:
    BankDetails.objects.filter(partner=world.rita).update(account=account_of(world.ivan))
    payments_received([payment(world.acme)], at=NOON)


def one_device_for_two(world: World) -> None:
    newer = publish_offer(title="Договор-оферта", text="Всё то же.", at=NOON)
    for partner in (world.ivan, world.rita):
        accept_offer(
            partner, offer=newer, person=partner.members.get().person, at=NOON,
            address="203.0.113.5", user_agent="Firefox на кухне",
        )  # fmt: skip
    payments_received([payment(world.acme)], at=NOON)


def many_refunds(world: World) -> None:
    paid = [payment(world.acme) for _ in range(4)]
    payments_received(paid, at=NOON)
    payments_refunded([refund(one, 50_000) for one in paid[:3]], at=NOON)


def a_jump(world: World) -> None:
    weeks = [payment(world.acme, 10_000, at=NOON - timedelta(weeks=n)) for n in range(2, 9)]
    payments_received([*weeks, payment(world.acme, 900_000)], at=NOON)


STORIES: dict[str, list[Callable[[World], None]]] = {
    RuleName.PAYER_ACCOUNT: [from_his_account],
    RuleName.REFUND_ACCOUNT: [refunded_to_his_account],
    RuleName.SELF_REFERRAL: [his_own_phone, his_own_domain],
    RuleName.SHARED_ACCOUNT: [one_account_for_two],
    RuleName.SHARED_DEVICE: [one_device_for_two],
    RuleName.REFUND_CYCLES: [many_refunds],
    RuleName.SPIKE: [a_jump],
}


@pytest.mark.parametrize(("rule", "story"), [(r, s) for r, told in STORIES.items() for s in told])
def test_each_rule_finds_its_story_and_no_other(
    world: World, rule: str, story: Callable[[World], None]
) -> None:
    story(world)
    rewards_examined(at=NOON)
    rewards_examined(at=NOON)
    found = Finding.objects.get()
    assert (found.rule, found.partner) == (rule, world.ivan)
    assert Reward.objects.filter(hold=Hold.CHECK).exists() == found.holds
    assert_books_balance()


@pytest.mark.parametrize("domain", ["mail.ru", "example.com"])
def test_an_honest_payment_is_not_suspected(world: World, domain: str) -> None:
    """Everybody may have a mailbox there; Rita's is at example.com too."""
    Partner.objects.filter(pk=world.ivan.pk).update(email=f"ivan@{domain}")
    Client.objects.update(email=f"director@{domain}", phone="")
    payments_received([payment(world.acme), payment(client_of(world.rita, "Её"))], at=NOON)
    assert rewards_examined(at=NOON) == []
    assert not Finding.objects.exists()


def test_no_batch_is_formed_without_looking(world: World) -> None:
    """Nobody ran the job: forming the batch looks by itself, and the money stays."""
    from_his_account(world)
    with pytest.raises(NothingDue):
        batch_formed(before=LATER, at=NOON, by="Ольга")
    assert rewards_examined(at=NOON) != [], "refused and rolled back: looked at again"
    clear_finding(Finding.objects.get(), reason="муж платил за жену", at=NOON, by="Ольга")
    payout = batch_formed(before=LATER, at=NOON, by="Ольга").batch.payouts.get()
    assert payout.amount_minor == 40_000
    assert_books_balance()


def test_what_was_cleared_is_not_asked_again(world: World) -> None:
    from_his_account(world)
    rewards_examined(at=NOON)
    finding = Finding.objects.get()
    assert clear_finding(finding, reason="договорились", at=NOON, by="Ольга") == 1
    from_his_account(world)
    rewards_examined(at=NOON)
    assert not Reward.objects.exclude(hold=Hold.NONE).exists()
    assert owed(world.ivan) == 80_000
    with pytest.raises(Refusal):
        clear_finding(finding, reason="ещё раз", at=NOON, by="Ольга")


def test_a_reward_under_two_findings_waits_for_both(world: World) -> None:
    his_own_phone(world)
    BankDetails.objects.filter(partner=world.rita).update(account=account_of(world.ivan))
    rewards_examined(at=NOON)
    one, two = Finding.objects.order_by("pk")
    assert clear_finding(one, reason="да", at=NOON, by="Ольга") == 0
    assert clear_finding(two, reason="да", at=NOON, by="Ольга") == 1


@pytest.mark.parametrize("how", ["off", "only a flag"])
def test_a_rule_is_data(world: World, how: str) -> None:
    set_rule(
        RuleName.PAYER_ACCOUNT, enabled=how != "off", holds=False, threshold=0, window_days=0,
        at=NOON, by="Виктор",
    )  # fmt: skip
    from_his_account(world)
    assert rewards_examined(at=NOON) == []
    assert Finding.objects.exists() == (how != "off")


def test_what_a_person_holds_or_has_been_paid_stays_as_it_is(world: World) -> None:
    payments_received([payment(world.acme)], at=NOON)
    batch_formed(before=LATER, at=NOON, by="Ольга")
    give_bank_details(world.rita, at=LONG_AGO)
    BankDetails.objects.filter(partner=world.rita).update(account=account_of(world.ivan))
    assert rewards_examined(at=NOON) == [], "what a batch has taken is not looked at again"


def test_it_asks_the_same_however_many(
    world: World, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    facts = [payment(world.acme, payer_account=account_of(world.ivan)) for _ in range(40)]
    payments_received(facts, at=NOON)
    with django_assert_max_num_queries(26):  # type: ignore[attr-defined]
        assert len(rewards_examined(at=NOON)) == 40
