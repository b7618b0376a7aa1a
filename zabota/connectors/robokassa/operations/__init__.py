"""Verbs of Robokassa: payments of clients, and slips after the first."""
