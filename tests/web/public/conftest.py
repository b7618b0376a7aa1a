"""The cast of the stories, and a fresh patience for each."""

import pytest
from django.core.cache import cache

from tests.world import world

__all__ = ["world"]


@pytest.fixture(autouse=True)
def _patience() -> None:
    cache.clear()
