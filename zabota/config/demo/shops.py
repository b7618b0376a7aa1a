"""The demo's connection: a cash desk on trial, with test events, and a stranger who was turned away."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from zabota.connectors.connections.models import Notice
from zabota.connectors.connections.operations.keeping import add_connection, keys_of
from zabota.connectors.connections.operations.receiving import receive_call
from zabota.connectors.connections.operations.understanding import understand
from zabota.connectors.robokassa.kind import ROBOKASSA
from zabota.connectors.robokassa.operations.receiving import read_notice, sample


def connect_a_shop(*, at: datetime, by: str) -> None:
    """Robokassa in the test mode: it needs no call outward, so the demo stays by itself."""
    begun = at - timedelta(days=2)
    shop = add_connection(
        kind=ROBOKASSA.code,
        name="Касса на сайте",
        settings={
            "login": "zabota-demo",
            "hash": "sha256",
            "pay_url": "https://auth.robokassa.ru/Merchant/Index.aspx/",
        },
        secrets={"password1": "demo-one", "password2": "demo-two"},
        test_mode=True,
        at=begun,
        by=by,
    )
    for hours in (1, 3, 26):
        moment = begun + timedelta(hours=hours)
        receive_call(shop, ROBOKASSA, sample(keys_of(shop), moment))
    forged = sample(keys_of(shop), begun + timedelta(hours=30))
    stranger = replace(forged, body=forged.body.replace(b"10.00", b"99.00"), address="203.0.113.9")
    receive_call(shop, ROBOKASSA, stranger)
    for event_id in Notice.objects.filter(connection=shop).values_list("event_id", flat=True):
        understand(event_id, read_notice, at=at)
