"""The vendor's own systems: clients who registered there, payments it knows of."""
