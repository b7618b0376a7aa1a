"""The cast of the API's tests."""

from tests.world import world

__all__ = ["world"]
