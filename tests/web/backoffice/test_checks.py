"""What the rules found on a page: the evidence, one click with a reason, and the rules themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import NOON, payment
from tests.world import World
from zabota.domain.partners.models import BankDetails
from zabota.domain.rewards.models import Reward
from zabota.domain.scrutiny.models import Finding, RuleName, WatchRule
from zabota.flows.payments_received import payments_received
from zabota.flows.rewards_examined import rewards_examined
from zabota.kit.clock import now

pytestmark = pytest.mark.django_db
LIST, RULES = "/office/checks/", "/office/checks/rules/"


@pytest.fixture
def found(world: World) -> Finding:
    """Acme paid from Ivan's account."""
    account = BankDetails.objects.get(partner=world.ivan).account
    payments_received([payment(world.acme, payer_account=account)], at=NOON)
    rewards_examined(at=NOON)
    return Finding.objects.get()


def test_it_is_shown_with_its_evidence_and_cleared(
    finance: Visitor, world: World, found: Finding
) -> None:
    assert found.evidence["account"] in finance.get(LIST).content.decode()
    partner = finance.get(reverse("office:partner", args=[world.ivan.pk])).content.decode()
    assert f"{LIST}?partner={world.ivan.pk}" in partner
    clear = reverse("office:clear_finding", args=[found.pk])
    finance.post(clear, {"reason": " "})
    assert Reward.objects.get().hold
    finance.post(clear, {"reason": "платил за клиента"})
    assert not Reward.objects.get().hold
    assert not finance.get(LIST).context["rows"]
    assert "платил за клиента" in finance.get(LIST, {"state": "cleared"}).content.decode()
    history = reverse("office:history", args=["partner", world.ivan.pk])
    assert "A check was cleared" in finance.get(history).content.decode()


@pytest.mark.parametrize(
    ("wish", "count"),
    [({"rule": "payer_account"}, 1), ({"rule": "spike"}, 0), ({"q": "иван"}, 1), ({"q": "рита"}, 0),
     ({"state": "cleared"}, 0), ({"state": "all", "as": ""}, 1), ({"rule": "нет", "partner": "x"}, 1)],
)  # fmt: skip
def test_it_is_filtered(support: Visitor, found: Finding, wish: dict[str, str], count: int) -> None:
    assert len(support.get(LIST, wish).context["rows"]) == count
    lines = support.get(LIST, {**wish, "as": "csv"}).content.decode().splitlines()
    assert len(lines) == count + 1


def test_a_rule_is_set_by_finance(finance: Visitor, world: World) -> None:
    address = reverse("office:set_rule", args=["spike"])
    wrong = {
        "spike-enabled": "on",
        "spike-threshold": "0",
        "spike-window_days": "7",
        "spike-minimum": "5000",
        "spike-minimum_abroad": "50",
    }
    assert finance.post(address, wrong).status_code == 422
    assert finance.post(address, {**wrong, "spike-threshold": "9"}).status_code == 302
    rule = WatchRule.objects.get()
    assert (rule.threshold, rule.holds, rule.changed_by) == (9, False, "Ольга")
    assert (rule.minimum, rule.minimum_abroad) == (5000, 50)
    assert finance.post(reverse("office:set_rule", args=["nothing"]), wrong).status_code == 404


def test_the_page_of_rules_tells_how_each_stands_and_what_it_caught(
    support: Visitor, finance: Visitor, found: Finding
) -> None:
    """Found on the day of the story; one found long ago is not counted."""
    Finding.objects.create(
        rule="payer_account", key="old", partner=found.partner, evidence=found.evidence,
        holds=True, found_at=now() - timedelta(days=91),
    )  # fmt: skip
    Finding.objects.filter(pk=found.pk).update(found_at=now() - timedelta(days=89))
    told = {rule.name: rule for rule in support.get(RULES).context["told"]}
    assert set(told) == set(RuleName.values)
    assert (told["payer_account"].caught.found, told["payer_account"].caught.waiting) == (1, 1)
    assert told["spike"].caught.found == 0
    page = support.get(RULES, headers={"Accept-Language": "en"}).content.decode()
    assert "From 3 refunds in 90 days, if they are 30 % of the payments or more." in page
    assert "More than 5 times the usual in 7 days" in page
    assert "10,000" in page
    assert 'action="/office/checks/rules/spike/"' not in page, "who may not set it sees no form"
    off = {"third_party-holds": "on"}
    finance.post(reverse("office:set_rule", args=["third_party"]), off)
    told = {rule.name: rule for rule in finance.get(RULES).context["told"]}
    assert told["third_party"].stands.startswith("Off")
    assert told["third_party"].form.numbers() == []


def test_a_jump_is_told_in_its_own_currency(finance: Visitor, world: World) -> None:
    facts = [payment(world.acme, 200_000, currency="EUR"), payment(world.acme)]
    payments_received(facts, at=NOON)
    rewards_examined(at=NOON)
    assert Finding.objects.get().rule == "spike"
    page = finance.get(LIST).content.decode()
    assert "800\N{NARROW NO-BREAK SPACE}€ of rewards lately; before that there were none." in page
    assert "₽" not in page.split('id="list"')[1]


def test_only_those_who_may(
    keeper: Visitor, support: Visitor, member: Visitor, stranger: Visitor, found: Finding
) -> None:
    for address in (
        reverse("office:clear_findings"),
        reverse("office:clear_finding", args=[found.pk]),
        reverse("office:set_rule", args=["spike"]),
    ):
        for visitor, status in ((keeper, 403), (support, 403), (member, 403), (stranger, 302)):
            assert visitor.post(address, {"reason": "да"}).status_code == status
    for visitor, status in ((support, 200), (member, 403), (stranger, 302)):
        assert visitor.get(LIST).status_code == visitor.get(RULES).status_code == status
    assert Reward.objects.get().hold


def test_it_leads_to_the_payments_it_is_about(support: Visitor, found: Finding) -> None:
    shown = support.get(LIST).content.decode()
    reward = Reward.objects.select_related("payment").get()
    assert reverse("office:payment", args=[reward.payment_id]) in shown


def test_many_are_cleared_for_one_reason(finance: Visitor, world: World, found: Finding) -> None:
    payments_received([payment(world.acme, payer_inn=world.ivan.inn)], at=NOON)
    rewards_examined(at=NOON)
    ids = list(Finding.objects.values_list("pk", flat=True))
    many = reverse("office:clear_findings")
    for lacking in ({"finding": ids}, {"reason": "муж и жена"}, {"finding": ["x"], "reason": "да"}):
        finance.post(many, lacking)
    assert Finding.objects.filter(cleared_at=None).count() == 2
    answer = finance.post(many, {"finding": ids, "reason": "муж и жена"}, follow=True)
    assert "2 rewards may be paid" in answer.content.decode()
    assert not Reward.objects.exclude(hold="").exists()
    assert set(Finding.objects.values_list("cleared_why", flat=True)) == {"муж и жена"}


def test_the_menu_says_that_somebody_must_look(finance: Visitor, found: Finding) -> None:
    def behind() -> int:
        items = finance.get(LIST).context["nav_items"]
        return next(item.count for item in items if item.url == reverse("office:due"))

    assert behind() == 1
    finance.post(reverse("office:clear_finding", args=[found.pk]), {"reason": "да"})
    assert behind() == 0
