"""Verbs of T-Bank acquiring: payments of clients, and slips after the first."""
