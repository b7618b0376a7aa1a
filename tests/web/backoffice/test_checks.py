"""What the rules found on a page: the evidence, one click with a reason, and the rules themselves."""

from __future__ import annotations

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import NOON, payment
from tests.world import World
from zabota.domain.partners.models import BankDetails
from zabota.domain.rewards.models import Reward
from zabota.domain.scrutiny.models import Finding, WatchRule
from zabota.flows.payments_received import payments_received
from zabota.flows.rewards_examined import rewards_examined

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
    wrong = {"spike-enabled": "on", "spike-threshold": "0", "spike-window_days": "7"}
    assert finance.post(address, wrong).status_code == 422
    assert finance.post(address, {**wrong, "spike-threshold": "9"}).status_code == 302
    rule = WatchRule.objects.get()
    assert (rule.threshold, rule.holds, rule.changed_by) == (9, False, "Ольга")
    assert finance.post(reverse("office:set_rule", args=["nothing"]), wrong).status_code == 404


def test_only_those_who_may(
    keeper: Visitor, support: Visitor, member: Visitor, stranger: Visitor, found: Finding
) -> None:
    for address in (
        reverse("office:clear_finding", args=[found.pk]),
        reverse("office:set_rule", args=["spike"]),
    ):
        for visitor, status in ((keeper, 403), (support, 403), (member, 403), (stranger, 302)):
            assert visitor.post(address, {"reason": "да"}).status_code == status
    for visitor, status in ((support, 200), (member, 403), (stranger, 302)):
        assert visitor.get(LIST).status_code == visitor.get(RULES).status_code == status
    assert Reward.objects.get().hold
