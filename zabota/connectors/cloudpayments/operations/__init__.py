"""Verbs of CloudPayments: payments of clients, and slips after the first."""
