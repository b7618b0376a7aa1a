"""What tests of every connector share."""

from __future__ import annotations

import httpx
import pytest

from zabota.kit import outside


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """We wait a quarter of a second for an answer, so that a slow one need not be slower."""
    monkeypatch.setattr(outside, "TIMEOUT", httpx.Timeout(0.25))
