"""Verbs of YooKassa: payments of clients, and payouts to partners."""
