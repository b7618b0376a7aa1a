"""The emulator against YooKassa's own SDK: what it cannot read would be our invention."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import yookassa as sdk
from yookassa.domain.common import SecurityHelper
from yookassa.domain.notification import WebhookNotificationFactory

from tests.emulators.running import Running
from zabota.connectors.yookassa.translate.payments import told_by_payment, told_by_refund


def test_the_sdk_reads_the_emulator_as_we_do(yookassa_program: Running, monkeypatch: Any) -> None:
    monkeypatch.setattr(sdk.Configuration, "account_id", "100500")
    monkeypatch.setattr(sdk.Configuration, "secret_key", "test_secret")
    monkeypatch.setattr(
        sdk.Configuration, "api_endpoint", staticmethod(lambda: f"{yookassa_program.url}/v3")
    )
    yookassa_program.play("config", hook="")
    wish = {"amount": {"value": "1500.50", "currency": "RUB"}, "capture": True,
            "confirmation": {"type": "redirect", "return_url": "https://x.example/"},
            "metadata": {"invoice": "СЧ-26-000001-3"}, "description": "Лицензия"}  # fmt: skip
    made = sdk.Payment.create(wish, "key-of-the-sdk")
    assert sdk.Payment.create(wish, "key-of-the-sdk").id == made.id
    assert made.confirmation.confirmation_url.startswith("https://")
    yookassa_program.play("pay", id=made.id)
    found = sdk.Payment.find_one(made.id)
    refund = sdk.Refund.create({"payment_id": made.id, "amount": wish["amount"]}, "refund-key")

    ours: Any = told_by_payment("payment.succeeded", _plain(found))
    assert found.status == "succeeded"
    assert ours.fact.amount_minor == int(found.amount.value * 100)
    assert ours.fact.fee_minor == int((found.amount.value - found.income_amount.value) * 100)
    back: Any = told_by_refund(_plain(refund))
    assert back.fact.payment_external_id == refund.payment_id
    assert Decimal(back.fact.amount_minor) / 100 == refund.amount.value
    told = {"type": "notification", "event": "refund.succeeded", "object": _plain(refund)}
    assert WebhookNotificationFactory().create(told).object.id == refund.id


def test_our_list_of_addresses_is_theirs(settings: Any) -> None:
    assert set(settings.YOOKASSA_ADDRESSES) == set(SecurityHelper.YOOKASSA_NETWORKS)


def _plain(thing: Any) -> dict[str, Any]:
    """The SDK's object as the JSON it came from."""
    return {
        key: _plain(value) if hasattr(value, "__iter__") and not isinstance(value, str | list | dict)
        else str(value) if isinstance(value, Decimal) else value
        for key, value in dict(thing).items()
    }  # fmt: skip
