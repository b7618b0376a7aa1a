"""The processors where a client pays an invoice of ours: opened by us, asked about when news are lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.emulators.running import Running, running
from tests.make.money import NOON
from zabota.connectors.connections.facts import OutcomeUnknown
from zabota.connectors.connections.models import Checkout, Connection
from zabota.connectors.connections.operations.checkouts import begin_checkout
from zabota.connectors.connections.operations.keeping import add_connection
from zabota.connectors.connections.operations.rehearsing import address_of
from zabota.domain.clients.models import Client
from zabota.domain.invoices.operations import issue_invoice
from zabota.domain.payments.models import Payment
from zabota.kit.clock import now
from zabota.kit.money import Money

SECRETS = {
    "tbank": {"password": "usaf8fw8fsw21g"},
    "cloudpayments": {"api_secret": "api_secret"},
    "robokassa": {"password1": "one", "password2": "two"},
}
SETTINGS = {
    "tbank": {"terminal_key": "1234567890"},
    "cloudpayments": {"public_id": "pk_zabota", "strangers": "refuse"},
    "robokassa": {"login": "zabota", "hash": "sha256", "pay_url": "https://x.example/"},
}


@dataclass
class Till:
    """One processor, and our connection to it."""

    program: Running
    connection: Connection

    @property
    def kind(self) -> str:
        return self.connection.kind

    def sell(self, client: Client, minor: int) -> bool:
        """An invoice is paid through it; False when its page could not be opened in this trouble."""
        bill = issue_invoice(client, amount=Money(minor), subject="Лицензия", at=NOON)
        try:
            made = begin_checkout(self.connection, bill, return_url="https://x.example/", at=now())
        except OutcomeUnknown:
            return False
        self.program.play("tell" if self.kind == "cloudpayments" else "pay", **self._paid(made))
        return True

    def _paid(self, made: Checkout) -> dict[str, Any]:
        match self.kind:
            case "tbank":
                return {"id": made.external_id, "status": "CONFIRMED"}
            case "cloudpayments":
                amount = f"{Decimal(made.amount_minor) / 100:.2f}"
                return {"kind": "pay", "Amount": amount, "InvoiceId": made.key}
        return {"url": made.pay_url}

    def truth(self) -> dict[str, int]:
        """What it holds for paid: its number and the sum in kopecks."""
        all_of_them = self.program.play("truth")["payments"]
        match self.kind:
            case "tbank":
                paid = {n: p for n, p in all_of_them.items() if p["Status"] == "CONFIRMED"}
                return {number: int(one["Amount"]) for number, one in paid.items()}
            case "cloudpayments":
                return {n: round(Decimal(str(p["Amount"])) * 100) for n, p in all_of_them.items()}
        return {n: int(Decimal(p["OutSum"]) * 100) for n, p in all_of_them.items()}

    def ours(self) -> dict[str, int]:
        """What we hold for paid through it."""
        mine = Payment.objects.filter(source=self.kind)
        return dict(mine.values_list("external_id", "amount_minor"))


@contextmanager
def tills() -> Iterator[list[Running]]:
    """The three programs, in the order of SECRETS."""
    with ExitStack() as stack:
        yield [stack.enter_context(running(kind)) for kind in SECRETS]


def connect_tills(programs: list[Running]) -> list[Till]:
    """Our connections to them; they know our entrances."""
    return [_connect(kind, program) for kind, program in zip(SECRETS, programs, strict=True)]


def _connect(kind: str, program: Running) -> Till:
    path = "v2/" if kind == "tbank" else ""
    connection = add_connection(
        kind=kind, name=kind, at=NOON,
        settings={**SETTINGS[kind], "api_url": f"{program.url}/{path}"},
        secrets=SECRETS[kind],
    )  # fmt: skip
    program.play("config", hook=address_of(connection))
    return Till(program, connection)
