"""Care for money: every rule finds its story and no other; a hold lands before any batch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.make.money import LONG_AGO, NOON, client_of, give_bank_details, payment, refund
from tests.world import World, assert_books_balance, owed
from zabota.domain.attribution.operations.visits import note_device, note_sign_up, note_visit
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import BankDetails, Invitation, MemberRole, Partner
from zabota.domain.payouts.operations import NothingDue
from zabota.domain.programme.operations import accept_offer, publish_offer
from zabota.domain.rewards.models import Hold, Reward
from zabota.domain.scrutiny.models import Finding, RuleName
from zabota.domain.scrutiny.operations import clear_finding, set_rule
from zabota.domain.scrutiny.rules import DEFAULTS
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


def many_refunds_of_several(world: World) -> None:
    """No client of his has many; together they do."""
    clients = [world.acme, *(client_of(world.ivan, name) for name in ("Бета", "Гамма"))]
    paid = [payment(one) for one in clients]
    payments_received([*paid, payment(world.acme)], at=NOON)
    payments_refunded([refund(one, 100_000) for one in paid], at=NOON)


def a_jump(world: World) -> None:
    weeks = [payment(world.acme, 3_000_000, at=NOON - timedelta(weeks=n)) for n in range(2, 9)]
    payments_received([*weeks, payment(world.acme, 90_000_000)], at=NOON)


def a_huge_beginning(world: World) -> None:
    """He has no history to be compared with."""
    payments_received([payment(world.acme, 20_000_000)], at=NOON)


def a_jump_in_euros(world: World) -> None:
    """His roubles are many and steady; they neither hide the euros nor are counted with them."""
    weeks = [payment(world.acme, 50_000_000, at=NOON - timedelta(weeks=n)) for n in range(1, 9)]
    euros = [
        payment(world.acme, 30_000, currency="EUR", at=NOON - timedelta(weeks=n))
        for n in range(1, 9)
    ]
    payments_received(weeks + euros, at=NOON)
    payments_received([payment(world.acme, 200_000, currency="EUR")], at=NOON)


def his_phone_for_payouts(world: World) -> None:
    BankDetails.objects.filter(partner=world.ivan).update(kind="sbp", account="79001234567")
    Client.objects.filter(pk=world.acme.pk).update(phone="8 (900) 123-45-67")
    payments_received([payment(world.acme)], at=NOON)


def a_domain_of_his_people(world: World) -> None:
    """Nobody of them has signed in yet: he has invited his bookkeeper there."""
    Invitation.objects.create(
        partner=world.ivan, email="buh@vector-crm.ru", role=MemberRole.ACCOUNTANT, token="t",
        sent_at=NOON, expires_at=NOON, invited_by="Иван",
    )  # fmt: skip
    Client.objects.filter(pk=world.acme.pk).update(domain="https://www.Vector-CRM.ru/about")
    payments_received([payment(world.acme)], at=NOON)


def a_link_opened_at_his_own_desk(world: World) -> None:
    note_device("d1", partner=world.ivan, at=NOON)
    code = world.ivan.promo_codes.get()
    note_visit(code, visitor="d1", at=NOON)
    note_sign_up(world.acme, code=code, visitor="d1", at=NOON)
    payments_received([payment(world.acme)], at=NOON)


def registered_at_his_own_desk(world: World) -> None:
    """No link: he typed the code into the form."""
    note_device("d2", partner=world.ivan, at=NOON)
    note_device("d2", client=world.acme, at=NOON)
    payments_received([payment(world.acme)], at=NOON)


def one_iban_for_two(world: World) -> None:
    """Rita typed hers with blanks, and without the bank."""
    BankDetails.objects.filter(partner=world.ivan).update(
        kind="iban", currency="EUR", account="DE89370400440532013000", bic="COBADEFFXXX"
    )
    BankDetails.objects.filter(partner=world.rita).update(
        account="de89 3704 0044 0532 0130 00", bic=""
    )
    payments_received([payment(world.acme, 50_000, currency="EUR")], at=NOON)


def he_pays_himself(world: World) -> None:
    payments_received([payment(world.acme, payer_inn=world.ivan.inn)], at=NOON)


def a_stranger_pays(world: World) -> None:
    payments_received([payment(world.acme, payer_inn=world.zero.inn, payer_name="Зеро")], at=NOON)


STORIES: dict[str, list[Callable[[World], None]]] = {
    RuleName.SELF_PAYMENT: [he_pays_himself],
    RuleName.THIRD_PARTY: [a_stranger_pays],
    RuleName.PAYER_ACCOUNT: [from_his_account],
    RuleName.REFUND_ACCOUNT: [refunded_to_his_account],
    RuleName.SELF_REFERRAL: [
        his_own_phone, his_own_domain, his_phone_for_payouts, a_domain_of_his_people
    ],
    RuleName.CLIENT_DEVICE: [a_link_opened_at_his_own_desk, registered_at_his_own_desk],
    RuleName.SHARED_ACCOUNT: [one_account_for_two, one_iban_for_two],
    RuleName.SHARED_DEVICE: [one_device_for_two],
    RuleName.REFUND_CYCLES: [many_refunds, many_refunds_of_several],
    RuleName.SPIKE: [a_jump, a_huge_beginning, a_jump_in_euros],
}  # fmt: skip


def test_every_rule_has_its_story() -> None:
    assert set(STORIES) == set(DEFAULTS) == set(RuleName.values)


@pytest.mark.parametrize(("rule", "story"), [(r, s) for r, told in STORIES.items() for s in told])
def test_each_rule_finds_its_story_and_no_other(
    world: World, rule: str, story: Callable[[World], None]
) -> None:
    story(world)
    rewards_examined(at=NOON)
    rewards_examined(at=NOON)
    found = Finding.objects.get()
    assert (found.rule, found.partner) == (rule, world.ivan)
    assert Reward.objects.exclude(hold=Hold.NONE).exists() == found.holds
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


def test_a_minimum_and_a_threshold_are_the_rules_own(world: World) -> None:
    """With others set, neither story is one."""
    for rule, threshold, minimum in ((RuleName.REFUND_CYCLES, 30, 4), (RuleName.SPIKE, 9, 10_000)):
        set_rule(
            rule, enabled=True, holds=False, threshold=threshold, window_days=90, at=NOON,
            by="Виктор", minimum=minimum, minimum_abroad=100,
        )  # fmt: skip
    many_refunds(world)
    a_huge_beginning(world)
    rewards_examined(at=NOON)
    assert not Finding.objects.exists()


def test_refunds_count_by_their_own_day(world: World) -> None:
    """Paid in spring, given back this week: it is this week's circle; refunds of spring are none."""
    spring = NOON - timedelta(days=200)
    paid = [payment(world.acme, at=spring) for _ in range(3)]
    payments_received(paid, at=NOON)
    payments_refunded([refund(one, 100_000) for one in paid], at=NOON)
    rewards_examined(at=NOON)
    assert not Finding.objects.exists()
    again = [payment(world.acme, at=spring) for _ in range(3)]
    payments_received(again, at=NOON)
    payments_refunded([refund(one, 100_000, days=198) for one in again], at=NOON)
    rewards_examined(at=NOON)
    assert Finding.objects.get().evidence == {"refunded": 3, "payments": 3, "client": "Акме"}


