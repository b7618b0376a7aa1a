"""The servicing level: shown with its effect, changed with a reason, refused to lesser roles."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Visitor

from tests.flows.test_servicing import two_rates
from tests.make.money import NOON, payment
from tests.world import World, owed
from zabota.domain.attribution.models import Attribution
from zabota.flows.payments_received import payments_received

__all__ = ["two_rates"]
pytestmark = pytest.mark.django_db


def test_the_effect_is_shown_first_and_then_done(keeper: Visitor, two_rates: World) -> None:
    payments_received([payment(two_rates.acme)], at=NOON)
    address = f"/office/clients/{two_rates.acme.pk}/servicing/"
    day = (NOON - timedelta(days=1)).date().isoformat()
    place = {"servicing": "brought", "since": day}

    seen = keeper.get(address, place)
    assert seen.context["effect"].changes[0].startswith("Иван и Ко −150")
    assert owed(two_rates.ivan) == 30_000
    assert keeper.post(address, place).status_code == 422
    assert keeper.post(address, {**place, "reason": "не обслуживает"}).status_code == 302
    assert owed(two_rates.ivan) == 15_000
    live = Attribution.objects.filter(client=two_rates.acme, withdrawn_at=None)
    assert set(live.values_list("servicing", flat=True)) == {"full", "brought"}
    card = keeper.get(f"/office/clients/{two_rates.acme.pk}/").content.decode()
    assert "only brought" in card
    assert "не обслуживает" in card


def test_others_are_refused(
    support: Visitor, finance: Visitor, member: Visitor, stranger: Visitor, world: World
) -> None:
    address = f"/office/clients/{world.acme.pk}/servicing/"
    answers = [who.post(address, {}).status_code for who in (support, finance, member, stranger)]
    assert answers == [403, 403, 403, 302]
