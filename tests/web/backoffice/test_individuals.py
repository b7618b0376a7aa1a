"""Individuals are switched on only by who has read what it costs."""

from __future__ import annotations

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import NOON, payment
from tests.web.backoffice.conftest import sign_in
from tests.world import World
from zabota.domain.partners.models import LegalForm, Partner
from zabota.domain.payouts.facts import PAY_INDIVIDUALS
from zabota.domain.people.models import Role
from zabota.domain.settings.models import Setting
from zabota.domain.settings.queries import get_setting
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import now
from zabota.kit.money import Money
from zabota.ui.amounts import money_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(db: None) -> Visitor:
    """Viktor, who may set everything."""
    return sign_in(Role.OWNER)


def wish(owner: Visitor, **changed: str) -> dict[str, str]:
    """The form as it stands, with changes."""
    form = owner.get(reverse("office:settings")).context["form"]
    shown = {bound.html_name: bound.value() for bound in form}
    return {name: str(said) for name, said in shown.items() if said not in (False, None)} | changed


def test_the_cost_is_said_in_roubles_before_anything_is_saved(owner: Visitor, world: World) -> None:
    Partner.objects.filter(pk=world.ivan.pk).update(legal_form=LegalForm.PERSON)
    payments_received([payment(world.acme)], at=NOON)
    address = reverse("office:settings")
    said = wish(owner, **{PAY_INDIVIDUALS.name.replace(".", "-"): "on"})
    answer = owner.post(address, said)
    assert answer.status_code == 422
    page = answer.content.decode()
    for sum_ in (10_000_00, 400_00, 348_00, 52_00, 120_00, 520_00):
        assert str(money_text(Money(sum_))) in page, sum_
    assert not Setting.objects.exists()
    assert owner.post(address, {**said, "agreed": "1"}).status_code == 302
    assert get_setting(PAY_INDIVIDUALS, at=now())
    assert owner.post(address, wish(owner)).status_code == 302, "what is on is not asked again"
    assert get_setting(PAY_INDIVIDUALS, at=now())


def test_other_settings_are_saved_without_a_question(owner: Visitor, world: World) -> None:
    answer = owner.post(reverse("office:settings"), wish(owner), follow=True)
    assert answer.status_code == 200
    assert not get_setting(PAY_INDIVIDUALS, at=now())
