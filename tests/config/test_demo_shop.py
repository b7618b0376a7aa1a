"""The demo's connection shows what came, and touches no books."""

from __future__ import annotations

import pytest

from tests.make.money import NOON
from zabota.config.demo.shops import connect_a_shop
from zabota.connectors.connections.models import Fate, Notice, RefusedCall
from zabota.domain.payments.models import Payment


@pytest.mark.django_db
def test_the_shop_on_trial() -> None:
    connect_a_shop(at=NOON, by="Ольга")
    assert list(Notice.objects.values_list("fate", "amount_minor")) == [(Fate.TEST, 1_000)] * 3
    assert RefusedCall.objects.get().reason == "signature"
    assert not Payment.objects.exists()
