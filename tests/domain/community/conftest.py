"""The cast of the stories."""

from tests.world import world

__all__ = ["world"]
