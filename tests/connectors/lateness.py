"""What a checkout makes of an answer that comes after we gave up waiting, whoever answers."""

from __future__ import annotations

import pytest

from tests.emulators.running import Running
from tests.make.money import NOON
from tests.world import World
from zabota.connectors.connections.facts import OutcomeUnknown
from zabota.connectors.connections.models import Checkout, CheckoutStatus, Connection
from zabota.connectors.connections.operations.checkouts import begin_checkout
from zabota.domain.invoices.operations import issue_invoice
from zabota.kit.clock import now
from zabota.kit.money import Money


def a_late_answer_is_asked_again(program: Running, connection: Connection, world: World) -> None:
    """It is unknown, neither a failure nor a second checkout, and asked for once more."""
    invoice = issue_invoice(world.acme, amount=Money(100_000), subject="Лицензия", at=NOON)
    program.play("knobs", slow=1)
    with pytest.raises(OutcomeUnknown):
        begin_checkout(connection, invoice, return_url="https://x.example/", at=now())
    assert Checkout.objects.get().status == CheckoutStatus.ASKED
    program.play("knobs", slow=0)
    checkout = begin_checkout(connection, invoice, return_url="https://x.example/", at=now())
    assert (checkout.status, Checkout.objects.count()) == (CheckoutStatus.OPEN, 1)
    assert checkout.pay_url
