"""Stripe's API, where a secret key was given: questions, a Checkout session, a refund."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import httpx

from zabota.connectors.connections.client import Json, ask, there
from zabota.connectors.connections.facts import Keys
from zabota.kit.outside import outside

PAGE = 100


class Stripe:
    """One account's API; use it in a `with`."""

    def __init__(self, keys: Keys) -> None:
        self._client: httpx.Client = outside(keys["api_url"], auth=(keys["api_key"], ""))

    def __enter__(self) -> Stripe:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def balance(self) -> dict[str, Any]:
        """Says in `livemode` which keys these are."""
        return self._get("balance")

    def invoice_of(self, paying: str) -> str:
        """The invoice that this payment intent or charge has paid, or an empty string."""
        kind = "payment_intent" if paying.startswith("pi_") else "charge"
        wanted = {"payment[type]": kind, f"payment[{kind}]": paying}
        listed = self._get("invoice_payments", wanted).get("data") or [{}]
        found = listed[0].get("invoice")
        return str((found.get("id") if isinstance(found, dict) else found) or "")

    def payments_of(self, invoice: str) -> Sequence[dict[str, Any]]:
        """What an invoice was paid with: payment intents, charges."""
        listed: Sequence[dict[str, Any]] = (
            self._get("invoice_payments", {"invoice": invoice}).get("data") or ()
        )
        return listed

    def session_of(self, payment_intent: str) -> dict[str, Any]:
        """The Checkout session that opened this payment intent; empty when there was none."""
        wanted = {"payment_intent": payment_intent}
        listed = self._get("checkout/sessions", wanted).get("data") or [{}]
        return dict(listed[0])

    def create_session(self, said: dict[str, str], *, key: str) -> Json:
        """Open a Checkout session; the same key gives the same session for a day."""
        return self._post("checkout/sessions", said, key=key)

    def session(self, number: str) -> Json | None:
        """A session as it is now."""
        return ask(self._client, "GET", f"v1/checkout/sessions/{number}")

    def create_refund(self, said: dict[str, str], *, key: str) -> Json:
        """Return money of a payment intent; the same key gives the same refund for a day."""
        return self._post("refunds", said, key=key)

    def refund(self, number: str) -> Json | None:
        """A refund as it is now."""
        return ask(self._client, "GET", f"v1/refunds/{number}")

    def events(self, since: int, until: int, words: frozenset[str]) -> Iterator[dict[str, Any]]:
        """Events of these kinds between two moments, page after page."""
        wanted: dict[str, Any] = {
            "created[gte]": since,
            "created[lt]": until,
            "limit": PAGE,
            "types[]": sorted(words),
        }
        while True:
            page = self._get("events", wanted)
            listed = page.get("data") or []
            yield from listed
            if not page.get("has_more") or not listed:
                return
            wanted["starting_after"] = listed[-1]["id"]

    def _post(self, path: str, said: dict[str, str], *, key: str) -> Json:
        headers = {"Idempotency-Key": key}
        return there(ask(self._client, "POST", f"v1/{path}", data=said, headers=headers))

    def _get(self, path: str, wanted: dict[str, Any] | None = None) -> dict[str, Any]:
        answer = self._client.get(f"v1/{path}", params=wanted or {})
        answer.raise_for_status()
        said: dict[str, Any] = answer.json()
        return said
