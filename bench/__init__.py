"""Measures the money road against the same database's own best, in one run."""
