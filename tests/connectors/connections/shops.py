"""A shop at each of the processors that print till slips."""

from __future__ import annotations

from tests.emulators.running import Running
from zabota.connectors.connections.models import Connection
from zabota.connectors.connections.operations.keeping import add_connection
from zabota.kit.clock import now

SETTINGS = {
    "yookassa": ({"shop_id": "100500"}, {"secret_key": "test_secret"}, "v3/"),
    "tbank": ({"terminal_key": "1234567890"}, {"password": "usaf8fw8fsw21g"}, "v2/"),
    "cloudpayments": ({"public_id": "pk_zabota"}, {"api_secret": "api_secret"}, ""),
    "robokassa": (
        {"login": "zabota", "hash": "sha256", "pay_url": "https://auth.robokassa.ru/Merchant/"},
        {"password1": "one", "password2": "two", "password3": "three"},
        "",
    ),
}


def connected(kind: str, program: Running, **more: str) -> Connection:
    """A connection to the emulator of this kind, which sends slips of the simplified tax system."""
    kept, secrets, path = SETTINGS[kind]
    till = {"till": "on", "taxation": "usn_income", "api_url": f"{program.url}/{path}",
            "refunds_url": f"{program.url}/refunds/", "till_url": f"{program.url}/till/", **more}  # fmt: skip
    return add_connection(
        kind=kind, name=kind, settings={**kept, **till}, secrets=secrets, at=now()
    )