def test_two_banks_may_have_one_number(world: World) -> None:
    BankDetails.objects.filter(partner=world.rita).update(
        account=account_of(world.ivan), bic="044525974"
    )
    payments_received([payment(world.acme)], at=NOON)
    rewards_examined(at=NOON)
    assert not Finding.objects.exists()


def test_details_that_change_after_the_look_are_looked_at(world: World) -> None:
    """A batch was formed without him, for he had no details; then he enters Rita's."""
    Partner.objects.filter(pk=world.ivan.pk).update(status="paused")
    payments_received([payment(world.acme), payment(client_of(world.rita, "Её"))], at=NOON)
    BankDetails.objects.filter(partner=world.ivan).delete()
    batch_formed(before=LATER, at=NOON, by="Ольга")
    assert rewards_examined(at=NOON) == []
    give_bank_details(world.ivan, at=NOON + timedelta(hours=1))
    BankDetails.objects.filter(partner=world.ivan).update(account=account_of(world.rita))
    [held] = rewards_examined(at=NOON + timedelta(hours=2))
    assert Reward.objects.get(pk=held).partner == world.ivan
    with pytest.raises(NothingDue):
        batch_formed(before=LATER, at=NOON + timedelta(hours=3), by="Ольга")
    assert_books_balance()


def test_it_asks_the_same_however_many(
    world: World, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    facts = [payment(world.acme, payer_account=account_of(world.ivan)) for _ in range(40)]
    payments_received(facts, at=NOON)
    with django_assert_max_num_queries(29):  # type: ignore[attr-defined]
        assert len(rewards_examined(at=NOON)) == 40
