"""Money that a check holds does not wait unseen: finance is told, of flags it is not."""

from __future__ import annotations

import pytest
from django.core import mail

from tests.make.money import NOON, payment
from tests.world import World
from zabota.connectors.mail.operations import send_unsent, write_letters
from zabota.domain.people.models import Role
from zabota.domain.people.operations import add_person, give_role
from zabota.domain.scrutiny.models import RuleName
from zabota.domain.scrutiny.operations import set_rule
from zabota.flows.payments_received import payments_received
from zabota.flows.rewards_examined import rewards_examined
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("holds", [True, False])
def test_finance_is_told_of_what_is_held(world: World, holds: bool) -> None:
    give_role(add_person(email="olga@vendor.example", name="Ольга"), role=Role.FINANCE)
    set_rule(
        RuleName.SELF_PAYMENT, enabled=True, holds=holds, threshold=0, window_days=0, at=NOON,
        by="Виктор",
    )  # fmt: skip
    payments_received([payment(world.acme, payer_inn=world.ivan.inn)], at=NOON)
    rewards_examined(at=NOON)
    event = Event.objects.get(name="finding.made")
    for _ in range(2):
        write_letters(event.pk, at=NOON)
        send_unsent(at=NOON, event_id=event.pk)
    assert len(mail.outbox) == int(holds)
    if holds:
        (letter,) = mail.outbox
        assert "Иван и Ко" in letter.subject
        assert f"/office/checks/?partner={world.ivan.pk}" in letter.body
