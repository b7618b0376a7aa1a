"""Bills to clients."""
