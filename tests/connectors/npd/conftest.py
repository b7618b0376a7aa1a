"""The tax service as a separate program on the loopback."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.emulators.npd import PATH
from tests.emulators.running import Running, running
from tests.world import world

__all__ = ["world"]


@pytest.fixture(scope="session")
def tax_program() -> Iterator[Running]:
    with running("npd") as program:
        yield program


@pytest.fixture
def tax_service(tax_program: Running, settings: Any) -> Running:
    """The emulator, knowing nobody yet."""
    settings.NPD_STATUS_URL = f"{tax_program.url}{PATH}"
    settings.OUTSIDE_TRUSTED = frozenset({tax_program.address})
    settings.NPD_A_MINUTE = 10
    tax_program.play("forget")
    return tax_program
