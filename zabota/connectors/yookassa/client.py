"""Calls to YooKassa's API v3: basic authentication, an Idempotence-Key on whatever changes something."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx

from zabota.connectors.connections.client import Json, ask, there
from zabota.connectors.connections.facts import Keys
from zabota.kit.outside import outside

PAGE = 100
TRIES = 4  # of one page of a list


class YooKassa:
    """API of one shop, or of one gateway of payouts; use it in a `with`."""

    def __init__(self, keys: Keys) -> None:
        self._client: httpx.Client = outside(
            keys["api_url"], auth=(keys["shop_id"] or keys["agent_id"], keys["secret_key"])
        )

    def __enter__(self) -> YooKassa:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def payment(self, number: str) -> Json | None:
        """A payment as it is now; None when there is none of this number."""
        return ask(self._client, "GET", f"payments/{number}")

    def refund(self, number: str) -> Json | None:
        """A refund as it is now."""
        return ask(self._client, "GET", f"refunds/{number}")

    def shop(self) -> Json | None:
        """Whose keys these are, and whether it is a test shop."""
        return ask(self._client, "GET", "me")

    def receipt(self, number: str) -> Json | None:
        """A till slip as it is now."""
        return ask(self._client, "GET", f"receipts/{number}")

    def create_payment(self, body: dict[str, Any], *, key: str) -> Json:
        """Open a payment; the same key gives the same payment for a day."""
        return self._create("payments", body, key=key)

    def create_refund(self, body: dict[str, Any], *, key: str) -> Json:
        """Return money; the same key gives the same refund for a day."""
        return self._create("refunds", body, key=key)

    def create_receipt(self, body: dict[str, Any], *, key: str) -> Json:
        """Send a till slip of its own; the same key gives the same slip for a day."""
        return self._create("receipts", body, key=key)

    def payout(self, number: str) -> Json | None:
        """A payout as it is now."""
        return ask(self._client, "GET", f"payouts/{number}")

    def create_payout(self, body: dict[str, Any], *, key: str) -> Json:
        """Ask for a payout; the same key gives the same payout for a day."""
        return self._create("payouts", body, key=key)

    def payouts(self, since: datetime, until: datetime) -> Iterator[Json]:
        """Payouts made between the two moments, whatever became of them."""
        yield from self._pages("payouts", "created_at", since, until, status="")

    def succeeded_payments(self, since: datetime, until: datetime) -> Iterator[Json]:
        """Payments captured between the two moments, page after page."""
        yield from self._pages("payments", "captured_at", since, until)

    def succeeded_refunds(self, since: datetime, until: datetime) -> Iterator[Json]:
        """Refunds made between the two moments."""
        yield from self._pages("refunds", "created_at", since, until)

    def _create(self, what: str, body: dict[str, Any], *, key: str) -> Json:
        headers = {"Idempotence-Key": key}
        return there(ask(self._client, "POST", what, json=body, headers=headers))

    def _pages(
        self,
        path: str,
        moment: str,
        since: datetime,
        until: datetime,
        *,
        status: str = "succeeded",
    ) -> Iterator[Json]:
        wanted: dict[str, str | int] = {
            **({"status": status} if status else {}),
            "limit": PAGE,
            f"{moment}.gte": _iso(since),
            f"{moment}.lt": _iso(until),
        }
        while True:
            page = self._page(path, wanted)
            yield from page.get("items", [])
            if not page.get("next_cursor"):
                return
            wanted["cursor"] = page["next_cursor"]

    def _page(self, path: str, wanted: dict[str, str | int]) -> Json:
        """One page, asked for again where they stumble: a long list must not fall over one hiccup."""
        for _ in range(TRIES - 1):
            try:
                return ask(self._client, "GET", path, params=wanted) or {}
            except httpx.HTTPStatusError:
                continue
        return ask(self._client, "GET", path, params=wanted) or {}


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
